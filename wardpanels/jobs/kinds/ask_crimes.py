"""Asks data.police.uk for a ward's crimes and its borough's, month by month, and keeps the counts: some minutes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scheduler.names import ward_named
from scheduler.progress import Progress
from wardpanels import wiring
from wardpanels.evidence.crimes import CrimeSource, crime_figures
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.people.rights import Act
from wardpanels.sources.crime_shelf import CrimeShelf
from wardpanels.year.reading import check


@dataclass(frozen=True, slots=True)
class CrimesAsked:
    """The ward, by a name, slug or code, and the folder where counts are kept."""

    ward: str
    cache: str


def _run(work: Work, asked: CrimesAsked) -> Found:
    at = wiring.now()
    borough = check(work.data, work.period, at).borough
    work.news.heard(Progress("Asking data.police.uk"))
    source = CrimeSource(wiring.asker(), wiring.police_uk(), CrimeShelf(Path(asked.cache)))
    figures = crime_figures(source, borough, ward_named(borough, asked.ward), at)
    return Found({"has_figures": figures.crime is not None, "faults": [list(fault) for fault in figures.faults]})


KIND = Kind("ask for crimes", Act.SEE_STAFF, JobTurn.ASK, CrimesAsked, _run)
