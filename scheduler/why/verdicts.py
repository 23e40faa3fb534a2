"""What each rule says of one meeting at every slot of the year: where it refuses it, and what it charges.

The shapes of rules are known here, never a rule. Every other meeting stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import BoolArray, IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import (
    FORBIDDEN,
    Automaton,
    BoroughRule,
    Row,
    Rule,
    Seat,
    SlotRule,
    StepRule,
    YearRule,
    promised,
    still_held,
)
from scheduler.rules.usable import usable_halls
from scheduler.why.crew import Loads, row_loads, seat_of

Slot = tuple[int, int, int]
"""Day, sitting and hall, as places in the problem's days and sittings and in the ward's halls."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the verdicts need.

    Shape: `order` (days, sittings): how many of the ward's other meetings come before one held then, and
           `order_now` how many come before the meeting as it is
    """

    problem: PlanningProblem
    view: WardView
    meeting: PlannedMeeting
    others: tuple[PlannedMeeting, ...]
    loads: Loads
    usable: tuple[int, ...]
    order: IntArray
    order_now: int

    @property
    def shape(self) -> tuple[int, int, int]:
        """Days, sittings and halls."""
        return len(self.problem.days), len(self.problem.sittings), len(self.view.halls)

    @cached_property
    def other_slots(self) -> tuple[Slot, ...]:
        """The slots of the ward's other meetings, the nearest known ones where the data has changed."""
        return tuple(_near_slot(self.problem, self.view, other) for other in self.others)


def facts_of(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting) -> Facts:
    """Work out what bears on one meeting of the plan."""
    view = problem.ward(meeting.ward_code)
    others = tuple(o for o in promised(plan).get(meeting.ward_code, ()) if o.meeting_id != meeting.meeting_id)
    best = {venue.venue_id for venue in usable_halls(problem, view)}
    usable = tuple(n for n, venue in enumerate(view.halls) if venue.venue_id in best)
    loads = row_loads(problem, (o for o in still_held(plan) if o.meeting_id != meeting.meeting_id))
    before = sum((o.starts_at, o.meeting_id) < (meeting.starts_at, meeting.meeting_id) for o in others)
    return Facts(problem, view, meeting, others, loads, usable, _order(problem, meeting, others), before)


def _order(problem: PlanningProblem, meeting: PlannedMeeting, others: tuple[PlannedMeeting, ...]) -> IntArray:
    minutes = np.add.outer(
        np.arange(len(problem.days)) * 1440,
        np.array([sitting.starts.hour * 60 + sitting.starts.minute for sitting in problem.sittings]),
    )
    order = np.zeros(minutes.shape, dtype=np.int64)
    for other in others:
        day = (other.held_on - problem.first_day).days
        begins = day * 1440 + other.starts_at.hour * 60 + other.starts_at.minute
        order += (begins <= minutes) if other.meeting_id < meeting.meeting_id else (begins < minutes)
    return order


def slot_of(problem: PlanningProblem, view: WardView, meeting: PlannedMeeting) -> Slot | None:
    """The slot that a meeting is in; None where the data no longer knows of it."""
    seat = seat_of(problem, meeting)
    halls = [venue.venue_id for venue in view.halls]
    if seat is None or meeting.venue_id not in halls:
        return None
    return seat.day, seat.sitting, halls.index(meeting.venue_id)


def _near_slot(problem: PlanningProblem, view: WardView, meeting: PlannedMeeting) -> Slot:
    day = min(max(0, (meeting.held_on - problem.first_day).days), len(problem.days) - 1)
    sittings = [n for n, sitting in enumerate(problem.sittings) if sitting.session is meeting.session]
    seat = seat_of(problem, meeting)
    halls = [venue.venue_id for venue in view.halls]
    hall = halls.index(meeting.venue_id) if meeting.venue_id in halls else 0
    return day, seat.sitting if seat else next(iter(sittings), 0), hall


def verdict(facts: Facts, rule: Rule) -> tuple[BoolArray, IntArray]:
    """Where a rule refuses the meeting, and its points there; officers are for `crew`.

    Shape: both broadcastable to (days, sittings, halls)
    """
    if isinstance(rule, SlotRule):
        return ~rule.permits(facts.problem, facts.view), rule.costs(facts.problem, facts.view)
    if isinstance(rule, StepRule | YearRule) and not facts.meeting.is_promised:
        return _nothing_said()
    if isinstance(rule, StepRule):
        return _split(_stepping(facts, rule))
    if isinstance(rule, YearRule):
        return _split(_remembering(facts, rule))
    if isinstance(rule, BoroughRule):
        return _sharing(facts, rule)
    return _nothing_said()


def _nothing_said() -> tuple[BoolArray, IntArray]:
    return np.zeros((1, 1, 1), dtype=np.bool_), np.zeros((1, 1, 1), dtype=np.int64)


