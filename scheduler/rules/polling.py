"""Polling days: halls in which people vote are not free (must), and residents and police are busy (should)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.facts import DayKind, DaySpan, Known, PartOfDay, SpecialDays, Venue
from scheduler.problem import BoolArray, PlanningProblem, WardView, once_a_problem
from scheduler.rules.rows_of_days import KeptFree, covered_by, covers
from scheduler.rules.shapes import ClashOrder, Demand, Level, Occasion, SlotRule, with_hall


class PollingStations(SlotRule):
    """A hall that venues.csv calls a polling station is not used on a polling day of elections.csv, at any hour.

    Edges: a hall of which nobody knows may be used; only a `yes` keeps it free
    """

    name = "polling_stations"
    sentence = "No meeting is held in a polling station on a polling day"
    level = Level.MUST

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """The plain side."""
        if not _is_station(occasion.venue):
            return None
        labels = [row.label for row in polling_days(problem) if covers(row, occasion)]
        return f"is at {occasion.venue.name}, a polling station on {labels[0]}" if labels else None

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side."""
        stations = np.array([_is_station(venue) for venue in view.halls], dtype=np.bool_)
        return ~(covered_by(polling_days(problem), problem) & stations)

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """Each hall in which people vote in the period. None is offered to be left out: a poll comes first."""
        days = " and ".join(f"{row.days.first:%d %B %Y}" for row in polling_days(problem))
        for n, venue in enumerate(view.halls):
            if days and _is_station(venue):
                voteless = with_hall(venue, polling_station=Known.NO)
                yield Demand(f"{venue.name} is a polling station on {days}", voteless, place=(ClashOrder.HALL, n))


class PollingDays(KeptFree):
    """One unit is a meeting on a polling day of elections.csv, in whatever hall and at whatever hour."""

    name = "polling_days"
    sentence = "Polling days are kept free"

    def rows(self, problem: PlanningProblem) -> tuple[SpecialDays, ...]:
        """The polling days."""
        return polling_days(problem)


@once_a_problem
def polling_days(problem: PlanningProblem) -> tuple[SpecialDays, ...]:
    """The polling days of the period, whole ones. Edges: two polls on one day are one row."""
    names: dict[DaySpan, list[str]] = {}
    for poll in problem.borough.elections:
        if poll.polling_day in problem.period:
            names.setdefault(DaySpan(poll.polling_day, poll.polling_day), []).append(poll.name)
    return tuple(
        SpecialDays(day, DayKind.AVOID, PartOfDay.ANY, f"the polling day of {' and '.join(polls)}")
        for day, polls in names.items()
    )


def _is_station(venue: Venue) -> bool:
    return venue.polling_station is Known.YES
