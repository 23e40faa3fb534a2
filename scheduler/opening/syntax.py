"""From the text of opening hours to rules. What is not certain to be read as it was meant is refused, and named.

Source: wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, NoReturn, TypeVar

from scheduler.daylight import SunTime
from scheduler.opening.rules import MINUTES_IN_A_DAY, BySun, Joins, Moment, Rule, Rules, State, TimeSpan
from scheduler.opening.selectors import (
    BankHolidays,
    Dates,
    DayOfYear,
    DaySelector,
    FromEasterSunday,
    OnDate,
    OnNthWeekday,
    SchoolHolidays,
    Selector,
    Weekdays,
    Weeks,
    Years,
)

Item = TypeVar("Item")

LOOKALIKES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")  # hyphens, dashes and the minus
    | dict.fromkeys(
        "\t\n\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    )
    | dict.fromkeys("“”„", '"')
)
"""One letter for one, so that places in the text stay what they are."""

TOKEN = re.compile(
    r'(?P<space> +)|(?P<note>"[^"]*")|(?P<always>24/7(?!\d))|(?P<time>\d{1,2}:\d{2}(?!\d))|(?P<number>\d+(?![\w.]))'
    r"|(?P<word>[A-Za-z]+)|(?P<sign>\|\||[-;,+()\[\]/:])",
    re.ASCII,
)
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
               "november", "december")  # fmt: skip
WEEKDAYS = {name[:letters]: n for n, name in enumerate(DAY_NAMES) for letters in (2, 3, len(name))}
MONTHS = {name[:letters]: n for n, name in enumerate(MONTH_NAMES, start=1) for letters in (3, len(name))}
STATES = {"open": State.OPEN, "off": State.CLOSED, "closed": State.CLOSED, "unknown": State.UNKNOWN}
HOLIDAYS = ("ph", "sh")
LATEST_END = 2 * MINUTES_IN_A_DAY
FARTHEST_DAYS = 80
"""From Easter, so that the day stays in Easter's year."""

EVERY_WEEK = 53


class NotHours(ValueError):
    """A text that is not opening hours, or that could be taken in two ways; its words say which part, and why."""


class Token(NamedTuple):
    """A piece of the text. `kind` is a group of TOKEN, or "end"."""

    kind: str
    text: str
    at: int


@lru_cache(maxsize=4096)
def rules_of(text: str) -> Rules:
    """Read an expression.

    Edges: dashes and spaces of any length are understood, as are empty rules; capitals do not matter
    Errors: NotHours
    """
    return _Reader(text).rules()


def _tokens(text: str) -> list[Token]:
    plain, tokens, at = text.translate(LOOKALIKES), [], 0
    while at < len(plain):
        found = TOKEN.match(plain, at)
        if not found or not found.lastgroup:
            raise NotHours(f"not understood from {text[at : at + 20]!r} on")
        if found.lastgroup != "space":
            tokens.append(Token(found.lastgroup, text[at : found.end()] if found.lastgroup == "note" else found[0], at))
        at = found.end()
    return [*tokens, Token("end", "", len(text))]


