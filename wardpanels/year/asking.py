"""The use cases of asking why: explain a meeting, a ward or the borough, and rank other slots. Nothing here prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.edit import find
from scheduler.errors import SharedName, UnknownName
from scheduler.facts import Borough
from scheduler.framing import as_planned
from scheduler.names import ward_named
from scheduler.period import Period
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import PlanningProblem
from scheduler.progress import Listener
from scheduler.store import Store
from scheduler.why import explain as explaining
from scheduler.why.alternatives import Ranking, ranking
from scheduler.why.explain import BoroughExplained, MeetingExplained, WardExplained, explain_meeting, explain_ward
from scheduler.why.priced import FreeAlternative, FreeSlot, RowPrice
from wardpanels.faults import NothingYet
from wardpanels.year.drafts import draft_of
from wardpanels.year.editing import refuse_begun
from wardpanels.year.releasing import released_plan


def plan_of(store: Store, borough: Borough, period: Period) -> Plan:
    """The stored draft; where there is none, the plan of the latest release.

    Errors: NothingYet
    """
    try:
        return draft_of(store, borough, period)
    except NothingYet:
        release = store.latest_release(borough.profile.code, period.first_day)
        if release is None:
            raise
    return released_plan(store, release)


def explain(store: Store, problem: PlanningProblem, asked: str, at: datetime) -> MeetingExplained | WardExplained:
    """Say why one meeting is as it is, or what one ward's year costs.

    Edges:  what else a meeting could be is to come, and of one that has begun what it could have been
    Errors: NothingYet, UnknownName
    """
    plan = plan_of(store, problem.borough, problem.period)
    problem = as_planned(problem, plan)
    if asked in plan.meeting_by_id:
        meeting = plan.meeting_by_id[asked]
        if meeting.starts_at <= at or not meeting.stands:
            return explain_meeting(problem, plan, asked)
        return explain_meeting(problem, plan, asked, ranking(problem, plan, asked, _today(problem, at)))
    try:
        ward = ward_named(problem.borough, asked)
    except SharedName:
        raise
    except UnknownName:
        ids, slugs = [each.meeting_id for each in plan.meetings], [ward.slug for ward in problem.borough.wards]
        wanted = f"an id or a ward such as {' or '.join((*ids[:1], *slugs[:1]))}"
        raise UnknownName("meeting or ward", asked, wanted, (*slugs, *ids)) from None
    return explain_ward(problem, plan, ward.code)


def explain_borough(
    store: Store, problem: PlanningProblem, progress: Listener
) -> tuple[BoroughExplained, tuple[RowPrice, ...]]:
    """Say what the whole plan costs, and what each thing that wards share costs.

    Errors: NothingYet; NoPlan where the data no longer allows any plan
    """
    from scheduler.solver import prices

    plan = plan_of(store, problem.borough, problem.period)
    problem = as_planned(problem, plan)
    explained = explaining.explain_borough(problem, plan)
    return explained, prices(problem, progress=progress)


def alternatives(store: Store, problem: PlanningProblem, meeting_id: str, at: datetime) -> Ranking:
    """Every other slot of one meeting after today, ranked.

    Errors: NothingYet, UnknownName; RefusedEdit, also for a meeting that has begun
    """
    plan = plan_of(store, problem.borough, problem.period)
    refuse_begun(find(plan, meeting_id), at)
    return ranking(as_planned(problem, plan), plan, meeting_id, _today(problem, at))


def _today(problem: PlanningProblem, at: datetime) -> date:
    return at.astimezone(problem.zone).date()


@dataclass(frozen=True, slots=True)
class FreeAlternatives:
    """The best other slots of a meeting with the rest of its ward free to move, and what every slot costs at least."""

    meeting: PlannedMeeting
    best: tuple[FreeAlternative, ...]
    slots: tuple[FreeSlot, ...]


def free_alternatives(
    store: Store, problem: PlanningProblem, meeting_id: str, most: int, at: datetime
) -> FreeAlternatives:
    """The same with the rest of the meeting's ward free to move: at most so many others.

    Errors: as `alternatives`
    """
    from scheduler.solver.free_ward import free_ranking

    plan = plan_of(store, problem.borough, problem.period)
    refuse_begun(find(plan, meeting_id), at)
    ranked = free_ranking(as_planned(problem, plan), plan, meeting_id, _today(problem, at))
    return FreeAlternatives(ranked.meeting, ranked.best(most), ranked.slots())
