"""Plans a period under each policy, and puts side by side what each comes to. Nothing is stored but that."""

from __future__ import annotations

from dataclasses import dataclass

from wardpanels import wiring
from wardpanels.facts.comparison import comparison_facts
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.people.rights import Act
from wardpanels.year.comparing import compare


@dataclass(frozen=True, slots=True)
class CompareAsked:
    """Nothing can be asked: every policy of the borough is planned."""


def _run(work: Work, _asked: CompareAsked) -> Found:
    return Found(comparison_facts(compare(work.data, work.period, work.news.heard, at=wiring.now())))


KIND = Kind("compare", Act.PLAN, JobTurn.PLAN, CompareAsked, _run)