@dataclass(frozen=True, slots=True)
class _Point:
    """A day of a year as it was written. `year` is 0 and `month` 0 where none was."""

    of: DayOfYear
    year: int = 0
    month: int = 0


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._n = 0

    # What stands next

    def _next(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._n + ahead, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._next()
        self._n += 1
        return token

    def _word(self, ahead: int = 0) -> str:
        token = self._next(ahead)
        return token.text.casefold() if token.kind == "word" else ""

    def _is(self, sign: str, ahead: int = 0) -> bool:
        token = self._next(ahead)
        return token.kind in ("sign", "always") and token.text == sign

    def _took(self, sign: str) -> bool:
        if self._is(sign):
            self._n += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._took(sign):
            self._stuck()

    def _stuck(self) -> NoReturn:
        rest = self._text[self._next().at :]
        raise NotHours(f"not understood from {rest[:20]!r} on" if rest else "not understood to its end")

    def _refuse(self, begun: int, why: str) -> NoReturn:
        """Refuse what was read since a place among the tokens."""
        last = self._tokens[max(self._n - 1, begun)]
        part = self._text[self._tokens[begun].at : last.at + len(last.text)]
        raise NotHours(f"{part!r}: {why}")

    def _number(self, what: str, lowest: int, highest: int) -> int:
        if self._next().kind != "number":
            self._stuck()
        begun, number = self._n, int(self._take().text[:9])
        if not lowest <= number <= highest:
            self._refuse(begun, f"{what} is {lowest} to {highest}")
        return number

    # Rules

    def rules(self) -> Rules:
        found: list[Rule] = []
        joins = Joins.INSTEAD
        while True:
            while joins is Joins.INSTEAD and self._took(";"):
                pass
            if self._next().kind == "end" and joins is Joins.INSTEAD and found:
                return Rules(tuple(found))
            found.append(self._rule(joins, is_first=not found))
            if self._next().kind == "end":
                return Rules(tuple(found))
            joins = self._joins(found[-1])

    def _joins(self, before: Rule) -> Joins:
        joins = next((each for each in Joins if self._is(each)), None)
        if not joins and self._begins_days():
            self._refuse(self._n, "days stand before times, with a semicolon between rules")
        says_when = before.times or before.note or before.state is not State.OPEN
        if not joins or (joins is Joins.AS_WELL and not says_when):
            self._stuck()
        self._n += 1
        return joins

    def _rule(self, joins: Joins, *, is_first: bool) -> Rule:
        begun = self._n
        days: tuple[tuple[Selector, ...], ...] = ()
        times: tuple[TimeSpan, ...] = ()
        if self._next().kind == "always":
            self._take()
            times = (TimeSpan(0, MINUTES_IN_A_DAY),)
        else:
            days, times = self._days(), self._times()
        state, note = self._state()
        if self._n == begun:
            self._stuck()
        if not (is_first or days or joins is Joins.WHERE_CLOSED or (times and state is State.CLOSED)):
            self._refuse(begun, "say on which days, or write || before it if it is for when all else is closed")
        return Rule(joins, days, times, state, note)

    def _state(self) -> tuple[State, str]:
        state = STATES.get(self._word())
        if state:
            self._take()
        note = self._take().text[1:-1].strip() if self._next().kind == "note" else None
        if note is not None and self._next().kind not in ("sign", "end"):
            self._refuse(self._n - 1, "a note stands behind the hours it is about")
        return state or (State.OPEN if note is None else State.UNKNOWN), note or ""

    # Days

    def _begins_days(self) -> bool:
        word = self._word()
        is_year = self._next().kind == "number" and len(self._next().text) == 4
        return is_year or word in ("week", "easter", *HOLIDAYS) or word in WEEKDAYS or word in MONTHS

    def _days(self) -> tuple[tuple[Selector, ...], ...]:
        lists: dict[str, tuple[Selector, ...]] = {}
        while self._begins_days():
            begun = self._n
            kind, selectors = self._list()
            if kind in lists:
                self._refuse(begun, f"{kind} stand twice in one rule: write a comma or a semicolon between them")
            lists[kind] = selectors
            self._took(":")
        return tuple(lists.values())

    def _list(self) -> tuple[str, tuple[Selector, ...]]:
        if self._word() == "week":
            self._take()
            return "weeks", self._listed(self._weeks, lambda: self._next(1).kind == "number")
        if self._next().kind == "number" and not self._begins_date():
            return "years", self._listed(self._years, self._another_year)
        if self._begins_date():
            return "dates", self._dates()
        selectors = self._listed(self._weekdays, lambda: self._word(1) in (*WEEKDAYS, *HOLIDAYS))
        is_of_holidays = not any(isinstance(selector, Weekdays) for selector in selectors)
        return "holidays" if is_of_holidays else "weekdays", selectors

    def _listed(self, read: Callable[[], Item], goes_on: Callable[[], bool]) -> tuple[Item, ...]:
        items = [read()]
        while self._is(",") and goes_on():
            self._take()
            items.append(read())
        return tuple(items)

    def _weeks(self) -> DaySelector:
        begun, first = self._n, self._number("a week", 1, EVERY_WEEK)
        last = self._number("a week", 1, EVERY_WEEK) if self._took("-") else first
        if last < first:
            self._refuse(begun, "weeks run from the lower number to the higher")
        return Weeks(first, last, self._number("every so many weeks", 1, EVERY_WEEK) if self._took("/") else 1)

    def _another_year(self) -> bool:
        is_year = self._next(1).kind == "number" and len(self._next(1).text) == 4
        return is_year and self._word(2) not in MONTHS and self._word(2) != "easter"

    def _years(self) -> DaySelector:
        begun, first = self._n, self._number("a year", 1900, 2999)
        if self._is("-") and len(self._next(1).text) != 4:
            self._refuse(begun, "a date is written as 2027 Jun 01")
        last = self._number("a year", first, 2999) if self._took("-") else first
        if self._is("/"):
            self._take()
            self._take()
            self._refuse(begun, "write each year")
        return Years(first, 9999 if self._took("+") else last)

    def _weekdays(self) -> Selector:
        begun, word = self._n, self._word()
        self._take()
        if word in HOLIDAYS:
            offset = self._offset()
            if word == "sh" and offset:
                self._refuse(begun, "days before or after school holidays are not known")
            return BankHolidays(offset) if word == "ph" else SchoolHolidays()
        first = WEEKDAYS[word]
        if self._is("["):
            return Weekdays(frozenset((first,)), self._nths(), self._offset())
        last = first
        if self._is("-"):
            if self._word(1) not in WEEKDAYS:
                self._take()
                self._stuck()
            self._take()
            last = WEEKDAYS[self._take().text.casefold()]
        if self._is("["):
            self._refuse(begun, "the first or last of a month is of one weekday: such as Tu[1],We[1]")
        return Weekdays(frozenset((first + n) % 7 for n in range((last - first) % 7 + 1)))

    def _nths(self) -> frozenset[int]:
        self._need("[")
        found = frozenset(nth for span in self._listed(self._nth, lambda: True) for nth in span)
        self._need("]")
        return found

    def _nth(self) -> Sequence[int]:
        sign = -1 if self._took("-") else 1
        first = sign * self._number("one weekday of a month", 1, 5)
        if sign < 0 or not self._took("-"):
            return (first,)
        return range(first, self._number("one weekday of a month", first, 5) + 1)

    def _offset(self) -> int:
        """So many days later, or earlier where below 0."""
        if not ((self._is("+") or self._is("-")) and self._next(1).kind == "number"):
            return 0
        sign = 1 if self._take().text == "+" else -1
        days = self._number("a number of days", 1, FARTHEST_DAYS)
        if self._word() not in ("day", "days"):
            self._stuck()
        self._take()
        return sign * days

    # Dates

    def _begins_date(self, ahead: int = 0) -> bool:
        token = self._next(ahead)
        if token.kind == "number" and len(token.text) == 4:
            ahead += 1
        return self._word(ahead) in MONTHS or self._word(ahead) == "easter"

    def _dates(self) -> tuple[Selector, ...]:
        found: list[DaySelector] = []
        point: _Point | None = None
        has_year = False
        while True:
            begun = self._n
            if point and self._next().kind == "number" and not self._begins_date():
                day = self._number("a day of a month", 1, 31)
                begins = _Point(self._date(begun, point.year, point.month, day), point.year, point.month)
            else:
                begins = self._point()
            if found and bool(begins.year) != has_year:
                self._refuse(begun, "say the year of each date or of none")
            has_year = bool(begins.year)
            selector, point = self._date_range(begun, begins)
            found.append(selector)
            is_day = point is not None and self._next(1).kind == "number" and len(self._next(1).text) <= 2
            if not (self._is(",") and (is_day or self._begins_date(1))):
                return tuple(found)
            self._take()

    def _point(self) -> _Point:
        """A day of a year, or a whole month, whose days are left open: `month` alone says which."""
        begun = self._n
        year = self._number("a year", 1900, 2999) if self._next().kind == "number" else 0
        word = self._word()
        if word == "easter":
            self._take()
            return _Point(FromEasterSunday(self._offset()), year)
        if word not in MONTHS:
            self._stuck()
        self._take()
        month = MONTHS[word]
        if self._next().kind == "number" and len(self._next().text) <= 2:
            return _Point(self._date(begun, year, month, self._number("a day of a month", 1, 31)), year, month)
        if self._begins_nth_weekday_of_range():
            weekday = WEEKDAYS[self._take().text.casefold()]
            (nth,) = nths if len(nths := self._nths()) == 1 else (0,)
            if not 1 <= abs(nth) <= 4:
                self._refuse(begun, "one weekday that every month has, 1 to 4 or -1 to -4")
            return _Point(OnNthWeekday(month, weekday, nth), year)
        return _Point(OnDate(month, 0), year, month)

    def _begins_nth_weekday_of_range(self) -> bool:
        """Such as `Su[-1]` in `Mar Su[-1]-Oct Su[-1]`; before anything else than a range it is a weekday list."""
        if not (self._word() in WEEKDAYS and self._is("[", 1)):
            return False
        size = 3 + self._is("-", 2)
        is_end = self._n > 0 and any(self._tokens[self._n - back].text == "-" for back in (2, 3) if self._n >= back)
        return self._is("]", size) and (is_end or (self._is("-", size + 1) and self._begins_date(size + 2)))

    def _date(self, begun: int, year: int, month: int, day: int) -> OnDate:
        longest = monthrange(year or 2027, month)[1]
        if day > longest:
            why = (
                "not every year has it: say the year" if (month, day, year) == (2, 29, 0) else f"it has {longest} days"
            )
            self._refuse(begun, why)
        return OnDate(month, day)

    def _date_range(self, begun: int, begins: _Point) -> tuple[DaySelector, _Point | None]:
        """One day, one month or a range; and the point after which further days of its month may be listed."""
        ends = self._range_end(begins) if self._took("-") else begins
        if self._is("+"):
            self._take()
            self._refuse(begun, "say until which day")
        if _is_month(begins) != _is_month(ends):
            self._refuse(begun, "a range runs from day to day, or from month to month")
        year = ends.year or begins.year
        if ends.year and not begins.year:
            self._refuse(begun, "say the first year too")
        first, last = _first_day(begins), _last_day(ends)
        years = (begins.year, year) if year else None
        if years and last.of(years[1]) < first.of(years[0]):
            self._refuse(begun, "it ends before it begins: say the second year too")
        return Dates(first, last, years), None if _is_month(ends) or not ends.month else ends

    def _range_end(self, begins: _Point) -> _Point:
        begun = self._n
        if self._next().kind != "number" or self._begins_date():
            return self._point()
        if not begins.month or _is_month(begins):
            self._stuck()
        day = self._number("a day of a month", 1, 31)
        if isinstance(begins.of, OnDate) and day < begins.of.day:
            self._refuse(begun, "it comes before the day it runs from: say its month")
        return _Point(self._date(begun, begins.year, begins.month, day), begins.year, begins.month)

    # Times

    def _begins_time(self, ahead: int = 0) -> bool:
        return self._next(ahead).kind == "time" or self._is("(", ahead) or self._word(ahead) in list(SunTime)

    def _times(self) -> tuple[TimeSpan, ...]:
        return self._listed(self._span, lambda: self._begins_time(1)) if self._begins_time() else ()

    def _span(self) -> TimeSpan:
        begun, begins = self._n, self._moment()
        if isinstance(begins, int) and begins >= MINUTES_IN_A_DAY:
            self._refuse(begun, "a day begins before 24:00")
        if self._took("+"):
            return TimeSpan(begins, None, has_no_end=True)
        if not self._is("-"):
            self._refuse(begun, "say until when")
        self._take()
        ends = self._moment()
        if self._is("/"):
            self._take()
            self._take()
            self._refuse(begun, "every so many minutes is for buses")
        ends = self._later(begun, begins, ends)
        if self._took("+"):
            if not isinstance(ends, int) or ends > MINUTES_IN_A_DAY:
                self._refuse(begun, "say until when")
            return TimeSpan(begins, ends, has_no_end=True)
        return TimeSpan(begins, ends)

    def _later(self, begun: int, begins: Moment, ends: Moment) -> Moment:
        """The end, in the night after where it is not later by the clock."""
        if begins == ends and ends != 0:
            self._refuse(begun, "it ends as it begins")
        if isinstance(begins, BySun) or isinstance(ends, BySun) or ends > begins:
            return ends
        return ends + MINUTES_IN_A_DAY

    def _moment(self) -> Moment:
        begun = self._n
        if self._took("("):
            sun_time = self._sun_time()
            if not (self._is("+") or self._is("-")):
                self._stuck()
            sign = 1 if self._take().text == "+" else -1
            moment = BySun(sun_time, sign * self._clock())
            self._need(")")
            return moment
        if self._next().kind != "time":
            return BySun(self._sun_time())
        minutes = self._clock()
        if minutes > LATEST_END:
            self._refuse(begun, "a time is 00:00 to 24:00, or to 48:00 in the night after")
        return minutes

    def _clock(self) -> int:
        if self._next().kind != "time":
            self._stuck()
        begun, (hours, _, minutes) = self._n, self._take().text.partition(":")
        if int(minutes) > 59:
            self._refuse(begun, "an hour has 60 minutes")
        return int(hours) * 60 + int(minutes)

    def _sun_time(self) -> SunTime:
        if self._word() not in list(SunTime):
            self._stuck()
        return SunTime(self._take().text.casefold())


def _is_month(point: _Point) -> bool:
    return isinstance(point.of, OnDate) and not point.of.day


def _first_day(point: _Point) -> DayOfYear:
    return OnDate(point.month, 1) if _is_month(point) else point.of


def _last_day(point: _Point) -> DayOfYear:
    return OnDate(point.month, 31) if _is_month(point) else point.of
