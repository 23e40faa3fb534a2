"""The year of each hall and officer, a letter a week: when a meeting could be there, by day and in the evening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from scheduler.facts import Borough, DaySpan, Venue
from scheduler.hours import Hours, duty_hours, hall_hours, said
from scheduler.opening.expression import OpenState
from scheduler.opening.syntax import rules_of
from scheduler.period import Period
from scheduler.problem import BoolArray, PlanningProblem

OPEN, UNKNOWN, CLOSED = "O", "?", "-"
"""A permitted start fits on some day of the week; none does for sure; none does."""


@dataclass(frozen=True, slots=True)
class YearStrip:
    """A hall or an officer, by id and name, and its weeks from Monday to Sunday: `by_day` and `by_evening`."""

    subject: str
    name: str
    by_day: str
    by_evening: str


def mondays(period: Period) -> tuple[date, ...]:
    """The Monday of each week that a period touches."""
    first = period.first_day - timedelta(days=period.first_day.weekday())
    return tuple(first + timedelta(weeks=n) for n in range((period.last_day - first).days // 7 + 1))


def hall_strips(problem: PlanningProblem) -> Iterator[YearStrip]:
    """Each hall's year, without the days on which it is closed."""
    for venue in problem.borough.venues:
        sure, perhaps = (hall_hours(problem.borough, venue, unknown_counts=counts) for counts in (False, True))
        yield _strip(problem, (venue.venue_id, venue.name), sure, perhaps, venue.closed)


def officer_strips(problem: PlanningProblem) -> Iterator[YearStrip]:
    """Each officer's year, without leave."""
    for officer in problem.borough.officers:
        sure, perhaps = (duty_hours(problem.borough, officer, unknown_counts=counts) for counts in (False, True))
        leave = tuple(absence.days for absence in problem.absences_by_officer.get(officer.officer_id, ()))
        yield _strip(problem, (officer.officer_id, officer.name), sure, perhaps, leave)


def halls_not_sure(borough: Borough, period: Period) -> tuple[Venue, ...]:
    """Halls whose hours do not say of every time of a period whether they are open."""

    def is_unsure(venue: Venue) -> bool:
        if not rules_of(venue.opening_hours).may_be_unknown:
            return False
        told = said(hall_hours(borough, venue), period.first_day, period.last_day)
        return any(part.state is OpenState.UNKNOWN for part in told)

    return tuple(venue for venue in borough.venues if is_unsure(venue))


def _strip(
    problem: PlanningProblem, who: tuple[str, str], sure: Hours, perhaps: Hours, away: tuple[DaySpan, ...]
) -> YearStrip:
    is_open, may_be = (problem.open_at(hours) & problem.sits for hours in (sure, perhaps))
    for span in away:
        is_open[problem.days_within(span.first, span.last)] = False
        may_be[problem.days_within(span.first, span.last)] = False
    is_daytime = np.array([sitting.session.is_daytime for sitting in problem.sittings], dtype=np.bool_)
    by_day, by_evening = (_letters(problem, is_open[:, part], may_be[:, part]) for part in (is_daytime, ~is_daytime))
    return YearStrip(*who, by_day, by_evening)


def _letters(problem: PlanningProblem, is_open: BoolArray, may_be: BoolArray) -> str:
    weekday = problem.first_day.weekday()
    weeks = (np.arange(len(problem.days)) + weekday) // 7
    letters = np.full(len(mondays(problem.period)), CLOSED)
    letters[weeks[may_be.any(axis=1)]] = UNKNOWN
    letters[weeks[is_open.any(axis=1)]] = OPEN
    return "".join(letters)
