"""One ward's year, compiled from the rule book into the kernel's arrays. It knows the shapes of rules, never a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from scheduler.facts import Officer
from scheduler.plan import PlannedMeeting
from scheduler.problem import BoolArray, IntArray, PlanningProblem, WardView, once_a_problem
from scheduler.rules.shapes import (
    FORBIDDEN,
    Automaton,
    BoroughRule,
    Following,
    Post,
    SlotRule,
    StaffRule,
    StepRule,
    Steps,
    YearRule,
    assigned,
)
from scheduler.solver.automata import Memory, joint_memory
from scheduler.solver.equal_rows import distinct

MOST_HALLS = ((4, 12), (6, 8))
"""Halls of one ward that a search remembers, for up to so many meetings: which of them were used, how often and for
what are its states, of which there would be millions. A ward with more halls gets a legal plan of its cheapest ones,
and no proof that others would not be better."""

MOST_HALLS_BEYOND = 6
"""The same for more meetings than those."""


@dataclass(frozen=True, eq=False)
class Staffing:
    """Who may fill one post of a ward's meetings: officers, their points a meeting, and how many visits a year.

    Edges: `visits` None means every meeting
    """

    post: Post
    officers: tuple[Officer, ...]
    costs: tuple[int, ...]
    visits: int | None


@dataclass(frozen=True, eq=False)
class WardModel:
    """A ward's slots, memory and steps.

    Units: `meetings` still to be planned
    Shape: `day`, `sitting`, `hall` (place in `view.halls`), `base` (points) and `feature` (slots), sorted by day, then
           feature; `first`, `last` (days), `between` (days, days): points
    """

    view: WardView
    meetings: int
    usable: tuple[int, ...]
    staff: tuple[Staffing, ...]
    day: IntArray
    sitting: IntArray
    hall: IntArray
    base: IntArray
    feature: IntArray
    memory: Memory
    first: IntArray
    last: IntArray
    between: IntArray
    is_whole: bool


def ward_model(problem: PlanningProblem, view: WardView) -> WardModel:
    """Compile one ward: what is left of its year after the meetings that are over.

    Edges: a ward that cannot have a single year has an empty memory
    """
    history = problem.history.get(view.ward.code, ())
    staff = _staffing(problem, view)
    permitted = _permitted(problem, view, staff)
    permitted, is_whole = _fewer_halls(permitted, view, sum(problem.owed_by_kind(view)))
    usable = _halls_in_use(permitted, view, history)
    steps = [rule.steps(problem, view, usable) for rule in problem.rules if isinstance(rule, StepRule)]
    remembered = [rule.automaton(problem, view, usable) for rule in problem.rules if isinstance(rule, YearRule)]
    visits = [_visits(problem, staffing) for staffing in staff if staffing.visits]
    automata = (*remembered, *visits)
    costs = _slot_costs(problem, view, permitted.shape)
    labels = np.stack(
        [np.broadcast_to(automaton.labels, permitted.shape) for automaton in automata]
        + [np.broadcast_to(np.arange(len(view.halls)), permitted.shape)],
        axis=-1,
    )
    permitted = _undominated(problem, permitted, costs, labels, staff)
    day, sitting, hall = (axis.astype(np.int64) for axis in np.nonzero(permitted))
    features, feature = distinct(labels[permitted])
    order = np.lexsort((feature, day))
    between = _between_days(problem, tuple(part.between_days for part in steps if part.between_days is not None))
    between_halls = _capped((part.between_halls for part in steps), (len(view.halls),) * 2)
    meetings = sum(problem.owed_by_kind(view)) - len(history)
    *states, last_hall = _after(problem, view, history, remembered)
    next_hall = _hall_of(view, problem.edges_of(view).first_after)
    start = (*states, *(0 for _ in visits), last_hall)  # past visits were taken off those still wanted
    return WardModel(
        view,
        meetings,
        usable,
        staff,
        day[order],
        sitting[order],
        hall[order],
        costs[permitted][order],
        feature[order],
        _memory(automata, features, between_halls, meetings, start, next_hall),
        _first_days(problem, steps, between, history),
        _capped((part.last for part in steps), (len(problem.days),)),
        between,
        is_whole,
    )


def _fewer_halls(permitted: BoolArray, view: WardView, meetings: int) -> tuple[BoolArray, bool]:
    """The slots of the halls that a search can remember, the cheapest first, and whether those are all."""
    open_slots = permitted.sum(axis=(0, 1))
    usable = np.flatnonzero(open_slots)
    most = next((halls for up_to, halls in MOST_HALLS if meetings <= up_to), MOST_HALLS_BEYOND)
    if len(usable) <= most:
        return permitted, True
    ranked = sorted(usable, key=lambda n: (view.halls[n].hire_gbp_per_hour, -open_slots[n], n))
    kept = np.isin(np.arange(len(view.halls)), ranked[:most])
    return permitted & kept, False


def _halls_in_use(permitted: BoolArray, view: WardView, history: tuple[PlannedMeeting, ...]) -> tuple[int, ...]:
    """The halls that have a slot, and then those that only past meetings were held in."""
    usable = [int(n) for n in np.flatnonzero(permitted.any(axis=(0, 1)))]
    past = {meeting.venue_id for meeting in history}
    return (*usable, *(n for n, venue in enumerate(view.halls) if venue.venue_id in past and n not in usable))


def _after(
    problem: PlanningProblem,
    view: WardView,
    history: tuple[PlannedMeeting, ...],
    automata: Sequence[Automaton],
) -> tuple[int, ...]:
    """The automata's states after the past meetings, and the hall of the last one, which may be before the period.

    Edges: a past meeting at a sitting or in a hall that the data no longer has counts by its session and no hall; what
           counts halls stays as it is where no hall is in use
    """
    states, hall = [0] * len(automata), _hall_of(view, problem.edges_of(view).last_before)
    halls = max(1, len(view.halls))
    for meeting in history:
        day = (meeting.held_on - problem.first_day).days
        hall = _hall_of(view, meeting)
        slot = (day, _sitting_of(problem, meeting), min(hall, halls - 1))
        for n, automaton in enumerate(automata):
            if states[n] >= 0 and automaton.moves.size and automaton.labels.size:
                label = np.broadcast_to(automaton.labels, (*problem.sits.shape, halls))[slot]
                states[n] = int(automaton.moves[states[n], label])
    return (*states, hall)


def _hall_of(view: WardView, meeting: Following | None) -> int:
    """The place of a meeting's hall among the ward's; their number where it is none of them or not known."""
    ids = [venue.venue_id for venue in view.halls]
    return ids.index(meeting.venue_id) if meeting and meeting.venue_id in ids else len(ids)


def _sitting_of(problem: PlanningProblem, meeting: PlannedMeeting) -> int:
    """The meeting's sitting, or the first of its session where its start is no longer permitted."""
    starts = meeting.starts_at.timetz().replace(tzinfo=None)
    like = [n for n, sitting in enumerate(problem.sittings) if sitting.session is meeting.session]
    return next((n for n in like if problem.sittings[n].starts == starts), like[0] if like else 0)


