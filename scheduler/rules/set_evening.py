"""Should: the evening that members know is kept, and its start."""

from __future__ import annotations

from datetime import time

import numpy as np

from scheduler.policy import Session
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import Level, Occasion, SlotRule


class KeptEvening(SlotRule):
    """One unit is an evening meeting on another weekday than the ward's set evening."""

    name = "set_evening"
    sentence = "Evening meetings keep the ward's usual weekday"
    level = Level.SHOULD

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """The plain side."""
        usual = view.ward.set_evening
        if usual is None or occasion.sitting.session is not Session.EVENING or occasion.day.weekday() == usual.weekday:
            return 0, ""
        return self.weight(problem), f"on a {occasion.day:%A}, not the usual weekday"

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """The solver's side."""
        usual = view.ward.set_evening
        if usual is None:
            return super().costs(problem, view)
        other = np.array([day.weekday() != usual.weekday for day in problem.days])
        evening = np.array([sitting.session is Session.EVENING for sitting in problem.sittings])
        return self.weight(problem) * np.outer(other, evening).astype(np.int64)[:, :, np.newaxis]


class KeptStart(SlotRule):
    """One unit is a started half hour between an evening meeting's start and the ward's usual one."""

    name = "set_start"
    sentence = "Evening meetings keep the ward's usual start time"
    level = Level.SHOULD

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """The plain side."""
        usual = view.ward.set_evening
        if usual is None or occasion.sitting.session is not Session.EVENING:
            return 0, ""
        halves = _half_hours(occasion.sitting.starts, usual.starts)
        return self.weight(problem) * halves, f"starts at {occasion.sitting.starts:%H:%M}, usually {usual.starts:%H:%M}"

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """The solver's side."""
        usual = view.ward.set_evening
        if usual is None:
            return super().costs(problem, view)
        halves = [
            _half_hours(sitting.starts, usual.starts) if sitting.session is Session.EVENING else 0
            for sitting in problem.sittings
        ]
        return self.weight(problem) * np.array(halves, dtype=np.int64).reshape(1, -1, 1)


def _half_hours(one: time, other: time) -> int:
    minutes = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return -(-minutes // 30)
