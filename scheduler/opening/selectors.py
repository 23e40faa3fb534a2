"""Which days a rule of opening hours is about. Each kind of selector says whether it is on a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from dateutil.easter import easter

from scheduler.days import bank_holidays

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week, 0 on Monday; with `nth`, only those of a month, from its end where below 0.

    Edges: `offset` days after such a day, or before it where below 0
    """

    weekdays: frozenset[int]
    nth: frozenset[int] = frozenset()
    offset: int = 0

    def is_on(self, day: date) -> bool:
        """By the calendar."""
        base = day - timedelta(days=self.offset)
        if base.weekday() not in self.weekdays:
            return False
        if not self.nth:
            return True
        left = monthrange(base.year, base.month)[1] - base.day
        return bool(self.nth & {(base.day - 1) // DAYS_IN_A_WEEK + 1, -(left // DAYS_IN_A_WEEK) - 1})


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """`PH`: the bank holidays of England, or so many days after each; nobody meets on any of them anyway."""

    offset: int = 0

    def is_on(self, day: date) -> bool:
        """By the calendar."""
        base = day - timedelta(days=self.offset)
        return base in bank_holidays(base.year)


@dataclass(frozen=True, slots=True)
class SchoolHolidays:
    """`SH`: by the borough's own terms, which the calendar does not tell."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """ISO weeks from `first` to `last`, every `step`th."""

    first: int
    last: int
    step: int = 1

    def is_on(self, day: date) -> bool:
        """By the calendar."""
        week = day.isocalendar().week
        return self.first <= week <= self.last and (week - self.first) % self.step == 0


@dataclass(frozen=True, slots=True)
class CalendarYears:
    """Calendar years from `first` to `last`."""

    first: int
    last: int

    def is_on(self, day: date) -> bool:
        """By the calendar."""
        return self.first <= day.year <= self.last


@dataclass(frozen=True, slots=True)
class OnDate:
    """A day of a month; the last where the month has no such day."""

    month: int
    day: int

    def of(self, year: int) -> date:
        """That day of a year."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


@dataclass(frozen=True, slots=True)
class OnNthWeekday:
    """The first, second, last (-1) … of a weekday in a month; `nth` is -4 to 4, which every month has."""

    month: int
    weekday: int
    nth: int

    def of(self, year: int) -> date:
        """That day of a year."""
        if self.nth > 0:
            ahead = (self.weekday - date(year, self.month, 1).weekday()) % DAYS_IN_A_WEEK
            return date(year, self.month, 1 + ahead + (self.nth - 1) * DAYS_IN_A_WEEK)
        last = date(year, self.month, monthrange(year, self.month)[1])
        back = (last.weekday() - self.weekday) % DAYS_IN_A_WEEK
        return last - timedelta(days=back + (-self.nth - 1) * DAYS_IN_A_WEEK)


@dataclass(frozen=True, slots=True)
class FromEasterSunday:
    """So many days after Easter Sunday, or before it where below 0."""

    offset: int

    def of(self, year: int) -> date:
        """That day of a year."""
        return _easter(year) + timedelta(days=self.offset)


@cache
def _easter(year: int) -> date:
    sunday: date = easter(year)
    return sunday


DayOfYear = OnDate | OnNthWeekday | FromEasterSunday


@dataclass(frozen=True, slots=True)
class Dates:
    """Days from `first` to `last`, both included: of every year, over New Year where `last` comes before `first`.

    Edges: with `years`, once only, from the one in the first year to the other in the second
    """

    first: DayOfYear
    last: DayOfYear
    years: tuple[int, int] | None = None

    def is_on(self, day: date) -> bool:
        """By the calendar."""
        if self.years:
            return self.first.of(self.years[0]) <= day <= self.last.of(self.years[1])
        first, last = self.first.of(day.year), self.last.of(day.year)
        if first <= last:
            return first <= day <= last
        return day >= first or day <= last


DaySelector = Weekdays | BankHolidays | Weeks | CalendarYears | Dates
"""Some days of the calendar."""

Selector = DaySelector | SchoolHolidays
"""Some days."""


@lru_cache(maxsize=4096)
def days_on(selector: DaySelector, first: date, count: int) -> int:
    """On which of `count` days from `first` a selector is: bit `n` is the `n`th day after it."""
    return sum(1 << n for n in range(count) if selector.is_on(first + timedelta(days=n)))
