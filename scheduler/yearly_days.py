"""Days that come back every year: by their date, by Easter, or by the bank holidays. They know no rule."""

from __future__ import annotations

from abc import ABC, abstractmethod
from calendar import month_name
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from scheduler.days import is_working_day

DAYS_OFF = 3
"""So many days off in a row are more than a weekend."""


class YearlyDay(ABC):
    """A day, or days, of every year."""

    @abstractmethod
    def is_on(self, day: date) -> bool:
        """Whether a day is such a day."""

    @abstractmethod
    def __str__(self) -> str:
        """As a table has it."""


@dataclass(frozen=True, slots=True)
class EveryDate(YearlyDay):
    """The same date of every year. Edges: 29 February comes in leap years only."""

    month: int
    day: int

    def is_on(self, day: date) -> bool:
        """By the calendar."""
        return (day.month, day.day) == (self.month, self.day)

    def __str__(self) -> str:
        return f"every {self.day} {month_name[self.month]}"


@dataclass(frozen=True, slots=True)
class FromEaster(YearlyDay):
    """So many days after Easter Sunday, or before it where `days` is below 0."""

    days: int

    def is_on(self, day: date) -> bool:
        """By the western churches' Easter of the year in which it would then be."""
        sunday = day - timedelta(days=self.days)
        its_easter: date = easter(sunday.year)
        return sunday == its_easter

    def __str__(self) -> str:
        days = f"{abs(self.days)} day{'s' * (abs(self.days) != 1)}"
        return f"{days} {'after' if self.days > 0 else 'before'} Easter" if self.days else "Easter"


@dataclass(frozen=True, slots=True)
class BeforeDaysOff(YearlyDay):
    """The last working day before a bank-holiday weekend: before three or more days off in a row.

    Edges: the Friday before a bank holiday on a Monday, the Thursday before Good Friday; a bank holiday in the middle
           of the week makes no weekend; days off are Saturdays, Sundays and the bank holidays of England
    """

    def is_on(self, day: date) -> bool:
        """By the bank holidays."""
        after = (day + timedelta(days=n) for n in range(1, DAYS_OFF + 1))
        return is_working_day(day) and not any(map(is_working_day, after))

    def __str__(self) -> str:
        return "before a bank-holiday weekend"
