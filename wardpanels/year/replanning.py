"""The use cases of a year that does not go as planned: plan anew with few changes, plan what can be planned, stand in.

Nothing here prints or reads a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from scheduler.errors import NoPlan, UnknownName

if TYPE_CHECKING:
    from scheduler.clash import Clash
    from scheduler.facts import Officer, Ward
    from scheduler.plan import Plan, PlannedMeeting
    from scheduler.problem import PlanningProblem
    from scheduler.rules.published import Pin
    from scheduler.rules.shapes import Post
    from scheduler.solver.replan import Replanned
    from scheduler.store import Store
    from wardpanels.actions import Drafted, Tell

PINNABLE = ("date", "hall", "officers")
"""What of a meeting can be pinned by itself."""


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One ward that is not planned, and the clash it was left out of: its own, or one with wards that are planned."""

    ward: Ward
    clash: Clash


@dataclass(frozen=True, slots=True)
class Compared:
    """A draft before and after it was planned anew. `left_out`: wards that the draft leaves out too."""

    before: Plan
    replanned: Replanned
    revision: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Partial:
    """A plan of the wards that can be planned, and why each of the others is left out of it, in that order."""

    drafted: Drafted
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class StandIn:
    """One officer who could take a post at a meeting, the best first. `is_assigned`: comes already."""

    post: Post
    officer: Officer
    is_assigned: bool


def replan(
    store: Store, problem: PlanningProblem, as_of: datetime, pins: Sequence[str], progress: Tell | None = None
) -> Compared:
    """Plan the rest of the draft's year anew with the fewest changes. Nothing is stored.

    Edges: a ward that the draft leaves out joins it where it can be planned now, and else is left out again
    Errors: NothingYet; NoPlan, naming the smallest clash; RefusedEdit, UnknownName
    """
    from scheduler.solver.progress import silence
    from scheduler.solver.replan import posed_anew, replan
    from wardpanels.actions import stored_draft

    draft = stored_draft(store, problem.borough, problem.year)
    pinned = [pin_of(draft.plan, each) for each in pins]
    outside = {view.ward.code for view in problem.wards} - {meeting.ward_code for meeting in draft.plan.meetings}
    replanned, left_out = _without_what_clashes(
        problem,
        lambda asked: replan(asked, draft.plan, as_of, pinned, progress=progress or silence),
        outside,
        progress,
        posed=lambda asked: posed_anew(asked, draft.plan, as_of, pinned),
    )
    return Compared(draft.plan, replanned, draft.revision, left_out)


def keep(store: Store, compared: Compared, at: datetime) -> int:
    """Store the new plan as the draft, unless somebody changed it meanwhile. Errors: StaleRevision."""
    return store.save_draft(compared.replanned.plan, expected_revision=compared.revision, saved_at=at)


def pin_of(plan: Plan, text: str) -> Pin:
    """Read a pin: a meeting's id, alone or with what is pinned, such as `2027-E05009317-1:date,hall`.

    Errors: UnknownName
    """
    from scheduler.edit import find
    from scheduler.rules.published import Pin

    name, _, parts = text.partition(":")
    wanted = [part.strip() for part in parts.split(",")] if parts else list(PINNABLE)
    for part in wanted:
        if part not in PINNABLE:
            raise UnknownName("pin", part, f"one of {', '.join(PINNABLE)}")
    return Pin(find(plan, name), date="date" in wanted, hall="hall" in wanted, officers="officers" in wanted)


def changed_meetings(compared: Compared) -> tuple[tuple[PlannedMeeting | None, PlannedMeeting | None], ...]:
    """The meetings that differ, before and after, by id."""
    before = {meeting.meeting_id: meeting for meeting in compared.before.meetings}
    after = {meeting.meeting_id: meeting for meeting in compared.replanned.plan.meetings}
    names = sorted(before.keys() | after.keys())
    return tuple((before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name))


def plan_all_wards(problem: PlanningProblem, progress: Tell | None = None, *, threads: int | None = None) -> Partial:
    """Plan every ward. Errors: NoPlan, naming the smallest clash."""
    from wardpanels.actions import plan_problem

    plan = partial(plan_problem, progress=progress, threads=threads)
    return Partial(*_without_what_clashes(problem, plan, (), progress))


def plan_what_can_be_planned(problem: PlanningProblem, progress: Tell | None = None) -> Partial:
    """Leave out ward after ward of every clash until a plan exists. Errors: NoPlan where no ward is left."""
    from wardpanels.actions import plan_problem

    every = {view.ward.code for view in problem.wards}
    return Partial(*_without_what_clashes(problem, partial(plan_problem, progress=progress), every, progress))


def _without_what_clashes(
    problem: PlanningProblem,
    plan: Callable[[PlanningProblem], Made],
    optional: Collection[str],
    progress: Tell | None,
    posed: Callable[[PlanningProblem], PlanningProblem] = lambda problem: problem,
) -> tuple[Made, tuple[LeftOut, ...]]:
    """Plan, leaving out one optional ward of every clash until a plan exists. `posed`: what is asked in the end.

    Errors: NoPlan, naming the smallest clash, where no ward of it is optional or none would be left
    """
    from scheduler.solver.clashes import clashes, without_wards
    from scheduler.solver.progress import Progress, silence

    tell = progress or silence
    left_out: list[LeftOut] = []
    while True:
        try:
            return plan(problem), tuple(left_out)
        except NoPlan as error:
            tell(Progress("There is no plan. Looking for what clashes, and what would mend it"))
            found = clashes(posed(problem))
            out = [LeftOut(problem.ward(code).ward, clash) for clash in found for code in _last(clash, optional)]
            if not out or len(out) < len(found) or len(problem.wards) <= len(out):
                reasons = tuple("\n".join(clash.lines()) for clash in found)
                raise (NoPlan(reasons) if found else error) from error
            left_out += out
            problem = without_wards(problem, [each.ward.code for each in out])


def _last(clash: Clash, optional: Collection[str]) -> tuple[str, ...]:
    """The last ward of a clash that may be left out, if any."""
    return tuple(code for code in clash.ward_codes if code in optional)[-1:]


def stand_ins(problem: PlanningProblem, plan: Plan, meeting_id: str, away: Iterable[str]) -> tuple[StandIn, ...]:
    """Who could take each post at a meeting, without those who are away: on duty and free, the best first.

    Errors: UnknownName
    """
    from scheduler.edit import find, who_could
    from scheduler.rules.shapes import Post
    from scheduler.rules.staffing import assigned

    meeting, missing = find(plan, meeting_id), frozenset(away)
    for officer_id in missing - problem.officer_by_id.keys():
        raise UnknownName("officer", officer_id, "an officer_id in officers.csv")
    return tuple(
        StandIn(post, officer, is_assigned=officer.officer_id in assigned(meeting, post))
        for post in Post
        if assigned(meeting, post)
        for officer in who_could(problem, plan, meeting, post)
        if officer.officer_id not in missing
    )
