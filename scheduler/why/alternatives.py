"""The best other slots for one meeting, ranked, and the cost of every slot of its year. Plain values for every skin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

import numpy as np

from scheduler.audit import newly_broken
from scheduler.edit import find
from scheduler.errors import SettledMeeting
from scheduler.plan import Plan, PlannedMeeting
from scheduler.policy import Session
from scheduler.problem import BoolArray, PlanningProblem
from scheduler.why.choices import Choices, choices
from scheduler.why.crew import HandedOver
from scheduler.why.verdicts import Slot


@dataclass(frozen=True, slots=True)
class Alternative:
    """The meeting as it would be, and what that costs.

    Units: `difference`: points more than now, less than 0 where it is cheaper; `by_rule`: its parts that are not 0
    """

    meeting: PlannedMeeting
    difference: int
    by_rule: Mapping[str, int]
    handed_over: tuple[HandedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotCost:
    """One slot of the year: points more than now, or the name of the must-rule that forbids it."""

    held_on: date
    starts: time
    session: Session
    venue_id: str
    difference: int | None
    forbidden_by: str | None


@dataclass(frozen=True, eq=False)
class Ranking:
    """One meeting's year, ranked on demand. Edges: no other slot is on a day up to `after`, None for no such day"""

    found: Choices
    after: date | None = None

    def best(self, most: int, *, keep_date: bool = False, keep_hall: bool = False) -> tuple[Alternative, ...]:
        """At most so many others, the cheapest first, then the nearest; the audit has passed each.

        Edges: the meeting's own slot is none of them
        """
        return self.best_within(self.others(keep_date=keep_date, keep_hall=keep_hall), most)

    def count(self, *, keep_date: bool = False, keep_hall: bool = False) -> int:
        """How many other slots there are, before the audit."""
        return int((self.others(keep_date=keep_date, keep_hall=keep_hall) & self.permitted).sum())

    def best_within(self, mask: BoolArray, most: int) -> tuple[Alternative, ...]:
        """The best of the slots in `mask`."""
        kept: list[Alternative] = []
        for slot in self._ranked(mask & self.permitted):
            if len(kept) == most:
                break
            if self._is_kept_by_audit(slot):
                kept.append(self.alternative(slot))
        return tuple(kept)

    def alternative(self, slot: Slot) -> Alternative:
        """One slot as an alternative."""
        points = {
            name: int(np.broadcast_to(array, self.permitted.shape)[slot]) for name, array in self.found.by_rule.items()
        }
        handed = (c.handed_over for c in self.found.crews if c.handed_over and c.at(slot[0], slot[1]) is None)
        return Alternative(
            self.found.meeting_at(slot),
            int(self.found.difference[slot]),
            {name: each for name, each in points.items() if each},
            tuple(each for each in handed if each),
        )

    @cached_property
    def permitted(self) -> BoolArray:
        """Where no must-rule refuses. Shape: (days, sittings, halls)."""
        return np.asarray(self.found.refused_by < 0)

    def others(self, *, keep_date: bool = False, keep_hall: bool = False) -> BoolArray:
        """The slots to come in the year, without the meeting's own, on its date or in its hall if that is kept."""
        mask = self.found.problem.sits[:, :, np.newaxis] & np.broadcast_to(self.to_come, self.permitted.shape)
        if self.found.slot_now is not None:
            mask[self.found.slot_now] = False
        if keep_date:
            mask &= self.same_date
        if keep_hall:
            mask &= self.same_hall
        return mask

    @cached_property
    def to_come(self) -> BoolArray:
        """After the day up to which there is no other. Shape: (days, 1, 1)."""
        days = [self.after is None or day > self.after for day in self.found.problem.days]
        return np.array(days, dtype=np.bool_).reshape(-1, 1, 1)

    @cached_property
    def same_date(self) -> BoolArray:
        """On the meeting's date. Shape: (days, 1, 1)."""
        return np.array([day == self.found.meeting.held_on for day in self.found.problem.days]).reshape(-1, 1, 1)

    @cached_property
    def same_hall(self) -> BoolArray:
        """In the meeting's hall. Shape: (1, 1, halls)."""
        ids = [venue.venue_id for venue in self.found.view.halls]
        return np.array([each == self.found.meeting.venue_id for each in ids], dtype=np.bool_).reshape(1, 1, -1)

    def _ranked(self, mask: BoolArray) -> Iterator[Slot]:
        """By cost, then near the date it has, then in the hall it has, then in the order of the year."""
        slots = np.argwhere(mask)
        now = (self.found.meeting.held_on - self.found.problem.first_day).days
        cost = self.found.difference[mask]
        elsewhere = ~np.broadcast_to(self.same_hall, mask.shape)[mask]
        order = np.lexsort((slots[:, 2], slots[:, 1], slots[:, 0], elsewhere, np.abs(slots[:, 0] - now), cost))
        yield from map(tuple, slots[order].tolist())

    def _is_kept_by_audit(self, slot: Slot) -> bool:
        """Whether the rules' plain side finds nothing that was not broken before."""
        return not newly_broken(self.found.problem, self.found.plan, self.found.plan_at(slot))


def ranking(problem: PlanningProblem, plan: Plan, meeting_id: str, after: date | None = None) -> Ranking:
    """Work out one meeting's year, every other meeting left as it is.

    Edges:  `after` is the day up to which no other slot is offered, None for no such day
    Errors: UnknownName; SettledMeeting for a meeting that is cancelled
    """
    meeting = find(plan, meeting_id)
    if not meeting.stands:
        raise SettledMeeting(meeting_id, ("it is cancelled, and a cancelled meeting cannot be moved",))
    return Ranking(choices(problem, plan, meeting), after)


def slot_costs(found: Choices) -> tuple[SlotCost, ...]:
    """Every slot of the year, in the order of the year and of the ward's halls: what a heat map shows."""
    problem = found.problem
    differences, refused = found.difference.tolist(), found.refused_by.tolist()
    return tuple(
        SlotCost(
            day,
            sitting.starts,
            sitting.session,
            venue.venue_id,
            differences[d][s][h] if refused[d][s][h] < 0 else None,
            problem.rules[refused[d][s][h]].name if refused[d][s][h] >= 0 else None,
        )
        for d, day in enumerate(problem.days)
        for s, sitting in enumerate(problem.sittings)
        if problem.sits[d, s]
        for h, venue in enumerate(found.view.halls)
    )
