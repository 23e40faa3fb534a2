"""From the text of opening hours to rules. What is not certain to be read as it was meant is refused, and named.

Source: wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from scheduler.daylight import SunTime
from scheduler.opening.expression import (
    MINUTES_IN_A_DAY,
    BySun,
    Expression,
    HoursRule,
    Joins,
    Moment,
    OpenState,
    TimeSpan,
)
from scheduler.opening.selectors import (
    BankHolidays,
    CalendarYears,
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
)
from scheduler.opening.tokens import Cursor, NotHours

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
               "november", "december")  # fmt: skip
WEEKDAYS = {name[:letters]: n for n, name in enumerate(DAY_NAMES) for letters in (2, 3, len(name))}
MONTHS = {name[:letters]: n for n, name in enumerate(MONTH_NAMES, start=1) for letters in (3, len(name))}
STATES = {"open": OpenState.OPEN, "off": OpenState.CLOSED, "closed": OpenState.CLOSED, "unknown": OpenState.UNKNOWN}
HOLIDAYS = ("ph", "sh")
LATEST_END = 2 * MINUTES_IN_A_DAY
FARTHEST_DAYS = 80
"""From Easter, so that the day stays in Easter's year."""

EVERY_WEEK = 53
MOST_LETTERS = 1000
"""Four times what OpenStreetMap takes: whoever writes more keeps the planner busy, and no hall needs it."""


@lru_cache(maxsize=4096)
def rules_of(text: str) -> Expression:
    """Read an expression.

    Edges: dashes and spaces of any length are understood, as are empty rules; capitals do not matter
    Errors: NotHours
    """
    if len(text) > MOST_LETTERS:
        raise NotHours(f"longer than {MOST_LETTERS:,} letters")
    return _Reader(text).rules()


@dataclass(frozen=True, slots=True)
class _Point:
    """A day of a year as it was written. `year` is 0 and `month` 0 where none was."""

    of: DayOfYear
    year: int = 0
    month: int = 0


