"""The calendar that meetings are planned on: local days and bank holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FIXED_CLOSED_DAYS: Mapping[tuple[int, int], str] = {
    (1, 1): "New Year's Day",
    (12, 25): "Christmas Day",
    (12, 26): "Boxing Day",
}
"""Month and day. GOV.UK lists only the substitute day where one of these falls at a weekend."""

SATURDAY = 5
"""`date.weekday()` of the first day of a weekend."""


def local_day(moment: datetime, timezone: str) -> date:
    """The day that a moment falls on by the clocks of a place."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def first_moment(day: date, timezone: str) -> datetime:
    """The moment at which a day begins by the clocks of a place. Edges: a day ends where the next one begins"""
    return datetime.combine(day, time.min, ZoneInfo(timezone))


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """The bank holidays of England in a year, with the fixed days on their own dates.

    Source: PyPI `holidays`, checked there against GOV.UK
    """
    from holidays import country_holidays  # slow import: 0.1 s that `--help` need not pay

    listed = {day: name for day, name in country_holidays("GB", subdiv="ENG", years=year).items() if day.year == year}
    fixed = {date(year, month, day): name for (month, day), name in FIXED_CLOSED_DAYS.items()}
    return dict(sorted((listed | fixed).items()))


def is_working_day(day: date) -> bool:
    """Whether people are at their desks: no Saturday, Sunday or bank holiday of England."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


@cache
def days_from(first: date, last: date) -> tuple[date, ...]:
    """Every day from `first` to `last`, both included."""
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
