"""Plans a period under each policy, and puts side by side what each comes to. Nothing is stored but that."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from scheduler.comparison import measures
from wardpanels import wiring
from wardpanels.facts.comparison import comparison_facts
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.people.rights import Act
from wardpanels.year.comparing import compare


@dataclass(frozen=True, slots=True)
class CompareAsked:
    """Nothing can be asked: every policy of the borough is planned."""


def _run(work: Work, _asked: CompareAsked) -> Found:
    found = compare(work.data, work.period, work.news.heard, at=wiring.now())
    return Found(comparison_facts(found) | {"lines": [asdict(line) for line in measures(found)]})


KIND = Kind("compare", Act.PLAN, JobTurn.PLAN, CompareAsked, _run)
