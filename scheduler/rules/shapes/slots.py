"""Rules about one meeting: when and where it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

import numpy as np

from scheduler.facts import Venue
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import BoolArray, IntArray, PlanningProblem, Sitting, WardView
from scheduler.rules.shapes.meetings import spoken, still_held
from scheduler.rules.shapes.pins import Pin
from scheduler.rules.shapes.replies import Breach, Charge, Scope
from scheduler.rules.shapes.rule import Rule


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day, a sitting and a hall that a ward might meet on, at and in."""

    day: date
    sitting: Sitting
    venue: Venue

    def begins(self) -> datetime:
        """The local wall-clock start, without a zone."""
        return datetime.combine(self.day, self.sitting.starts)


class SlotRule(Rule):
    """May this ward meet on this day, at this sitting, in this hall, and at what cost?

    `refusal` and `price` are the plain side, for one occasion; `permits` and `costs` say the same of all of them.

    Edges: `asks_when` False tells that a refusal is of the hall, on whatever day and at whatever start
    """

    scope = Scope.WARD
    asks_when: ClassVar[bool] = True

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """Why this may not be, as the end of a sentence; None where it may."""
        return None

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """Points, and what they are for."""
        return 0, ""

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """Every standing meeting that this rule refuses."""
        for meeting, view, occasion in occasions(problem, plan):
            why = self.refusal(problem, view, occasion)
            if why is not None:
                yield self.breach(f"{spoken(meeting)} {why}", meeting)

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """What each meeting costs under this rule."""
        for meeting, view, occasion in occasions(problem, plan):
            points, why = self.price(problem, view, occasion)
            if points:
                yield Charge(self.name, meeting.meeting_id, points, why)

    def concerns(self, problem: PlanningProblem, pin: Pin) -> bool:
        """The hall where the day does not matter; else both together, or the day where every hall is refused."""
        view = problem.ward_by_code.get(pin.meeting.ward_code)
        if view is None or not pin.date or not self.asks_when:
            return pin.hall and not self.asks_when
        sitting = Sitting.of(pin.meeting)
        others = (Occasion(pin.meeting.held_on, sitting, venue) for venue in view.halls)
        return pin.hall or all(self.refusal(problem, view, each) is not None for each in others)

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """Shape: broadcastable to (days, sittings, halls)."""
        return np.ones((1, 1, 1), dtype=np.bool_)

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """Points; shape: broadcastable to (days, sittings, halls)."""
        return np.zeros((1, 1, 1), dtype=np.int64)


def occasions(problem: PlanningProblem, plan: Plan) -> tuple[tuple[PlannedMeeting, WardView, Occasion], ...]:
    """Every standing meeting of a known ward in a known hall. `known_names` reports the others.

    Edges: those of the plan that was asked about last are kept, for each of two dozen rules asks for them
    """
    last = problem.answers.get((occasions,))
    if last is None or last[0] is not plan:
        last = problem.answers[occasions,] = (plan, tuple(_occasions(problem, plan)))
    found: tuple[tuple[PlannedMeeting, WardView, Occasion], ...] = last[1]
    return found


def _occasions(problem: PlanningProblem, plan: Plan) -> Iterator[tuple[PlannedMeeting, WardView, Occasion]]:
    for meeting in still_held(plan):
        view, venue = problem.ward_by_code.get(meeting.ward_code), problem.venue_by_id.get(meeting.venue_id)
        if view is not None and venue is not None:
            sitting = Sitting.of(meeting)
            yield meeting, view, Occasion(meeting.held_on, sitting, venue)
