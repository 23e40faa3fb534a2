"""Should: nobody walks far in the dark."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np

from scheduler.daylight import sunset
from scheduler.facts import Known
from scheduler.policy import Session
from scheduler.problem import IntArray, PlanningProblem, Sitting, WardView
from scheduler.rules.shapes import Level, Occasion, SlotRule


class EveningLight(SlotRule):
    """One unit is an evening meeting that ends after sunset in a hall known not to be near a lit stop or station.

    Edges: a hall of which nobody knows costs nothing, or a borough that has not filled the column in would pay for it
           at every meeting; the sun sets where the ward's centre is
    """

    name = "evening_light"
    sentence = "Evening meetings that end after dark are near a lit bus stop or station"
    level = Level.SHOULD

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """The plain side."""
        if occasion.venue.near_transport is not Known.NO or occasion.sitting.session is not Session.EVENING:
            return 0, ""
        if not ends_after_dark(problem, view, occasion.day, occasion.sitting):
            return 0, ""
        return self.weight(problem), f"ends after dark at {occasion.venue.name}, which is not near transport"

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """The solver's side."""
        far = np.array([venue.near_transport is Known.NO for venue in view.halls], dtype=np.int64)
        if not self.weight(problem) or not far.any():
            return super().costs(problem, view)
        dark = [
            [
                sitting.session is Session.EVENING and ends_after_dark(problem, view, day, sitting)
                for sitting in problem.sittings
            ]
            for day in problem.days
        ]
        return self.weight(problem) * np.array(dark, dtype=np.int64)[:, :, np.newaxis] * far


def ends_after_dark(problem: PlanningProblem, view: WardView, day: date, sitting: Sitting) -> bool:
    """Whether the sun sets before a meeting ends."""
    begins = datetime.combine(day, sitting.starts, problem.zone)
    return sunset(day, view.ward.lat, view.ward.lon) < begins + problem.length
