"""Many wishes at once for the meetings of the draft: each is granted or refused, with its reasons. Reads no sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from scheduler.audit import audit
from scheduler.edit import NewTiming, cancel, find, move_together, priced, reinstate
from scheduler.errors import RefusedEdit, SettledMeeting, UnknownName
from scheduler.plan import MeetingState, Plan
from scheduler.problem import PlanningProblem
from scheduler.store import Draft, Store
from wardpanels.year.drafts import Signed, add_draft
from wardpanels.year.editing import Edited, changed, posed_at


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wants changed of one meeting, and where they said so.

    Edges: a `state` cancels it, for a reason of `scheduler.reasons` if it is given, or puts it back; without, it moves
    """

    meeting_id: str
    why: str
    new: NewTiming = field(default_factory=NewTiming)
    state: MeetingState | None = None
    because: str | None = None


MOST_GROUPS = 150
"""Groups that are tried until one is granted: a whole year of wishes that cannot be is told of within some seconds."""
Together = tuple[Edit, ...]
"""Wishes that are granted as one: a single one, or some that break a rule until all of them are."""


@dataclass(frozen=True, slots=True)
class Granted:
    """Wishes that were granted as one, and the plan that they led to. It keeps every must-rule that was kept before."""

    wishes: Together
    after: Plan


@dataclass(frozen=True, slots=True)
class RefusedWish:
    """A wish that was not granted, and why, in whole sentences. `is_settled`: no other would be granted either."""

    wish: Edit
    reasons: tuple[str, ...]
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the wishes: those that were granted, in that order, and what the draft is with them."""

    granted: tuple[Granted, ...]
    refused: tuple[RefusedWish, ...]
    edited: Edited


def answer_wishes(
    store: Store,
    problem: PlanningProblem,
    draft: Draft,
    wishes: Sequence[Edit],
    by: str,
    at: datetime,
    *,
    is_trial: bool = False,
) -> Answered:
    """Grant what the must-rules allow for a draft, and keep each as one of its own, so that each can be taken back.

    Edges:  what is cancelled makes room first; what is refused is asked again after others were granted, and then
            together with those that have what it wants; a trial stores nothing
    Errors: StaleRevision where somebody else changed the draft meanwhile
    """
    posed = posed_at(problem, draft.plan, at)
    granted, refused = _answers(posed, draft.plan, wishes, at)
    before = draft.plan
    for each in () if is_trial else granted:
        why = "; ".join(wish.why for wish in each.wishes)
        revision = add_draft(store, problem.borough, draft, each.after, at, Signed(by, why))
        draft = Draft(revision, each.after)
    after = granted[-1].after if granted else before
    edited = Edited(priced(posed, before), priced(posed, after), audit(posed, after), by, "")
    return Answered(granted, refused, edited)


def _answers(
    problem: PlanningProblem, plan: Plan, wishes: Sequence[Edit], at: datetime
) -> tuple[tuple[Granted, ...], tuple[RefusedWish, ...]]:
    """What becomes of wishes for a plan, and of each other on the way.

    The question is posed once: what it says of tiers and of what has begun, no wish can change.
    """
    granted: list[Granted] = []
    refused = [RefusedWish(wish, ()) for wish in sorted(wishes, key=_turn)]
    while refused:
        before = len(granted)
        still = []
        for wish in (each.wish for each in refused):
            told = _tried(problem, plan, (wish,), at)
            if isinstance(told, Granted):
                granted.append(told)
                plan = told.after
            else:
                still.append(told)
        refused = still
        if len(granted) > before:
            continue
        joint = _first_granted(problem, plan, [each.wish for each in refused if not each.is_settled], at)
        if joint is None:
            break
        granted.append(joint)
        plan = joint.after
        refused = [each for each in refused if each.wish not in joint.wishes]
    return tuple(granted), tuple(refused)


def _turn(wish: Edit) -> int:
    """What is cancelled first, what is put back last."""
    return {MeetingState.CANCELLED: 0, None: 1, MeetingState.CONFIRMED: 2}[wish.state]


def _first_granted(problem: PlanningProblem, plan: Plan, wishes: Sequence[Edit], at: datetime) -> Granted | None:
    groups = dict.fromkeys(_groups(plan, [wish for wish in wishes if wish.state is None]))
    tried = (_tried(problem, plan, group, at) for group in islice(groups, MOST_GROUPS))
    return next((told for told in tried if isinstance(told, Granted)), None)


def _groups(plan: Plan, wishes: Sequence[Edit]) -> Iterator[Together]:
    """Moves that may do together: two in each other's way, one with another in its way, then with all, and theirs."""
    in_the_way = {
        wish: [other for other in wishes if other is not wish and _is_in_the_way(plan, wish, other)] for wish in wishes
    }
    pairs = [(wish, other) for wish in wishes for other in in_the_way[wish]]
    pairs.sort(key=lambda pair: pair[0] not in in_the_way[pair[1]])
    yield from (_in_order(wishes, set(pair)) for pair in pairs)
    for wish in wishes:
        group, found = {wish}, [wish]
        while found:
            found = [other for one in found for other in in_the_way[one] if other not in group]
            group.update(found)
        if len(group) > 2:
            yield _in_order(wishes, group)


def _is_in_the_way(plan: Plan, wish: Edit, other: Edit) -> bool:
    """Whether another meeting is now on the day that one is to have, or is of the same ward."""
    wanted, there = find(plan, wish.meeting_id), find(plan, other.meeting_id)
    return wanted.ward_code == there.ward_code or there.held_on == (wish.new.held_on or wanted.held_on)


def _in_order(wishes: Sequence[Edit], group: set[Edit]) -> Together:
    return tuple(wish for wish in wishes if wish in group)


def _tried(problem: PlanningProblem, plan: Plan, wishes: Together, at: datetime) -> Granted | RefusedWish:
    """Whether the plan can have these wishes; where it cannot, why the first of them is refused."""

    def change(posed: PlanningProblem, now: Plan) -> Plan:
        first = wishes[0]
        if first.state is MeetingState.CANCELLED:
            return cancel(posed, now, first.meeting_id, first.because)
        if first.state is MeetingState.CONFIRMED:
            return reinstate(posed, now, first.meeting_id)
        return move_together(posed, now, {wish.meeting_id: wish.new for wish in wishes})

    try:
        return Granted(wishes, changed(problem, plan, change, (wish.meeting_id for wish in wishes), at))
    except RefusedEdit as refusal:
        return RefusedWish(wishes[0], refusal.reasons, isinstance(refusal, SettledMeeting))
    except UnknownName as unknown:
        return RefusedWish(wishes[0], (str(unknown),), is_settled=True)
