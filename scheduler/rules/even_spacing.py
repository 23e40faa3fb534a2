"""Should: a ward's meetings are spread evenly over the year."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.plan import Plan
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.gaps import by_days
from scheduler.rules.shapes import Charge, Level, StepRule, Steps, consecutive, in_plan

FREE_DAYS = 7
"""Days by which a gap may differ from the even one at no cost: a week, so that a set weekday can be kept."""


class EvenSpacing(StepRule):
    """One unit is a day by which a gap differs from an even share of the year by more than a week."""

    name = "even_spacing"
    sentence = "A ward's meetings are spread evenly over the year"
    level = Level.SHOULD

    def even_gap(self, problem: PlanningProblem, view: WardView) -> int:
        """The period's days shared out over the meetings owed, rounded half to even."""
        return round(len(problem.days) / max(1, view.owed))

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """The plain side."""
        for view, earlier, later in consecutive(problem, plan):
            gap, even = (later.held_on - earlier.held_on).days, self.even_gap(problem, view)
            points = self.weight(problem) * max(0, abs(gap - even) - FREE_DAYS)
            if points:
                after = f"{gap} days after the one before, {even} would be even"
                yield Charge(self.name, in_plan(earlier, later)[-1], points, after)

    def steps(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Steps:
        """The solver's side."""
        even, weight = self.even_gap(problem, view), self.weight(problem)

        def uneven(gap: IntArray) -> IntArray:
            return np.asarray(weight * np.maximum(0, np.abs(gap - even) - FREE_DAYS))

        return by_days(problem, view, uneven, (self.name, even, weight))