def _first_days(
    problem: PlanningProblem, steps: list[Steps], between: IntArray, history: tuple[PlannedMeeting, ...]
) -> IntArray:
    """What the next meeting's day costs: as the period's first, or as the one after the last that is over."""
    if history:
        return np.asarray(between[(history[-1].held_on - problem.first_day).days], dtype=np.int64)
    return _capped((part.first for part in steps), (len(problem.days),))


def _staffing(problem: PlanningProblem, view: WardView) -> tuple[Staffing, ...]:
    rules = [rule for rule in problem.rules if isinstance(rule, StaffRule)]
    staff = []
    for rule in rules:
        officers = rule.eligible(view)
        if officers is None:
            continue
        costs = (
            sum(other.officer_cost(problem, view, officer) for other in rules if other.post is rule.post)
            for officer in officers
        )
        staff.append(Staffing(rule.post, officers, tuple(costs), _visits_left(problem, view, rule)))
    return tuple(staff)


def _visits_left(problem: PlanningProblem, view: WardView, rule: StaffRule) -> int | None:
    """The visits wanted, less those of meetings that are over."""
    wanted = rule.visits(problem)
    if wanted is None:
        return None
    made = sum(bool(assigned(meeting, rule.post)) for meeting in problem.history.get(view.ward.code, ()))
    return max(0, wanted - made)


def _permitted(problem: PlanningProblem, view: WardView, staff: tuple[Staffing, ...]) -> BoolArray:
    """Where every slot rule permits a meeting of a kind owed, and every post that each meeting needs can be filled."""
    shape = (*problem.sits.shape, len(view.halls))
    permitted = np.ones(shape, dtype=np.bool_)
    for rule in problem.rules:
        if isinstance(rule, SlotRule):
            permitted &= rule.permits(problem, view)
    owed = [(view.daytime if sitting.session.is_daytime else view.evening) > 0 for sitting in problem.sittings]
    permitted &= np.array(owed, dtype=np.bool_)[np.newaxis, :, np.newaxis]
    for staffing in staff:
        if staffing.visits is None:
            permitted &= _anyone(problem, staffing)[:, :, np.newaxis]
    return permitted


