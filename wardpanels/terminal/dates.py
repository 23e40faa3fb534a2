"""Days and times as people here write them: `4/2/2027`, `4 Feb`, `next thursday`, `7.30pm`. Nothing is guessed.

dateutil's own `parse` fills in what is missing and takes 02/13 for 13 February; here its words and its calendar
arithmetic are used, and what reads two ways is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import click
from dateutil.parser import parserinfo
from dateutil.relativedelta import relativedelta

from scheduler.period import Period, year_from, year_to
from wardpanels import wiring
from wardpanels.terminal.meant import period_of
from wardpanels.year.reading import profile_of

T = TypeVar("T", bound=date)

WANTED_DAY = 'a date such as 2027-02-04, 4/2/2027, "4 Feb" or "next thursday"'
WANTED_TIME = "a time such as 18:30 or 6.30pm"
WORDS = parserinfo(dayfirst=True)
NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}

ISO = re.compile(r"\d{4}-\d\d-\d\d")
WEEKDAY = re.compile(r"(?:next )?([a-z]+)")
NUMBERS = re.compile(r"(?P<day>\d{1,2})(?P<gap>[/.-])(?P<month>\d{1,2})(?:(?P=gap)(?P<year>\d{4}|\d\d))?")
NAMED = re.compile(
    r"(?:(?P<weekday>[a-z]+),? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]"
    r"(?P<month>[a-z]+)(?:,?[ -](?P<year>\d{4}|\d\d))?"
)
BY_24_HOURS = re.compile(r"(?P<hour>[01]\d|2[0-3])[:.](?P<minute>[0-5]\d)")
BY_12_HOURS = re.compile(r"(?P<hour>0?[1-9]|1[0-2])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\.?")
AT = re.compile(r"(?P<day>.+?),?(?: at)? (?P<time>\d{1,2}[:.]\d\d|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?)")


class NoYear(ValueError):
    """A day was typed without its year, and no year was given for it."""


def read_day(typed: str, today: date, year: int | None = None) -> date:
    """The day that was typed, day before month. `year` is that of a day without one.

    Edges: a weekday's name is the first such day after today; a year of two figures is of this century
    Errors: ValueError, saying what was wanted; NoYear
    """
    plain = _plain(typed)
    if plain in NEAR:
        return today + timedelta(days=NEAR[plain])
    named = WEEKDAY.fullmatch(plain)
    if named and (number := WORDS.weekday(named[1])) is not None:
        first: date = today + relativedelta(days=1, weekday=number)
        return first
    return _day(*map(int, plain.split("-"))) if ISO.fullmatch(plain) else _written(plain, year)


def read_time(typed: str) -> time:
    """The time of day that was typed. Edges: `7.30` alone reads two ways. Errors: ValueError, as `read_day`."""
    plain = _plain(typed)
    if found := BY_24_HOURS.fullmatch(plain):
        return time(int(found["hour"]), int(found["minute"]))
    if found := BY_12_HOURS.fullmatch(plain):
        return time(int(found["hour"]) % 12 + 12 * (found["half"] == "p"), int(found["minute"] or 0))
    raise ValueError(WANTED_TIME)


def read_moment(typed: str, today: date, year: int | None = None) -> datetime:
    """A day, or a day and a time of it, such as `1 June 2027 7pm` or 2027-06-01T19:00.

    Edges: a day alone is its midnight; a zone is kept where ISO 8601 gives one
    Errors: ValueError, as `read_day`
    """
    if ISO.match(typed) and not ISO.fullmatch(typed):
        with suppress(ValueError):
            return datetime.fromisoformat(typed)
    if found := AT.fullmatch(_plain(typed)):
        return datetime.combine(read_day(found["day"], today, year), read_time(found["time"]))
    return datetime.combine(read_day(typed, today, year), time())


def _written(plain: str, year: int | None) -> date:
    found = NUMBERS.fullmatch(plain) or NAMED.fullmatch(plain)
    month = _month(found["month"]) if found else None
    if not found or month is None:
        raise ValueError(WANTED_DAY)
    told = _year(found["year"]) or year
    if told is None:
        raise NoYear("the year as well, such as 4 Feb 2027")
    day = _day(told, month, int(found["day"]))
    weekday = found.groupdict().get("weekday")
    if weekday and weekday != "the" and WORDS.weekday(weekday) != day.weekday():
        raise ValueError(f"a weekday that agrees: {day:%-d %B %Y} is a {day:%A}")
    return day


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(WANTED_DAY) from error


def _plain(typed: str) -> str:
    return " ".join(typed.casefold().split())


def _month(told: str) -> int | None:
    named: int | None = WORDS.month(told)
    return int(told) if told.isdecimal() else named


def _year(told: str | None) -> int | None:
    return None if told is None else int(told) + (2000 if len(told) == 2 else 0)


def in_period(read: Callable[[int], T], period: Period) -> T:
    """What was typed without its year, in the year in which it falls in a period, or else in the period's first.

    Errors: ValueError, as `read` for the period's first year, where it can be read in none
    """
    found: list[T] = []
    wanted: list[ValueError] = []
    for year in period.calendar_years:
        try:
            found.append(read(year))
        except ValueError as error:
            wanted.append(error)
    if not found:
        raise wanted[0]
    return next((each for each in found if date(each.year, each.month, each.day) in period), found[0])


class _WrittenDay(click.ParamType[T]):
    """A day, or a moment of it, read from today in the borough.

    `near` gives the twelve months from or to today in which one without its year falls, whatever the period is.

    Edges: what was typed without its whole year is said back, on standard error
    """

    def __init__(
        self,
        name: str,
        read: Callable[[str, date, int | None], T],
        *,
        near: Callable[[date], Period] | None = None,
    ) -> None:
        self.name, self._read, self._near = name, read, near

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Read it, or say what was wanted. Errors: UnusableData, CannotUse, where the borough's time is not known."""
        settings = ctx.params if ctx else {}
        today = wiring.today(profile_of(settings["data"]).timezone)
        try:
            read = self._read_on(value, today, settings)
        except ValueError as wanted:
            self.fail(f"found {value!r}, wanted {wanted}", param, ctx)
        if f"{read:%Y}" not in value:
            at = f" {read:%H:%M}" if isinstance(read, datetime) and read.time() != time() else ""
            click.echo(f"{value!r} is taken for {read:%A %-d %B %Y}{at}.", err=True)
        return read

    def _read_on(self, value: str, today: date, settings: Mapping[str, Any]) -> T:
        try:
            return self._read(value, today, None)
        except NoYear:
            if "year" not in settings:
                raise
            period = self._near(today) if self._near else period_of(settings)
            return in_period(lambda year: self._read(value, today, year), period)


class _WrittenTime(click.ParamType[time]):
    """A time of day."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """Read it, or say what was wanted."""
        try:
            return read_time(value)
        except ValueError as wanted:
            self.fail(f"found {value!r}, wanted {wanted}", param, ctx)


DAY, MOMENT, TIME_OF_DAY = _WrittenDay("date", read_day), _WrittenDay("date", read_moment), _WrittenTime()
DAY_TO_COME, DAY_THAT_CAME = (_WrittenDay("date", read_day, near=near) for near in (year_from, year_to))
"""For options of commands that take `--data`; what says which period is meant is read before them."""
