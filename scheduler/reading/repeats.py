"""How much a calendar asks for before it is read, and how often its entries repeat. Reads no entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Event

from scheduler.errors import Problem, UnusableData
from scheduler.reading.bounds import MOST_CALENDAR_BYTES, MOST_REPEATS, MOST_STEPS, amount

FOLD = re.compile(rb"\r?\n[ \t]")
RULE = re.compile(rb"(?im)^RRULE[^:\r\n]*:(?:[^\r\n]*;)?FREQ=(\w+)")
ZONE = re.compile(rb"(?im)^(BEGIN|END):VTIMEZONE")
PASSED_OVER = re.compile(
    rb"(?im)^(?:X-[\w-]+|ATTACH|ATTENDEE|CATEGORIES|CLASS|COMMENT|CONTACT|CREATED|DESCRIPTION|GEO|LAST-MODIFIED|LOCATION"
    rb"|ORGANIZER|PRIORITY|RELATED-TO|RESOURCES|URL)[;:].*\n?"
)
"""What no rule asks an entry for: most of a calendar, and most of the time to read it."""
TOO_OFTEN = ("SECONDLY", "MINUTELY")
"""Repeats that no appointment has: a year of them would take minutes to read."""
TIMES_A_YEAR = {"HOURLY": 366 * 24, "DAILY": 366, "WEEKLY": 53, "MONTHLY": 12, "YEARLY": 1}
OF_YEAR = {"BYYEARDAY", "BYWEEKNO"}
LONGEST = dict(enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1))
"""Each month's days, in a leap year."""
A_DAY, A_YEAR = timedelta(days=1), timedelta(days=366)


class Spent:
    """What the calendars of one folder asked for so far."""

    def __init__(self) -> None:
        self._bytes = 0
        self._steps = self._repeats = 0.0

    def lines(self, file: str, data: bytes) -> bytes:
        """Return a calendar's text without folds and without what no rule asks for.

        Errors: UnusableData where all of them together are too long
        """
        text = PASSED_OVER.sub(b"", FOLD.sub(b"", data))
        self._bytes += len(text)
        if self._bytes > MOST_CALENDAR_BYTES:
            raise _too_much(file, f"{amount(MOST_CALENDAR_BYTES)} of times in all calendars")
        return text

    def repeats(self, file: str, event: Event, first: date, last: date) -> None:
        """End an entry's repeats with a day, for programs write them without an end or with one in the year 9999.

        Units:  `first` and `last` are the days that are asked for
        Errors: UnusableData where those of all calendars are too many
        """
        begins = _day(event.start)
        for rule in event.rrules:
            until = rule.get("UNTIL", [None])[0]
            if until is None or _day(until) > last:
                rule["UNTIL"] = [_like(event.start, last)]
            self._steps += _times(rule, begins, last)
            self._repeats += _times(rule, max(begins, first), last)
        years = max((last - first) / A_YEAR, 1)
        if self._repeats > MOST_REPEATS * years:
            raise _too_much(file, f"{MOST_REPEATS:,} repeats a year in all calendars")
        if self._steps > MOST_STEPS:
            raise _too_much(file, f"{MOST_STEPS:,} repeats since the entries began")


def may_never_come(rule: Any) -> bool:
    """Whether nothing says that a repeat comes: others' programs look for such a day until the year 9999.

    Edges: it takes a few rules for doubtful that do come, and that no calendar program writes
    """

    def numbers(part: str) -> list[int]:
        return [abs(int(str(each))) for each in rule.get(part, ())]

    often, interval = str(rule["FREQ"][0]).upper(), rule.get("INTERVAL", [1])[0]
    by = {part for part in (*OF_YEAR, "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS") if part in rule}
    weekdays = [int(str(day)[:-2]) if str(day)[:-2] else 0 for day in rule.get("BYDAY", ())]
    if often == "HOURLY":
        return bool(by - {"BYDAY"}) or interval % 24 == 0
    if often == "DAILY":
        return bool(by - {"BYDAY", "BYMONTH"}) or (bool(by) and interval > 1)
    if by & OF_YEAR and by & {"BYMONTH", "BYMONTHDAY"}:
        return True
    if by >= {"BYMONTH", "BYMONTHDAY"} and min(numbers("BYMONTHDAY")) > max(LONGEST[m] for m in numbers("BYMONTH")):
        return True
    if any(abs(day) > (53 if often == "YEARLY" and "BYMONTH" not in by else 5) for day in weekdays):
        return True
    place = max(numbers("BYSETPOS"), default=1)
    return place > 1 and not (often == "MONTHLY" and place <= 5 and weekdays and not any(weekdays))


def hasty_rules(file: str, text: bytes) -> Iterator[Problem]:
    """Rules that repeat too often, by their text: those of time zones are followed while the file is read."""
    marks = [(found.start(), found[1].upper() == b"BEGIN") for found in ZONE.finditer(text)]
    for rule in RULE.finditer(text):
        often = rule[1].decode("ascii", "replace").upper()
        in_zone = next((begins for start, begins in reversed(marks) if start < rule.start()), False)
        if in_zone and often != "YEARLY":
            yield Problem(file, 0, "VTIMEZONE", f"FREQ={often}", "FREQ=YEARLY in a time zone")


def _too_much(file: str, wanted: str) -> UnusableData:
    wanted = f"at most {wanted}: export the months that are planned, and no more"
    return UnusableData((Problem(file, 0, "", "more than that", wanted),))


def _times(rule: Any, first: date, last: date) -> float:
    times = _times_a_year(rule) * max(last - first + A_DAY, A_DAY) / A_YEAR / max(rule.get("INTERVAL", [1])[0], 1)
    return float(min(times, rule.get("COUNT", [times])[0]))


def _times_a_year(rule: Any) -> int:
    """How often it repeats in a year at most: the days it names, and the times of each."""

    def named(*parts: str) -> int:
        return sum(len(rule.get(part, ())) for part in parts)

    often = str(rule["FREQ"][0]).upper()
    times = TIMES_A_YEAR[often]
    in_month = named("BYMONTHDAY") + sum(1 if str(day)[:-2] else 5 for day in rule.get("BYDAY", ()))
    if often == "WEEKLY":
        times *= max(1, named("BYDAY"))
    if often == "MONTHLY":
        times *= max(1, in_month)
    if often == "YEARLY":
        months = named("BYMONTH") or (12 if in_month else 1)
        times = months * max(1, in_month) + named("BYYEARDAY") + 7 * named("BYWEEKNO")
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= max(1, named(part))
    return times


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _like(moment: date | datetime, day: date) -> date | datetime:
    """The end of a day, as RFC 5545 wants the end of repeats that begin with that moment: a day, local time or UTC."""
    if not isinstance(moment, datetime):
        return day
    return datetime.combine(day, time(23, 59, 59), UTC if moment.tzinfo else None)
