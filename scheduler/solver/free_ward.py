"""The best other slots for one meeting when the rest of its ward may move too, and the other wards stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from scheduler.audit import audit, cost_by_rule
from scheduler.edit import find, who_could, with_one_more, with_visits
from scheduler.errors import RefusedEdit
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import BoolArray, IntArray, PlanningProblem, Sitting
from scheduler.rules.shapes import FORBIDDEN, Post, Row, assigned, still_held
from scheduler.solver.greedy import FULL_POINTS
from scheduler.solver.marginals import WardMarginals
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_model import WardModel, ward_model
from scheduler.solver.ward_years import WardEngine
from scheduler.why.crew import Loads, officer_costs, row_loads
from scheduler.why.priced import FreeAlternative, FreeSlot

KEPT_EIGHTHS = 1
"""A slot that the ward has now is cheaper by this: of years that cost the same, the one that moves least is found."""

FULL_EIGHTHS = FULL_POINTS * SCALE
"""A year that asks for this much takes a seat that another ward has."""

LOOK_BEYOND = 3
"""So many times as many slots as are asked for are tried."""


@dataclass(frozen=True, eq=False)
class FreeRanking:
    """One meeting's year with its ward free to move.

    Units: `least`: eighths of a point for the ward's year; `spared`: points of the others' less those of now
    Shape: `least` (slots of the ward's model): FULL_EIGHTHS or more where the meeting cannot be
    Edges: a start that a cheaper one at the same time of day stands in for is no slot of the model; nothing is moved
           from or to a day up to `after`, None for no such day
    """

    problem: PlanningProblem
    plan: Plan
    meeting: PlannedMeeting
    model: WardModel
    marginals: WardMarginals
    order: int
    least: IntArray
    spared: int
    after: date | None = None

    def at_least(self, slot: int) -> int:
        """Points more than now that no plan can do without."""
        return -(-int(self.least[slot]) // SCALE) + self.spared

    def slots(self) -> tuple[FreeSlot, ...]:
        """Every slot that the meeting could be in."""
        return tuple(
            FreeSlot(new.held_on, new.starts_at.time(), new.session, new.venue_id, self.at_least(slot))
            for slot in np.flatnonzero(self._is_open()).tolist()
            for new in (self._in_slot(self.meeting, slot),)
        )

    def best(self, most: int) -> tuple[FreeAlternative, ...]:
        """At most so many others, the cheapest first, then those that change least; the audit has passed each.

        Edges: officers can cost more than a marginal knows, so slots are tried until no other could be among the best,
               or `LOOK_BEYOND` times as many as are asked for have been
        """
        broken = {(breach.rule, breach.seen) for breach in audit(self.problem, self.plan)}
        cost_now, found = _cost(self.problem, self.plan), list[FreeAlternative]()
        for slot in self._ranked()[: most * LOOK_BEYOND]:
            if len(found) >= most and self.at_least(slot) >= sorted(each.difference for each in found)[most - 1]:
                break
            after = self._plan_through(slot)
            if after is None or any((each.rule, each.seen) not in broken for each in audit(self.problem, after)):
                continue
            if not self._changes_past(after):
                found.append(self._alternative(after, _cost(self.problem, after) - cost_now, self.at_least(slot)))
        return tuple(sorted(found, key=self._place)[:most])

    def _is_open(self) -> BoolArray:
        """Where the meeting could be. Shape: slots of the ward's model."""
        past = -1 if self.after is None else (self.after - self.problem.first_day).days
        return np.asarray((self.least < FULL_EIGHTHS) & (self.model.day > past))

    def _changes_past(self, other: Plan) -> bool:
        """Whether another plan has a meeting otherwise that is past, here or there."""
        before = self.plan.meeting_by_id
        pairs = ((meeting, before[meeting.meeting_id]) for meeting in other.meetings)
        changed = (each for pair in pairs if pair[0] != pair[1] for each in pair)
        return self.after is not None and any(each.held_on <= self.after for each in changed)

    def _ranked(self) -> list[int]:
        """The slots it could be in, without its own: the cheapest first, then what moves least, then the nearest."""
        away = np.abs(self.model.day - (self.meeting.held_on - self.problem.first_day).days)
        slots: list[int] = np.lexsort((away, self.least)).tolist()
        is_open = self._is_open()
        return [
            slot
            for slot in slots
            if is_open[slot] and not _is_same_slot(self._in_slot(self.meeting, slot), self.meeting)
        ]

    def _place(self, other: FreeAlternative) -> tuple[int, int, int]:
        away = abs((other.meeting.held_on - self.meeting.held_on).days)
        return other.difference, len(other.also_changed), away

    def _alternative(self, after: Plan, difference: int, at_least: int) -> FreeAlternative:
        before = self.plan.meeting_by_id
        changed = [meeting for meeting in after.meetings if meeting != before[meeting.meeting_id]]
        also = (meeting for meeting in changed if meeting.meeting_id != self.meeting.meeting_id)
        return FreeAlternative(find(after, self.meeting.meeting_id), difference, at_least, tuple(also))

    def _plan_through(self, slot: int) -> Plan | None:
        """The plan with the cheapest year that has the meeting there; None where nobody could come to one of them."""
        held = _of_ward(self.plan, self.meeting.ward_code)
        year = self.marginals.year(self.order, slot)
        new = [self._in_slot(meeting, each) for meeting, each in zip(held, year, strict=True)]
        kept = [_is_same_slot(one, other) for one, other in zip(new, held, strict=True)]
        stays = {meeting.meeting_id for meeting, is_kept in zip(held, kept, strict=True) if is_kept}
        gone = {meeting.meeting_id for meeting in held} - stays
        rest = [meeting for meeting in self.plan.meetings if meeting.meeting_id not in gone]
        plan = replace(self.plan, meetings=tuple(rest))
        for meeting in new:
            if meeting.meeting_id not in stays:
                staffed = _staffed(self.problem, plan, meeting)
                if staffed is None:
                    return None
                plan = with_one_more(plan, staffed)
        return with_visits(self.problem, plan, self.meeting.ward_code)

    def _in_slot(self, meeting: PlannedMeeting, slot: int) -> PlannedMeeting:
        model, problem = self.model, self.problem
        sitting = problem.sittings[int(model.sitting[slot])]
        starts_at = datetime.combine(problem.days[int(model.day[slot])], sitting.starts, tzinfo=problem.zone)
        return replace(
            meeting,
            session=sitting.session,
            starts_at=starts_at,
            ends_at=starts_at + problem.length,
            venue_id=model.view.halls[int(model.hall[slot])].venue_id,
        )


def free_ranking(problem: PlanningProblem, plan: Plan, meeting_id: str, after: date | None = None) -> FreeRanking:
    """Work out one meeting's year with its ward free to move.

    Edges:  `after` is the day up to which nothing is moved, None for no such day
    Errors: UnknownName; RefusedEdit where the ward's year is not one of meetings that all stand and can be planned
    """
    meeting = find(plan, meeting_id)
    view, held = problem.ward(meeting.ward_code), _of_ward(plan, meeting.ward_code)
    engine = WardEngine(problem, ward_model(problem, view))
    if not meeting.is_promised:
        raise RefusedEdit(meeting_id, ("it is beside the ward's year, which it cannot change",))
    if engine.model.meetings != len(held) or not all(each.stands for each in held) or engine.price({}) >= FORBIDDEN:
        raise RefusedEdit(meeting_id, ("only a ward all of whose meetings stand and can be planned is free to move",))
    rest = replace(plan, meetings=tuple(each for each in plan.meetings if each not in held))
    prices = {**_full(row_loads(problem, still_held(rest))), **_kept(problem, view.index, held)}
    marginals, order = WardMarginals(engine, prices), held.index(meeting)
    least = marginals.least(order)
    spared = _cost(problem, rest) - _cost(problem, plan)
    return FreeRanking(problem, plan, meeting, engine.model, marginals, order, least, spared, after)


def _of_ward(plan: Plan, ward_code: str) -> list[PlannedMeeting]:
    held = [meeting for meeting in plan.meetings if meeting.ward_code == ward_code and meeting.is_promised]
    return sorted(held, key=lambda meeting: (meeting.starts_at, meeting.meeting_id))


def _full(loads: Loads) -> dict[Row, int]:
    """What one more seat costs on the rows that the other wards have filled."""
    return {
        row: (FULL_POINTS if row.excess_cost is None else row.excess_cost) * SCALE
        for row, load in loads.items()
        if load >= row.capacity
    }


def _kept(problem: PlanningProblem, ward: int, held: Iterable[PlannedMeeting]) -> Mapping[Row, int]:
    """A little off for each slot that the ward has now."""
    rows = {}
    for meeting in held:
        sitting = Sitting.of(meeting)
        places = tuple(n for n, each in enumerate(problem.sittings) if each == sitting)
        day = (meeting.held_on - problem.first_day).days
        rows[Row("kept", "", 1, wards=(ward,), day=day, sittings=places, hall=meeting.venue_id)] = -KEPT_EIGHTHS
    return rows


def _cost(problem: PlanningProblem, plan: Plan) -> int:
    return sum(cost_by_rule(problem, plan).values())


def _is_same_slot(one: PlannedMeeting, other: PlannedMeeting) -> bool:
    return (one.starts_at, one.session, one.venue_id) == (other.starts_at, other.session, other.venue_id)


def _staffed(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting) -> PlannedMeeting | None:
    """The meeting with the cheapest officers who can come; its visitors only if they still can."""
    loads = row_loads(problem, (each for each in still_held(plan) if each.meeting_id != meeting.meeting_id))
    who = {post: _cheapest(problem, plan, meeting, loads, post) for post in Post}
    sergeant, officer = who[Post.SERGEANT], who[Post.WARD_OFFICER]
    if sergeant is None or officer is None:
        return None
    return replace(
        meeting,
        sergeant=sergeant,
        ward_officers=(officer,),
        inspector=who[Post.INSPECTOR] if meeting.inspector else None,
        public_realm=who[Post.PUBLIC_REALM] if meeting.public_realm else None,
    )


def _cheapest(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, loads: Loads, post: Post) -> str | None:
    now = assigned(meeting, post)
    able = sorted(
        who_could(problem, plan, meeting, post),
        key=lambda each: (
            sum(officer_costs(problem, meeting, loads, post, each).values()),
            each.officer_id not in now,
        ),
    )
    return able[0].officer_id if able else None
