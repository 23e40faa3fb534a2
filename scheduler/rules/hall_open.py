"""Must: the hall is open for the whole meeting."""

from __future__ import annotations

import numpy as np

from scheduler.hours import open_spans
from scheduler.problem import BoolArray, PlanningProblem, WardView
from scheduler.rules.shapes import Level, Occasion, SlotRule


class HallOpen(SlotRule):
    """The hall's opening hours cover the meeting from start to end, and it is not closed that day."""

    name = "hall_open"
    sentence = "The hall is open for the whole meeting"
    level = Level.MUST

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """The plain side."""
        venue = occasion.venue
        if any(occasion.day in span for span in venue.closed):
            return f"is at {venue.name}, which is closed that day"
        spans = open_spans(problem.hours_of(venue), problem.first_day, problem.last_day)
        if not spans.cover(occasion.begins(), occasion.begins() + problem.length):
            return f"is at {venue.name}, which is open {venue.opening_hours}"
        return None

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side."""
        permitted = np.zeros((*problem.sits.shape, len(view.halls)), dtype=np.bool_)
        for n, venue in enumerate(view.halls):
            permitted[:, :, n] = problem.open_at(problem.hours_of(venue))
            for span in venue.closed:
                permitted[problem.days_within(span.first, span.last), :, n] = False
        return permitted
