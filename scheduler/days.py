"""The calendar a year is planned on: its days, its quarters and the days that are never used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from scheduler.facts import BoardMeeting, DaySpan

FIXED_CLOSED_DAYS: Mapping[tuple[int, int], str] = {
    (1, 1): "New Year's Day",
    (12, 25): "Christmas Day",
    (12, 26): "Boxing Day",
}
"""Month and day. GOV.UK lists only the substitute day where one of these falls at a weekend."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One calendar quarter and the last day on which its first meeting may be held."""

    number: int
    first: date
    last: date
    meet_by: date


def local_day(moment: datetime, timezone: str) -> date:
    """The day that a moment falls on by the clocks of a place."""
    return moment.astimezone(ZoneInfo(timezone)).date()


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """The bank holidays of England in a year, with the fixed days on their own dates.

    Source: PyPI `holidays`, checked there against GOV.UK
    """
    from holidays import country_holidays  # slow import: 0.1 s that `--help` need not pay

    listed = {day: name for day, name in country_holidays("GB", subdiv="ENG", years=year).items() if day.year == year}
    fixed = {date(year, month, day): name for (month, day), name in FIXED_CLOSED_DAYS.items()}
    return dict(sorted((listed | fixed).items()))


@cache
def days_from(first: date, last: date) -> tuple[date, ...]:
    """Every day from `first` to `last`, both included."""
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def quarters(year: int, board: tuple[BoardMeeting, ...], days_before_board: int) -> tuple[Quarter, ...]:
    """The four quarters of a year.

    Edges: `meet_by` counts back from the quarter's first board meeting; without one it is the quarter's last day
    """
    return tuple(_quarter(year, number, board, days_before_board) for number in (1, 2, 3, 4))


def _quarter(year: int, number: int, board: tuple[BoardMeeting, ...], days_before_board: int) -> Quarter:
    first = date(year, 3 * number - 2, 1)
    last = (
        date(year + 1, 1, 1) - timedelta(days=1) if number == 4 else date(year, 3 * number + 1, 1) - timedelta(days=1)
    )
    span = DaySpan(first, last)
    held = [meeting.held_on for meeting in board if meeting.held_on in span]
    return Quarter(number, first, last, min(held) - timedelta(days=days_before_board) if held else last)
