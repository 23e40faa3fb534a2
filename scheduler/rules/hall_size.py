"""Must: the hall holds everyone expected."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.problem import BoolArray, PlanningProblem, WardView
from scheduler.rules.shapes import ClashOrder, Demand, Level, Occasion, SlotRule, with_hall


class HallSize(SlotRule):
    """The hall holds the mean attendance that decides the ward's tier, rounded up."""

    name = "hall_size"
    sentence = "The hall is big enough for everyone expected"
    level = Level.MUST
    asks_when = False

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """The plain side."""
        venue = occasion.venue
        if venue.capacity < view.standing.expected_residents:
            return (
                f"is at {venue.name}, which holds {venue.capacity} of the {view.standing.expected_residents} expected"
            )
        return None

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side."""
        holds = [venue.capacity >= view.standing.expected_residents for venue in view.halls]
        return np.array(holds, dtype=np.bool_).reshape(1, 1, -1)

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """Each hall that is too small, after when it is open."""
        expected = view.standing.expected_residents
        for n, venue in enumerate(view.halls):
            if venue.capacity < expected:
                sentence = f"{venue.name} holds {venue.capacity} people, and {expected} are expected"
                yield Demand(sentence, with_hall(venue, capacity=expected), place=(ClashOrder.HALL, n, 1))