def _anyone(problem: PlanningProblem, staffing: Staffing) -> BoolArray:
    nobody = np.zeros(problem.sits.shape, dtype=np.bool_)
    return reduce(np.logical_or, (problem.present(officer) for officer in staffing.officers), nobody)


def _visits(problem: PlanningProblem, staffing: Staffing) -> Automaton:
    """Enough meetings at which somebody could fill the post: state = how many so far."""
    wanted = staffing.visits or 0
    states = np.arange(wanted + 1)
    moves = np.stack([states, np.minimum(states + 1, wanted)], axis=1)
    ends = np.where(states == wanted, 0, FORBIDDEN)
    return Automaton(_anyone(problem, staffing).astype(np.int64)[:, :, np.newaxis], moves, ends)


def _slot_costs(problem: PlanningProblem, view: WardView, shape: tuple[int, ...]) -> IntArray:
    costs = np.zeros(shape, dtype=np.int64)
    for rule in problem.rules:
        if isinstance(rule, SlotRule):
            costs += rule.costs(problem, view)
    return costs


def _undominated(
    problem: PlanningProblem, permitted: BoolArray, costs: IntArray, labels: IntArray, staff: tuple[Staffing, ...]
) -> BoolArray:
    """Drop a start that a cheaper one on the same day, in the same hall, can always stand in for.

    Exact: both starts are in the same groups of sittings that rows name, so no row tells them apart, and whoever staffs
    the one could staff the other.
    """
    kept = permitted.copy()
    named = [group for rule in problem.rules if isinstance(rule, BoroughRule) for group in rule.tells_apart(problem)]
    groups = [
        frozenset(group for group in (*problem.overlaps, *named) if n in group) for n in range(len(problem.sittings))
    ]
    present = [problem.present(officer) for staffing in staff for officer in staffing.officers]
    for one in range(len(groups)):
        for other in range(len(groups)):
            if one == other or groups[one] != groups[other]:
                continue
            everyone = np.ones(len(problem.days), dtype=np.bool_)
            staffed = reduce(np.logical_and, (here[:, other] | ~here[:, one] for here in present), everyone)
            cheaper = costs[:, other] < costs[:, one] if other > one else costs[:, other] <= costs[:, one]
            same = (labels[:, other] == labels[:, one]).all(axis=-1)
            kept[:, one] &= ~(permitted[:, other] & cheaper & same & staffed[:, np.newaxis])
    return kept


def _memory(
    automata: tuple[Automaton, ...],
    features: IntArray,
    between_halls: IntArray,
    meetings: int,
    start: tuple[int, ...],
    next_hall: int,
) -> Memory:
    if (meetings and not len(features)) or min(start) < 0:
        empty = np.zeros((max(1, meetings), 1, 1), dtype=np.int32)
        return Memory(np.zeros(max(1, meetings) + 1, dtype=np.int64), empty - 1, empty, np.zeros(0, dtype=np.int32))
    if not meetings:
        ends = sum(int(automaton.ends[state]) for automaton, state in zip(automata, start, strict=False))
        none = np.zeros((0, 1, 1), dtype=np.int32)
        return Memory(np.array([int(ends < FORBIDDEN)]), none, none, np.array([min(ends, FORBIDDEN)], dtype=np.int32))
    return joint_memory(automata, features[:, :-1], features[:, -1], between_halls, meetings, start, next_hall)


def _between_days(problem: PlanningProblem, parts: tuple[IntArray, ...]) -> IntArray:
    """The same for every ward whose rules say the same, and kept once: it is the largest part of a model."""
    known = _known_sums(problem)
    key = tuple(map(id, parts))
    if key not in known:
        known[key] = (parts, _capped(parts, (len(problem.days),) * 2))  # with the parts: an id is theirs while kept
    return known[key][1]


@once_a_problem
def _known_sums(_problem: PlanningProblem) -> dict[tuple[int, ...], tuple[tuple[IntArray, ...], IntArray]]:
    """The sums of arrays between days, by what they are the sums of."""
    return {}


def _capped(parts: Iterable[IntArray | None], shape: tuple[int, ...]) -> IntArray:
    total = np.zeros(shape, dtype=np.int64)
    for part in parts:
        if part is not None:
            total += part
    return np.minimum(total, FORBIDDEN)