class _Reader(Cursor):
    # Rules

    def rules(self) -> Expression:
        found: list[HoursRule] = []
        joins = Joins.INSTEAD
        while True:
            while joins is Joins.INSTEAD and self.took(";"):
                pass
            if self.next().kind == "end" and joins is Joins.INSTEAD and found:
                return Expression(tuple(found))
            found.append(self._rule(joins, is_first=not found))
            if self.next().kind == "end":
                return Expression(tuple(found))
            joins = self._joins(found[-1])

    def _joins(self, before: HoursRule) -> Joins:
        joins = next((each for each in Joins if self.at(each)), None)
        if not joins and self._begins_days():
            self.refuse(self.place, "days stand before times, with a semicolon between rules")
        says_when = before.times or before.note or before.state is not OpenState.OPEN
        if not joins or (joins is Joins.AS_WELL and not says_when):
            self.stuck()
        self.place += 1
        return joins

    def _rule(self, joins: Joins, *, is_first: bool) -> HoursRule:
        begun = self.place
        days: tuple[tuple[Selector, ...], ...] = ()
        times: tuple[TimeSpan, ...] = ()
        if self.next().kind == "always":
            self.take()
            times = (TimeSpan(0, MINUTES_IN_A_DAY),)
        else:
            days, times = self._days(), self._times()
        state, note = self._state()
        if self.place == begun:
            self.stuck()
        if not (is_first or days or joins is Joins.WHERE_CLOSED or (times and state is OpenState.CLOSED)):
            self.refuse(begun, "say on which days, or write || before it if it is for when all else is closed")
        return HoursRule(joins, days, times, state, note)

    def _state(self) -> tuple[OpenState, str]:
        state = STATES.get(self.word())
        if state:
            self.take()
        note = self.take().text[1:-1].strip() if self.next().kind == "note" else None
        if note is not None and self.next().kind not in ("sign", "end"):
            self.refuse(self.place - 1, "a note stands behind the hours it is about")
        return state or (OpenState.OPEN if note is None else OpenState.UNKNOWN), note or ""

    # Days

    def _begins_days(self) -> bool:
        word = self.word()
        is_year = self.next().kind == "number" and len(self.next().text) == 4
        return is_year or word in ("week", "easter", *HOLIDAYS) or word in WEEKDAYS or word in MONTHS

    def _days(self) -> tuple[tuple[Selector, ...], ...]:
        lists: dict[str, tuple[Selector, ...]] = {}
        while self._begins_days():
            begun = self.place
            kind, selectors = self._list()
            if kind in lists:
                self.refuse(begun, f"{kind} stand twice in one rule: write a comma or a semicolon between them")
            lists[kind] = selectors
            self.took(":")
        return tuple(lists.values())

    def _list(self) -> tuple[str, tuple[Selector, ...]]:
        if self.word() == "week":
            self.take()
            return "weeks", self.listed(self._weeks, lambda: self.next(1).kind == "number")
        if self.next().kind == "number" and not self._begins_date():
            return "years", self.listed(self._years, self._another_year)
        if self._begins_date():
            return "dates", self._dates()
        selectors = self.listed(self._weekdays, lambda: self.word(1) in (*WEEKDAYS, *HOLIDAYS))
        is_of_holidays = not any(isinstance(selector, Weekdays) for selector in selectors)
        return "holidays" if is_of_holidays else "weekdays", selectors

    def _weeks(self) -> DaySelector:
        begun, first = self.place, self.number("a week", 1, EVERY_WEEK)
        last = self.number("a week", 1, EVERY_WEEK) if self.took("-") else first
        if last < first:
            self.refuse(begun, "weeks run from the lower number to the higher")
        return Weeks(first, last, self.number("every so many weeks", 1, EVERY_WEEK) if self.took("/") else 1)

    def _another_year(self) -> bool:
        is_year = self.next(1).kind == "number" and len(self.next(1).text) == 4
        return is_year and self.word(2) not in MONTHS and self.word(2) != "easter"

    def _years(self) -> DaySelector:
        begun, first = self.place, self.number("a year", 1900, 2999)
        if self.at("-") and len(self.next(1).text) != 4:
            self.refuse(begun, "a date is written as 2027 Jun 01")
        last = self.number("a year", first, 2999) if self.took("-") else first
        if self.at("/"):
            self.take()
            self.take()
            self.refuse(begun, "write each year")
        return CalendarYears(first, 9999 if self.took("+") else last)

    def _weekdays(self) -> Selector:
        begun, word = self.place, self.word()
        self.take()
        if word in HOLIDAYS:
            offset = self._offset()
            if word == "sh" and offset:
                self.refuse(begun, "days before or after school holidays are not known")
            return BankHolidays(offset) if word == "ph" else SchoolHolidays()
        first = WEEKDAYS[word]
        if self.at("["):
            return Weekdays(frozenset((first,)), self._nths(), self._offset())
        last = first
        if self.at("-"):
            if self.word(1) not in WEEKDAYS:
                self.take()
                self.stuck()
            self.take()
            last = WEEKDAYS[self.take().text.casefold()]
        if self.at("["):
            self.refuse(begun, "the first or last of a month is of one weekday: such as Tu[1],We[1]")
        return Weekdays(frozenset((first + n) % 7 for n in range((last - first) % 7 + 1)))

    def _nths(self) -> frozenset[int]:
        self.need("[")
        found = frozenset(nth for span in self.listed(self._nth, lambda: True) for nth in span)
        self.need("]")
        return found

    def _nth(self) -> Sequence[int]:
        sign = -1 if self.took("-") else 1
        first = sign * self.number("one weekday of a month", 1, 5)
        if sign < 0 or not self.took("-"):
            return (first,)
        return range(first, self.number("one weekday of a month", first, 5) + 1)

    def _offset(self) -> int:
        """So many days later, or earlier where below 0."""
        if not ((self.at("+") or self.at("-")) and self.next(1).kind == "number"):
            return 0
        sign = 1 if self.take().text == "+" else -1
        days = self.number("a number of days", 1, FARTHEST_DAYS)
        if self.word() not in ("day", "days"):
            self.stuck()
        self.take()
        return sign * days

    # Dates

    def _begins_date(self, ahead: int = 0) -> bool:
        token = self.next(ahead)
        if token.kind == "number" and len(token.text) == 4:
            ahead += 1
        return self.word(ahead) in MONTHS or self.word(ahead) == "easter"

    def _dates(self) -> tuple[Selector, ...]:
        found: list[DaySelector] = []
        point: _Point | None = None
        has_year = False
        while True:
            begun = self.place
            if point and self.next().kind == "number" and not self._begins_date():
                day = self.number("a day of a month", 1, 31)
                begins = _Point(self._date(begun, point.year, point.month, day), point.year, point.month)
            else:
                begins = self._point()
            if found and bool(begins.year) != has_year:
                self.refuse(begun, "say the year of each date or of none")
            has_year = bool(begins.year)
            selector, point = self._date_range(begun, begins)
            found.append(selector)
            is_day = point is not None and self.next(1).kind == "number" and len(self.next(1).text) <= 2
            if not (self.at(",") and (is_day or self._begins_date(1))):
                return tuple(found)
            self.take()

    def _point(self) -> _Point:
        """A day of a year, or a whole month, whose days are left open: `month` alone says which."""
        begun = self.place
        year = self.number("a year", 1900, 2999) if self.next().kind == "number" else 0
        word = self.word()
        if word == "easter":
            self.take()
            return _Point(FromEasterSunday(self._offset()), year)
        if word not in MONTHS:
            self.stuck()
        self.take()
        month = MONTHS[word]
        if self.next().kind == "number" and len(self.next().text) <= 2:
            return _Point(self._date(begun, year, month, self.number("a day of a month", 1, 31)), year, month)
        if self._begins_nth_weekday_of_range():
            weekday = WEEKDAYS[self.take().text.casefold()]
            (nth,) = nths if len(nths := self._nths()) == 1 else (0,)
            if not 1 <= abs(nth) <= 4:
                self.refuse(begun, "one weekday that every month has, 1 to 4 or -1 to -4")
            return _Point(OnNthWeekday(month, weekday, nth), year)
        return _Point(OnDate(month, 0), year, month)

    def _begins_nth_weekday_of_range(self) -> bool:
        """Such as `Su[-1]` in `Mar Su[-1]-Oct Su[-1]`; before anything else than a range it is a weekday list."""
        if not (self.word() in WEEKDAYS and self.at("[", 1)):
            return False
        size = 3 + self.at("-", 2)
        is_end = any(token.text == "-" for token in self.tokens[max(0, self.place - 3) : self.place - 1])
        return self.at("]", size) and (is_end or (self.at("-", size + 1) and self._begins_date(size + 2)))

    def _date(self, begun: int, year: int, month: int, day: int) -> OnDate:
        longest = monthrange(year or 2027, month)[1]
        if day > longest:
            why = (
                "not every year has it: say the year" if (month, day, year) == (2, 29, 0) else f"it has {longest} days"
            )
            self.refuse(begun, why)
        return OnDate(month, day)

    def _date_range(self, begun: int, begins: _Point) -> tuple[DaySelector, _Point | None]:
        """One day, one month or a range; and the point after which further days of its month may be listed."""
        ends = self._range_end(begins) if self.took("-") else begins
        if self.at("+"):
            self.take()
            self.refuse(begun, "say until which day")
        if _is_month(begins) != _is_month(ends):
            self.refuse(begun, "a range runs from day to day, or from month to month")
        year = ends.year or begins.year
        if ends.year and not begins.year:
            self.refuse(begun, "say the first year too")
        first, last = _first_day(begins), _last_day(ends)
        years = (begins.year, year) if year else None
        if years and last.of(years[1]) < first.of(years[0]):
            self.refuse(begun, "it ends before it begins: say the second year too")
        return Dates(first, last, years), None if _is_month(ends) or not ends.month else ends

    def _range_end(self, begins: _Point) -> _Point:
        begun = self.place
        if self.next().kind != "number" or self._begins_date():
            return self._point()
        if not begins.month or _is_month(begins):
            self.stuck()
        day = self.number("a day of a month", 1, 31)
        if isinstance(begins.of, OnDate) and day < begins.of.day:
            self.refuse(begun, "it comes before the day it runs from: say its month")
        return _Point(self._date(begun, begins.year, begins.month, day), begins.year, begins.month)

    # Times

    def _begins_time(self, ahead: int = 0) -> bool:
        return self.next(ahead).kind == "time" or self.at("(", ahead) or self.word(ahead) in list(SunTime)

    def _times(self) -> tuple[TimeSpan, ...]:
        return self.listed(self._span, lambda: self._begins_time(1)) if self._begins_time() else ()

    def _span(self) -> TimeSpan:
        begun, begins = self.place, self._moment()
        if isinstance(begins, int) and begins >= MINUTES_IN_A_DAY:
            self.refuse(begun, "a day begins before 24:00")
        if self.took("+"):
            return TimeSpan(begins, None, has_no_end=True)
        if not self.at("-"):
            self.refuse(begun, "say until when")
        self.take()
        ends = self._moment()
        if self.at("/"):
            self.take()
            self.take()
            self.refuse(begun, "every so many minutes is for buses")
        ends = self._later(begun, begins, ends)
        if self.took("+"):
            if not isinstance(ends, int) or ends > MINUTES_IN_A_DAY:
                self.refuse(begun, "say until when")
            return TimeSpan(begins, ends, has_no_end=True)
        return TimeSpan(begins, ends)

    def _later(self, begun: int, begins: Moment, ends: Moment) -> Moment:
        """The end, in the night after where it is not later by the clock."""
        if begins == ends and ends != 0:
            self.refuse(begun, "it ends as it begins")
        if isinstance(begins, BySun) or isinstance(ends, BySun) or ends > begins:
            return ends
        return ends + MINUTES_IN_A_DAY

    def _moment(self) -> Moment:
        begun = self.place
        if self.took("("):
            sun_time = self._sun_time()
            if not (self.at("+") or self.at("-")):
                self.stuck()
            sign = 1 if self.take().text == "+" else -1
            moment = BySun(sun_time, sign * self._clock())
            self.need(")")
            return moment
        if self.next().kind != "time":
            return BySun(self._sun_time())
        minutes = self._clock()
        if minutes > LATEST_END:
            self.refuse(begun, "a time is 00:00 to 24:00, or to 48:00 in the night after")
        return minutes

    def _clock(self) -> int:
        if self.next().kind != "time":
            self.stuck()
        begun, (hours, _, minutes) = self.place, self.take().text.partition(":")
        if int(minutes) > 59:
            self.refuse(begun, "an hour has 60 minutes")
        return int(hours) * 60 + int(minutes)

    def _sun_time(self) -> SunTime:
        if self.word() not in list(SunTime):
            self.stuck()
        return SunTime(self.take().text.casefold())


def _is_month(point: _Point) -> bool:
    return isinstance(point.of, OnDate) and not point.of.day


def _first_day(point: _Point) -> DayOfYear:
    return OnDate(point.month, 1) if _is_month(point) else point.of


def _last_day(point: _Point) -> DayOfYear:
    return OnDate(point.month, 31) if _is_month(point) else point.of