def _split(points: IntArray) -> tuple[BoolArray, IntArray]:
    refused = points >= FORBIDDEN // 2  # what was taken off elsewhere is far less than the other half
    return refused, np.where(refused, 0, points)


def _stepping(facts: Facts, rule: StepRule) -> IntArray:
    """The steps to and from the meeting, in the place of the one that spans it."""
    steps = rule.steps(facts.problem, facts.view, facts.usable)
    days, halls = [slot[0] for slot in facts.other_slots], [slot[2] for slot in facts.other_slots]
    total = np.zeros(facts.shape, dtype=np.int64)
    if steps.between_days is not None:
        edge = np.zeros(facts.shape[0], dtype=np.int64)
        ends = (edge if steps.first is None else steps.first, edge if steps.last is None else steps.last)
        by_order = _spliced(steps.between_days, days, *ends, facts.order_now)
        total += by_order[facts.order, np.arange(facts.shape[0])[:, np.newaxis]][:, :, np.newaxis]
    if steps.between_halls is not None:
        edge = np.zeros(facts.shape[2], dtype=np.int64)
        total += _spliced(steps.between_halls, halls, edge, edge, facts.order_now)[facts.order]
    return total


def _spliced(between: IntArray, others: list[int], first: IntArray, last: IntArray, now: int) -> IntArray:
    """What it adds to put each day, or hall, among the others. Shape: (others + 1, days or halls).

    Edges: FORBIDDEN too where the others could not follow one another once the meeting has left its place, `now`
    """
    into = [first, *(between[other] for other in others)]
    out_of = [*(between[:, other] for other in others), last]
    spans = [first[others[0]] if others else 0, *(between[one, other] for one, other in pairwise(others))]
    spans += [last[others[-1]]] if others else []
    table = np.array([one + other for one, other in zip(into, out_of, strict=True)], dtype=np.int64)
    for n, span in enumerate(spans):
        table[n] -= int(span) if span < FORBIDDEN else 0
        table[n] += FORBIDDEN if n != now and spans[now] >= FORBIDDEN else 0
    return table


def _remembering(facts: Facts, rule: YearRule) -> IntArray:
    """What the ward's year costs to its end, for each place in the order and each label."""
    automaton = rule.automaton(facts.problem, facts.view, facts.usable)
    labels = np.broadcast_to(automaton.labels, facts.shape)
    told = [int(labels[slot]) for slot in facts.other_slots]
    table = np.array(
        [
            [_walked(automaton, [*told[:n], label, *told[n:]]) for label in range(labels.max() + 1)]
            for n in range(len(told) + 1)
        ],
        dtype=np.int64,
    )
    return np.asarray(table[facts.order[:, :, np.newaxis], labels])


def _walked(automaton: Automaton, labels: list[int]) -> int:
    state, points = 0, 0
    for label in labels:
        if label >= automaton.moves.shape[1]:
            return FORBIDDEN
        points += 0 if automaton.costs is None else int(automaton.costs[state, label])
        state = int(automaton.moves[state, label])
        if state < 0:
            return FORBIDDEN
    return points + int(automaton.ends[state])


def _sharing(facts: Facts, rule: BoroughRule) -> tuple[BoolArray, IntArray]:
    """The rows of the meeting itself, not of its officers, that one more seat would overfill."""
    refused, points = np.zeros(facts.shape, dtype=np.bool_), np.zeros(facts.shape, dtype=np.int64)
    ids = [venue.venue_id for venue in facts.view.halls]
    for row, load in facts.loads.items():
        if row.rule != rule.name or not _could_bear(facts, row):
            continue
        over = np.array([load + _times(facts, rule, row, hall) > row.capacity for hall in ids])
        area = _area(row.days, row.sittings, ids.index(row.hall) if row.hall else -1)
        if row.excess_cost is None:
            refused[area] |= over[area[2]]
        else:
            points[area] += row.excess_cost * over[area[2]]
    return refused, points


def _times(facts: Facts, rule: BoroughRule, row: Row, hall: str) -> int:
    """How often a row would bear the meeting in a hall."""
    return (
        1
        if row.day >= 0
        else sum(row == other for other in rule.rows(facts.problem, (Seat(facts.view.index, 0, 0, hall),)))
    )


def _could_bear(facts: Facts, row: Row) -> bool:
    """Whether a row could count the meeting itself, on some day in some hall."""
    return (
        not row.officer
        and (not row.wards or facts.view.index in row.wards)
        and (not row.hall or row.hall in {venue.venue_id for venue in facts.view.halls})
    )


def _area(days: slice, sittings: tuple[int, ...], hall: int) -> tuple[slice | list[int], ...]:
    return (
        days,
        list(sittings) if sittings else slice(None),
        slice(None) if hall < 0 else slice(hall, hall + 1),
    )
