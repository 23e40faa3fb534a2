"""Should: halls are cheap to hire."""

from __future__ import annotations

import numpy as np

from scheduler.facts import Venue
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import Level, Occasion, SlotRule


class HireCost(SlotRule):
    """One unit is a pound of hire for one meeting, rounded to whole pounds."""

    name = "hire_cost"
    sentence = "Halls are cheap to hire"
    level = Level.SHOULD

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """The plain side."""
        pounds = hire_gbp(problem, occasion.venue)
        return self.weight(problem) * pounds, f"hire of £{pounds}"

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """The solver's side."""
        pounds = [hire_gbp(problem, venue) for venue in view.halls]
        return self.weight(problem) * np.array(pounds, dtype=np.int64).reshape(1, 1, -1)


def hire_gbp(problem: PlanningProblem, venue: Venue) -> int:
    """What one meeting costs in a hall, in whole pounds (Python's `round`)."""
    return round(venue.hire_gbp_per_hour * problem.borough.policy.length_minutes / 60)
