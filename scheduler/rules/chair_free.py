"""Should: the ward's chair, a volunteer, can come."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scheduler.facts import ChairFree
from scheduler.policy import Session
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import Level, Occasion, SlotRule

SUITS: Mapping[ChairFree, frozenset[Session]] = {
    ChairFree.ANY: frozenset(Session),
    ChairFree.WEEKEND: frozenset({Session.EVENING, Session.WEEKEND_DAYTIME}),
    ChairFree.EVENING: frozenset({Session.EVENING}),
}
"""When a chair can come, by what wards.csv says of them. A chair who works in the day is free in the evening."""


class ChairCanCome(SlotRule):
    """One unit is a meeting at a time at which the ward's chair cannot come."""

    name = "chair_free"
    sentence = "Meetings fall at times when the panel's chair can come"
    level = Level.SHOULD

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """The plain side."""
        if occasion.sitting.session in SUITS[view.ward.chair_free]:
            return 0, ""
        return self.weight(problem), f"a {occasion.day:%A} daytime meeting, which the chair cannot make"

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """The solver's side."""
        units = [int(sitting.session not in SUITS[view.ward.chair_free]) for sitting in problem.sittings]
        return self.weight(problem) * np.array(units, dtype=np.int64).reshape(1, -1, 1)
