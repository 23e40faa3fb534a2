"""When the clocks of a place change: by one rule every year, or never. Where neither can be proven, nothing is planned.

Source: POSIX.1-2017 8.3 (how a zone's table writes its rule), with the longer times of RFC 8536 3.3.1
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

from scheduler.tz_table import Clock, ClockChange, ZoneTable, table_of

FIRST_YEAR = 1970
LAST_LISTED_YEAR = 2037
"""Makers of tables list the changes up to here one by one, whatever the rule, for programs that know no other.

What is listed after it, such as a summer time that stops for Ramadan, follows no rule in the years that people plan.
"""

PROVEN_YEARS = 100
NAME = r"([A-Za-z]{3,}|<[-+A-Za-z0-9]{3,}>)"
TIME = r"([-+]?\d{1,3}(?::\d\d){0,2})"
DAY = rf",M(\d{{1,2}})\.([1-5])\.([0-6])(?:/{TIME})?"
RULE = re.compile(rf"{NAME}{TIME}(?:{NAME}{TIME}?{DAY}{DAY})?")
A_MOMENT, AN_HOUR, A_DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
A_YEAR, A_LEAP_YEAR = 2027, 2028


class NoRule(ValueError):
    """The clocks of a zone do not keep to one yearly rule, or it cannot be proven. `found` is what they do."""

    def __init__(self, zone: str, found: str) -> None:
        self.zone, self.found = zone, found
        super().__init__(f"{zone}: found {found}, wanted clocks that change by one rule every year, or never")


@dataclass(frozen=True, slots=True)
class YearlyChange:
    """A change that comes every year.

    Units: `days` are seven in a row, as month and day, of which it takes the one that is the `weekday`, 0 on Sunday;
           `clock` is how long after that day's midnight, less than a day, by the clocks that end
    """

    days: tuple[tuple[int, int], ...]
    weekday: int
    clock: timedelta
    before: Clock
    after: Clock

    def in_year(self, year: int) -> ClockChange:
        """Return it in one year."""
        dates = (date(year, month, day) for month, day in self.days)
        day = next(each for each in dates if each.isoweekday() % 7 == self.weekday)
        at = datetime.combine(day, time(), UTC) + self.clock - self.before.offset
        return ClockChange(at, self.before, self.after)


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """What clocks do every year: `yearly` holds no change, or the one to the clocks that are ahead and the one back.

    Edges: where they change, `standing` is what POSIX calls standard
    """

    standing: Clock
    yearly: tuple[YearlyChange, ...] = ()

    def in_year(self, year: int) -> tuple[ClockChange, ...]:
        """Return the changes of one year, in order."""
        return tuple(sorted((change.in_year(year) for change in self.yearly), key=lambda change: change.at))


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of a zone.

    Units: `since` is the first whole year that goes by the rule, 1970 at the earliest; `listed` are the changes before
           it, oldest first
    """

    zone: str
    listed: tuple[ClockChange, ...]
    since: int
    rule: YearlyRule


@cache
def clocks_of(zone: str) -> Clocks:
    """Return when the clocks of a zone change, proven against what this computer takes them to show.

    Errors: NoRule; ZoneInfoNotFoundError, ValueError or OSError where the name is no zone's
    """
    shown, table = ZoneInfo(zone), table_of(zone)
    rule = rule_of(table.ending)
    if rule is None:
        raise NoRule(zone, f"the rule {table.ending!r}")
    clocks = _from_when(zone, table, rule)
    if clocks.since > LAST_LISTED_YEAR:
        raise NoRule(zone, f"changes that follow no rule up to {clocks.since - 1}")
    if not _are_shown(clocks, shown):
        raise NoRule(zone, f"clocks that do not keep to their own rule {table.ending!r}")
    return clocks


def rule_of(posix: str) -> YearlyRule | None:
    """Read a rule as POSIX writes it: `GMT0BST,M3.5.0/1,M10.5.0`.

    Edges: None where it is written in another way, such as by days of the year, or its days differ in a leap year
    """
    match = RULE.fullmatch(posix)
    if match is None:
        return None
    name, behind, other_name, other_behind, *days = match.groups()
    standard = Clock(-_time(behind), name.strip("<>"))
    if other_name is None:
        return YearlyRule(standard)
    other = Clock(-_time(other_behind) if other_behind else standard.offset + AN_HOUR, other_name.strip("<>"))
    changes = (_yearly(days[:4], standard, other), _yearly(days[4:], other, standard))
    if None in changes:
        return None
    return YearlyRule(standard, tuple(sorted(filter(None, changes), key=lambda change: change.before.offset)))


def _yearly(written: list[str], before: Clock, after: Clock) -> YearlyChange | None:
    *which, at = written
    month, week, weekday = map(int, which)
    later, clock = divmod(_time(at or "2"), A_DAY)
    plain, leap = (_days(year, month, week, later) for year in (A_YEAR, A_LEAP_YEAR))
    if plain != leap or plain != tuple(sorted(plain)):
        return None
    return YearlyChange(plain, (weekday + later) % 7, clock, before, after)


def _days(year: int, month: int, week: int, later: int) -> tuple[tuple[int, int], ...]:
    """The days that can be the first to fourth of a weekday in a month, or its fifth, the last; or days later."""
    first = date(year, month, min(7 * week - 6, monthrange(year, month)[1] - 6)) + later * A_DAY
    return tuple((day.month, day.day) for day in (first + n * A_DAY for n in range(7)))


def _time(written: str) -> timedelta:
    hours, minutes, seconds, *_ = *(int(part) for part in written.lstrip("+-").split(":")), 0, 0
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if written.startswith("-") else length


def _from_when(zone: str, table: ZoneTable, rule: YearlyRule) -> Clocks:
    """Go back from where the table ends for as long as the rule is kept."""
    ends_at = table.ends_at
    listed = [*table.changes, *(change for change in rule.in_year(ends_at.year) if change.at > ends_at)]
    since = max(ends_at.year + 1, FIRST_YEAR)
    by_year = {year: tuple(changes) for year, changes in groupby(listed, key=lambda change: change.at.year)}
    while since > FIRST_YEAR and by_year.get(since - 1, ()) == rule.in_year(since - 1):
        since -= 1
    return Clocks(zone, tuple(change for change in listed if change.at.year < since), since, rule)


def _are_shown(clocks: Clocks, shown: ZoneInfo) -> bool:
    """Whether the computer's own clocks change just when these do, for a hundred years from where the rule begins."""
    years = range(clocks.since, clocks.since + PROVEN_YEARS)
    changes = [change for year in years for change in clocks.rule.in_year(year)]
    told = [(change.at - A_MOMENT, change.before) for change in changes] + [(each.at, each.after) for each in changes]
    if not changes:
        told = [(datetime(year, month, 1, tzinfo=UTC), clocks.rule.standing) for year in years for month in (1, 7)]
    return all(_shown(shown, at) == clock for at, clock in told)


def _shown(zone: ZoneInfo, at: datetime) -> Clock:
    local = at.astimezone(zone)
    return Clock(local.utcoffset() or timedelta(), local.tzname() or "")
