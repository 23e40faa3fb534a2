"""Must: never the same hall twice running."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes import FORBIDDEN, Breach, Level, StepRule, Steps, consecutive, spoken
from scheduler.rules.usable import usable_count, usable_halls


class HallRotation(StepRule):
    """Applies to wards that can use more than one hall."""

    name = "hall_rotation"
    sentence = "A ward never meets in the same hall twice running, if it can use another"
    level = Level.MUST

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        for view, earlier, later in consecutive(problem, plan):
            if earlier.venue_id == later.venue_id and len(usable_halls(problem, view)) > 1:
                yield self.breach(f"{spoken(later)} is in the same hall as {spoken(earlier)}", earlier, later)

    def steps(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Steps:
        """The solver's side."""
        if usable_count(problem, view, usable) < 2:
            return Steps()
        return Steps(between_halls=np.eye(len(view.halls), dtype=np.int64) * FORBIDDEN)
