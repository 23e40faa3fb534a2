"""Must: the hall can be entered without steps, where the borough requires it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.facts import Known
from scheduler.problem import BoolArray, PlanningProblem, WardView
from scheduler.rules.shapes import ClashOrder, Demand, Level, Occasion, SlotRule, with_hall


class StepFree(SlotRule):
    """Where the policy says `step_free = "required"`, an unknown is not a yes.

    A yes that nobody has checked counts here, or else there would be no year; what rests on it is said.
    """

    name = "step_free"
    sentence = "The hall can be reached without steps"
    level = Level.MUST
    asks_when = False

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """The plain side."""
        venue = occasion.venue
        if problem.borough.policy.step_free_required and venue.step_free is not Known.YES:
            return f"is at {venue.name}, where step-free access is {venue.step_free}"
        return None

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side."""
        free = [venue.step_free is Known.YES or not problem.borough.policy.step_free_required for venue in view.halls]
        return np.array(free, dtype=np.bool_).reshape(1, 1, -1)

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """Each hall with steps, or of which nobody knows, after how many it holds."""
        for n, venue in enumerate(view.halls if problem.borough.policy.step_free_required else ()):
            if venue.step_free is not Known.YES:
                sentence = f"{venue.name} is not known to be step-free ({venue.step_free})"
                yield Demand(sentence, with_hall(venue, step_free=Known.YES), place=(ClashOrder.HALL, n, 2))
