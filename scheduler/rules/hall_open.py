"""Must: the hall is open for the whole meeting."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.facts import Venue
from scheduler.hours import hall_hours, open_spans
from scheduler.problem import BoolArray, PlanningProblem, WardView
from scheduler.rules.shapes import (
    ALWAYS,
    Asking,
    ClashOrder,
    Demand,
    HallOpened,
    Level,
    Occasion,
    Pin,
    Repair,
    SlotRule,
    Subject,
    in_words,
    opened,
    with_hall,
)


class HallOpen(SlotRule):
    """The hall's opening hours cover the meeting from start to end, and it is not closed that day.

    Where they do not say whether it is open, it is not booked; with `unknown_hours = "ring first"` it may be.
    """

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
            return f"is at {venue.name}, {_opening(problem, venue, occasion)}"
        return None

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side."""
        permitted = np.zeros((*problem.sits.shape, len(view.halls)), dtype=np.bool_)
        for n, venue in enumerate(view.halls):
            permitted[:, :, n] = problem.open_at(problem.hours_of(venue))
            for span in venue.closed:
                permitted[problem.days_within(span.first, span.last), :, n] = False
        return permitted

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """Each hall's hours, and the days on which it is closed."""
        for n, venue in enumerate(view.halls):
            always, place = with_hall(venue, opening_hours=ALWAYS), (ClashOrder.HALL, n)
            yield Demand(f"{venue.name} is open {venue.opening_hours}", always, place=place)
            if venue.closed:
                closed = f"{venue.name} is closed on some days"
                yield Demand(closed, with_hall(venue, closed=()), _closing_of(venue), place)

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """Closed days on which a hall might open after all."""
        for venue in view.halls:
            for span in venue.closed:
                sentence = f"Open {venue.name} from {in_words(span)}"
                mend = HallOpened(venue.venue_id, span)
                yield Repair(sentence, opened(venue, span), _closing_of(venue), (Asking.HALL,), mend)

    def concerns(self, problem: PlanningProblem, pin: Pin) -> bool:
        """The hall: with another the same day may do."""
        return pin.hall


def _opening(problem: PlanningProblem, venue: Venue, occasion: Occasion) -> str:
    """When a hall is open that is not open for a meeting."""
    maybe = open_spans(hall_hours(problem.borough, venue, unknown_counts=True), problem.first_day, problem.last_day)
    if maybe.cover(occasion.begins(), occasion.begins() + problem.length):
        return f"whose hours do not say that it is open then: {venue.opening_hours}"
    return f"which is open {venue.opening_hours}"


def _closing_of(venue: Venue) -> Subject:
    return "closed", venue.venue_id
