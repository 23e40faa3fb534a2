"""Should: extra daytime meetings fall when the tier prefers them."""

from __future__ import annotations

import numpy as np

from scheduler.policy import DaytimePreference, Session
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import Level, Occasion, SlotRule

UNWANTED = {
    DaytimePreference.WEEKEND: Session.WEEKDAY_DAYTIME,
    DaytimePreference.WEEKDAY: Session.WEEKEND_DAYTIME,
}


class DaytimeWhenPreferred(SlotRule):
    """One unit is a daytime meeting on the kind of day that the tier does not prefer."""

    name = "daytime_preference"
    sentence = "Daytime meetings fall at weekends or on weekdays, as the tier prefers"
    level = Level.SHOULD

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """The plain side."""
        prefers = view.standing.tier.daytime_prefers
        if UNWANTED.get(prefers) is not occasion.sitting.session:
            return 0, ""
        return self.weight(problem), f"a {occasion.day:%A} daytime meeting, the tier prefers the {prefers}"

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """The solver's side."""
        unwanted = UNWANTED.get(view.standing.tier.daytime_prefers)
        units = [int(sitting.session is unwanted) for sitting in problem.sittings]
        return self.weight(problem) * np.array(units, dtype=np.int64).reshape(1, -1, 1)
