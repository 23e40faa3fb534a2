"""The days that a plan covers, and what part of a year they are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from scheduler.days import days_from

MOST_MONTHS = 24
"""The longest period: what is promised farther ahead than this, nobody can keep."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `first_day` to `last_day`, both included: a calendar year, a board's year, or what is left of one.

    Edges: its first day is how a store knows it from the borough's others
    """

    first_day: date
    last_day: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        """As people say it: 2027, April 2027 to March 2028, or 10 March 2027 to 31 December 2027."""
        if self == calendar_year(self.first_day.year):
            return str(self.first_day.year)
        after = self.last_day + timedelta(days=1)
        form = "%B %Y" if self.first_day.day == after.day == 1 else "%-d %B %Y"
        first, last = f"{self.first_day:{form}}", f"{self.last_day:{form}}"
        return first if first == last else f"{first} to {last}"

    @property
    def days(self) -> tuple[date, ...]:
        """Every day."""
        return days_from(self.first_day, self.last_day)

    @property
    def calendar_years(self) -> range:
        """The calendar years that it touches."""
        return range(self.first_day.year, self.last_day.year + 1)

    @property
    def years(self) -> Fraction:
        """How many years long it is: whole ones from its first day, and the rest as a part of the one that follows."""
        return _years(self)

    @property
    def is_too_long(self) -> bool:
        """Whether it has more than `MOST_MONTHS`."""
        longest = until(self.first_day, MOST_MONTHS)
        return self.last_day > longest.last_day

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def within(self, other: Period) -> bool:
        """Whether all its days are among those of the other."""
        return other.first_day <= self.first_day and self.last_day <= other.last_day

    def pro_rata(self, a_year: int) -> int:
        """What a number of things a year comes to in this period, rounded to the nearest, a half up."""
        return math.floor(a_year * self.years + Fraction(1, 2))

    def pro_rata_of_two(self, one: int, other: int) -> tuple[int, int]:
        """Two kinds a year: their sum pro rata, shared out by largest remainder, to the first where they are alike."""
        total = self.pro_rata(one + other)
        exact = one * self.years
        first = math.floor(exact)
        rests = (exact - first, other * self.years - math.floor(other * self.years))
        left = total - first - math.floor(other * self.years)
        first += min(left, 1) if rests[0] >= rests[1] else max(0, left - 1)
        return first, total - first

    def months(self) -> Iterator[Period]:
        """Its calendar months, the first and the last as far as they belong to it."""
        first = self.first_day
        while first <= self.last_day:
            last = min(self.last_day, first + relativedelta(day=31))
            yield Period(first, last)
            first = last + timedelta(days=1)


@lru_cache(maxsize=64)  # asked for every ward whenever a question is put anew
def _years(period: Period) -> Fraction:
    after = period.last_day + timedelta(days=1)
    whole: int = relativedelta(after, period.first_day).years
    begins, ends = (period.first_day + relativedelta(years=n) for n in (whole, whole + 1))
    return Fraction(whole) + Fraction((after - begins).days, (ends - begins).days)


def calendar_year(year: int) -> Period:
    """1 January to 31 December."""
    return year_from(date(year, 1, 1))


def year_from(first_day: date) -> Period:
    """Twelve months from a day."""
    return Period(first_day, first_day + relativedelta(years=1) - timedelta(days=1))


def year_to(last_day: date) -> Period:
    """Twelve months that end with a day."""
    return Period(last_day - relativedelta(years=1) + timedelta(days=1), last_day)


def until(first_day: date, months: int) -> Period:
    """So many months from a day."""
    return Period(first_day, first_day + relativedelta(months=months) - timedelta(days=1))
