"""What lies behind the meetings of a period: board meetings, closed days and days to avoid. Knows no meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count

from scheduler.days import bank_holidays
from scheduler.facts import Borough, DayKind, DaySpan
from scheduler.period import Period


class Behind(StrEnum):
    """Why days are marked in a year."""

    BOARD = "board"
    CLOSED = "closed"
    AVOID = "avoid"


@dataclass(frozen=True, slots=True)
class MarkedDays:
    """Days of a period that are marked, and what they are called."""

    kind: Behind
    days: DaySpan
    label: str


def marked_days(borough: Borough, period: Period) -> tuple[MarkedDays, ...]:
    """The marked days of a period, by their first day; those that reach beyond it are cut off.

    Edges: closed are the bank holidays of England and what days.csv closes; to avoid is what it asks to avoid, and
           polling days
    """
    touching = (each for each in _all(borough, period) if _meets(each.days, period))
    found = (MarkedDays(each.kind, _within(each.days, period), each.label) for each in touching)
    return tuple(sorted(found, key=lambda each: (each.days.first, each.days.last, each.kind, each.label)))


def week_of(period: Period, day: date) -> int:
    """Which of a period's weeks, from Monday to Sunday, a day falls in: 1 is the one that the period begins in."""
    return ((day - period.first_day).days + period.first_day.weekday()) // 7 + 1


@dataclass(frozen=True, slots=True)
class MarkedWeeks:
    """Weeks in a row that are marked for the same reason. Units: `first` counts from 1."""

    kind: Behind
    first: int
    count: int


def weeks_of(period: Period, marked: Iterable[MarkedDays]) -> tuple[MarkedWeeks, ...]:
    """The weeks that marked days touch, by kind and week: those that follow each other together."""
    touched: dict[Behind, set[int]] = {kind: set() for kind in Behind}
    for each in marked:
        touched[each.kind].update(range(week_of(period, each.days.first), week_of(period, each.days.last) + 1))
    return tuple(
        MarkedWeeks(kind, first, next(n for n in count(1) if first + n not in weeks))
        for kind, weeks in touched.items()
        for first in sorted(weeks)
        if first - 1 not in weeks
    )


def _all(borough: Borough, period: Period) -> Iterator[MarkedDays]:
    for board in borough.board:
        yield MarkedDays(Behind.BOARD, DaySpan(board.held_on, board.held_on), "Safer Neighbourhood Board")
    for year in period.calendar_years:
        for day, name in bank_holidays(year).items():
            yield MarkedDays(Behind.CLOSED, DaySpan(day, day), name)
    for row in borough.special_days:
        kind = Behind.CLOSED if row.kind is DayKind.CLOSED else Behind.AVOID
        yield MarkedDays(kind, row.days, row.label)
    for poll in borough.elections:
        yield MarkedDays(Behind.AVOID, DaySpan(poll.polling_day, poll.polling_day), f"polling day: {poll.name}")


def _meets(days: DaySpan, period: Period) -> bool:
    return days.first <= period.last_day and days.last >= period.first_day


def _within(days: DaySpan, period: Period) -> DaySpan:
    return DaySpan(max(days.first, period.first_day), min(days.last, period.last_day))
