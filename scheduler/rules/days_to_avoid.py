"""Should: observances, school holidays and other days to avoid are kept free."""

from __future__ import annotations

import numpy as np

from scheduler.facts import DayKind
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import Level, Occasion, SlotRule


class DaysToAvoid(SlotRule):
    """One unit is a meeting that at least one `avoid` row of days.csv covers."""

    name = "days_to_avoid"
    sentence = "Religious observances, school holidays and other days to avoid are kept free"
    level = Level.SHOULD

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """The plain side."""
        labels = [
            row.label
            for row in problem.special_days
            if row.kind is DayKind.AVOID and occasion.day in row.days and row.part.covers(occasion.sitting.session)
        ]
        return (self.weight(problem), "falls on " + " and ".join(labels)) if labels else (0, "")

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """The solver's side."""
        avoided = np.zeros(problem.sits.shape, dtype=np.int64)
        for row in problem.special_days:
            if row.kind is DayKind.AVOID:
                covered = [row.part.covers(sitting.session) for sitting in problem.sittings]
                avoided[problem.days_within(row.days.first, row.days.last), covered] = 1
        return self.weight(problem) * avoided[:, :, np.newaxis]
