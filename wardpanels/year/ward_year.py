"""One ward's year: its meetings, what it is owed and why, and what that costs. Nothing here prints or reads a clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.debt import WardDebt, debts
from scheduler.framing import as_planned
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView
from scheduler.store import Store
from scheduler.why.explain import WardExplained, explain_ward
from wardpanels.year.recording import records_of
from wardpanels.year.seeing import SeenMeeting, YearSeen


@dataclass(frozen=True, slots=True)
class YearOfWard:
    """What is to be known of one ward in a period.

    Units: `halls` and `officers`: meetings that stand, by id, the most first
    Edges: `view` has its tier as it was planned; halls that serve it and officers who may come have 0
    """

    view: WardView
    meetings: tuple[SeenMeeting, ...]
    debt: WardDebt
    explained: WardExplained
    halls: Mapping[str, int]
    officers: Mapping[str, int]


def ward_year(store: Store, problem: PlanningProblem, seen: YearSeen, ward_code: str, at: datetime) -> YearOfWard:
    """A ward's year out of a year that is looked at. Errors: UnknownName."""
    plan, problem = seen.plan, as_planned(problem, seen.plan)
    view = problem.ward(ward_code)
    ours = tuple(each for each in seen.meetings if each.meeting.ward_code == ward_code)
    stand = [each.meeting for each in ours if each.meeting.stands]
    (debt,) = debts({ward_code: view.owed}, _of_ward(plan, ward_code), records_of(store, plan.borough_code), at)
    return YearOfWard(
        view,
        ours,
        debt,
        explain_ward(problem, plan, ward_code),
        _counted([each.venue_id for each in view.halls], (each.venue_id for each in stand)),
        _counted([each.officer_id for each in view.officers], (name for each in stand for name in each.officers)),
    )


def _of_ward(plan: Plan, ward_code: str) -> Plan:
    return replace(plan, meetings=tuple(each for each in plan.meetings if each.ward_code == ward_code))


def _counted(known: Iterable[str], used: Iterable[str]) -> Mapping[str, int]:
    counts = Counter(dict.fromkeys(known, 0))
    counts.update(used)
    return dict(sorted(counts.items(), key=lambda each: -each[1]))
