"""The VTIMEZONE of a feed: what tells a calendar program when the clocks change.

Source: RFC 5545 3.6.5. An onset is in the local time that ends. No X-LIC-LOCATION: dateutil 2.9 refuses it. Ours, for
        icalendar 7.3's own starts summer an hour late, and lists years where a calendar outlives them
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count, groupby
from operator import itemgetter

from publishers.contentlines import lines
from scheduler.clocks import Clocks, YearlyChange, clocks_of
from scheduler.tz_table import Clock

WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


@cache
def timezone_bytes(name: str, first_day: date, last_day: date) -> bytes:
    """The VTIMEZONE component of a zone, to stand before the meetings of a feed.

    Edges:  right from the year before `first_day` on, and for ever after `last_day`; the days change nothing where the
            zone's rule is older than that
    Errors: those of `clocks_of`
    """
    observances = _observances(clocks_of(name), first_day.year - 1)
    return lines("BEGIN:VTIMEZONE", f"TZID:{name}", *observances, "END:VTIMEZONE")


def _observances(clocks: Clocks, first_year: int) -> Iterator[str]:
    if clocks.since >= first_year or not clocks.rule.yearly:
        yield from _until_the_rule(clocks, min(first_year, clocks.since))
    for change in clocks.rule.yearly:
        yield from _every_year(change, clocks.since)


def _until_the_rule(clocks: Clocks, first_year: int) -> Iterator[str]:
    """What the clocks show as a year begins, and each change before the rule."""
    listed = tuple(change for change in clocks.listed if change.at.year >= first_year)
    ahead = (*listed, *clocks.rule.in_year(clocks.since))
    opening = ahead[0].before if ahead else clocks.rule.standing
    yield from _observance(datetime(first_year, 1, 1), opening, opening)  # noqa: DTZ001 local by its nature
    for change in listed:
        yield from _observance(change.local, change.before, change.after)


def _every_year(change: YearlyChange, since: int) -> Iterator[str]:
    """One observance, or two where the change falls into one month this year and into the next in another."""
    for month, days in groupby(change.days, key=itemgetter(0)):
        onsets = (change.in_year(year).local for year in count(since))
        first = next(onset for onset in onsets if onset.month == month)
        by_day = _by_day(month, [day for _, day in days], WEEKDAYS[change.weekday])
        yield from _observance(first, change.before, change.after, f"RRULE:FREQ=YEARLY;BYMONTH={month};{by_day}")


def _by_day(month: int, days: list[int], weekday: str) -> str:
    if len(days) == 7 and days[-1] == monthrange(2027, month)[1]:
        return f"BYDAY=-1{weekday}"
    if len(days) == 7 and days[-1] % 7 == 0:
        return f"BYDAY={days[-1] // 7}{weekday}"
    return f"BYMONTHDAY={','.join(map(str, days))};BYDAY={weekday}"


def _observance(onset: datetime, before: Clock, after: Clock, *rule: str) -> Iterator[str]:
    kind = "DAYLIGHT" if after.offset > before.offset else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{onset:%Y%m%dT%H%M%S}"
    yield from rule
    yield f"TZNAME:{after.name}"
    yield f"TZOFFSETFROM:{_offset(before.offset)}"
    yield f"TZOFFSETTO:{_offset(after.offset)}"
    yield f"END:{kind}"


def _offset(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(offset) // timedelta(seconds=1), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{seconds:02}" if seconds else "")
