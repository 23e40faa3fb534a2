"""Calendars of a folder: officers' busy times and the meetings of other bodies. Knows iCalendar and no CSV file."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.timezone import tzp

from scheduler.errors import Problem, UnusableData
from scheduler.facts import BusyTime, DayKind, DaySpan, PartOfDay, SpecialDays
from scheduler.period import Period
from scheduler.reading.door import file_bytes, files_in, kind_of, through
from scheduler.reading.found import shown
from scheduler.reading.repeats import TOO_OFTEN, Spent, hasty_rules, may_never_come

OTHER_MEETINGS_FILE = "other_meetings.ics"
BUSY_FOLDER = "busy"
ICS = ".ics"
YEARS_REPEATED = 1
"""An entry that repeats without an end is followed for so long after the last date of its file, if no year is asked."""
NO_LABEL = "without a title"
EVENING_FROM = time(17)
"""Another body's meeting from then on leaves the daytime free."""
WANTED = "a calendar as programs export it (.ics), which begins with BEGIN:VCALENDAR"

Fact = TypeVar("Fact")
Found = tuple[tuple[Fact, ...], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True, order=True)
class CalendarEntry:
    """One entry of a calendar, repeats written out. Local wall-clock times without a zone; `ends` is not part of it."""

    starts: datetime
    ends: datetime
    label: str
    is_free: bool


def other_meetings(
    folder: Path, kind: DayKind, timezone: str, period: Period | None = None, spent: Spent | None = None
) -> Found[SpecialDays]:
    """Days on which another body meets, from `other_meetings.ics`; none where there is no such file.

    Edges: `.ICS` will do as well
    """
    days, problems = list[SpecialDays](), list[Problem]()
    name = files_in(folder).get(OTHER_MEETINGS_FILE)
    if name:
        entries, unread = _read(folder, name, timezone, period, spent or Spent())
        problems += unread
        days += [_special_days(entry, kind) for entry in entries]
    return tuple(days), tuple(problems)


def busy_times(
    folder: Path,
    officer_ids: Iterable[str],
    timezone: str,
    period: Period | None = None,
    spent: Spent | None = None,
) -> Found[BusyTime]:
    """When officers' calendars are taken, from `busy/OFFICER_ID.ics`. Entries marked as free time do not count.

    Edges: a calendar may tell only which times are taken (VFREEBUSY), and not by what
    """
    known, taken, problems = frozenset(officer_ids), list[BusyTime](), list[Problem]()
    so_far = spent or Spent()
    for small, file in files_in(folder / BUSY_FOLDER).items():
        name, officer_id = f"{BUSY_FOLDER}/{file}", file[: -len(ICS)]
        if not small.endswith(ICS):
            continue
        if officer_id not in known:
            wanted = "a name such as S01.ics, of an officer_id in the officers' table"
            problems.append(Problem(name, 0, "", shown(officer_id), wanted))
            continue
        entries, unread = _read(folder, name, timezone, period, so_far)
        problems += unread
        taken += [BusyTime(officer_id, entry.starts, entry.ends) for entry in entries if not entry.is_free]
    return tuple(taken), tuple(problems)


def _read(
    folder: Path, name: str, timezone: str, period: Period | None, spent: Spent
) -> tuple[tuple[CalendarEntry, ...], tuple[Problem, ...]]:
    try:
        return entries_of(name, file_bytes(folder, name), timezone, period, spent), ()
    except UnusableData as fault:
        return (), fault.problems


def entries_of(
    file: str, data: bytes, timezone: str, period: Period | None = None, spent: Spent | None = None
) -> tuple[CalendarEntry, ...]:
    """Every entry of a calendar that stands, in order: those that touch one period, or all.

    Edges:  without a period, repeats that have no end are followed for a year after the last date of the file
    Errors: UnusableData where the bytes are no calendar, or an entry repeats more often than every hour, ends before it
            starts, or is in a time zone that nobody knows; or where it asks for more than the calendars may
    """
    return through(file, WANTED, lambda: _entries_of(file, data, ZoneInfo(timezone), period, spent or Spent()))


def _entries_of(
    file: str, data: bytes, zone: ZoneInfo, period: Period | None, spent: Spent
) -> tuple[CalendarEntry, ...]:
    kind = kind_of(data)
    text = spent.lines(file, data)
    if not kind and (refused := tuple(hasty_rules(file, text))):
        raise UnusableData(refused)
    tzp.use_default()  # the library gives a zone that one file defines to the next file that names one so
    calendars = [] if kind else Calendar.from_ical(text, multiple=True)
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise UnusableData((Problem(file, 0, "", kind or "something that is no calendar", WANTED),))
    if refused := tuple(problem for calendar in calendars for problem in _faults(file, calendar, zone)):
        raise UnusableData(refused)
    entries = {entry for calendar in calendars for entry in _entries(file, calendar, zone, period, spent)}
    return tuple(sorted(entries))


def _faults(file: str, calendar: Calendar, zone: ZoneInfo) -> Iterator[Problem]:
    for event in calendar.events:
        starts, ends = _local(event.start, zone), _local(event.end, zone)
        entry = f"the entry {shown(_label(event) or NO_LABEL)} of {starts:%Y-%m-%d}"
        for rule in event.rrules:
            often = str(rule["FREQ"][0]).upper()
            if often in TOO_OFTEN:
                yield Problem(file, 0, entry, f"FREQ={often}", "FREQ=HOURLY or longer")
            elif may_never_come(rule):
                yield Problem(file, 0, entry, f"a repeat that may never come ({often})", "one that comes every year")
        for name in _in_unknown_zones(event):
            yield Problem(file, 0, entry, f"TZID={name}", "a time zone such as Europe/London, or one the file defines")
        if ends < starts:
            yield Problem(file, 0, entry, f"an end at {ends:%Y-%m-%d %H:%M}", f"one after {starts:%Y-%m-%d %H:%M}")


def _in_unknown_zones(event: Event) -> set[str]:
    """The zones that an entry names and nobody knows: the library leaves its times without one."""
    moments = (event.get(name) for name in ("DTSTART", "DTEND"))
    named = ((moment.params.get("TZID"), moment.dt) for moment in moments if moment is not None)
    return {str(tzid) for tzid, at in named if tzid and isinstance(at, datetime) and at.tzinfo is None}


def _entries(
    file: str, calendar: Calendar, zone: ZoneInfo, period: Period | None, spent: Spent
) -> Iterator[CalendarEntry]:
    yield from _taken(calendar, zone)
    written = [_local(event.start, zone) for event in calendar.events]
    if not written:
        return
    import recurring_ical_events  # type: ignore[import-untyped]  # it follows repeats, exceptions and moved instances as RFC 5545 says

    first, last = min(written).date(), max(written).date() + timedelta(days=366 * YEARS_REPEATED)
    if period is not None:
        a_day = timedelta(days=1)  # a day more on each side, for other time zones
        first, last = period.first_day - a_day, period.last_day + 2 * a_day
    for event in calendar.events:
        spent.repeats(file, event, first, last)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of repeats that end with a day and are counted too
        repeated = recurring_ical_events.of(calendar).between(first, last)
    for event in repeated:
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            yield _entry(event, zone)


def _taken(calendar: Calendar, zone: ZoneInfo) -> Iterator[CalendarEntry]:
    """The times that a calendar tells as taken (RFC 5545 3.6.4), of every kind but free."""
    for told in calendar.walk("VFREEBUSY"):
        periods = told.get("FREEBUSY", [])
        for period in periods if isinstance(periods, list) else [periods]:
            if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                yield CalendarEntry(_local(period.start, zone), _local(period.end, zone), "", is_free=False)


def _entry(event: Event, zone: ZoneInfo) -> CalendarEntry:
    starts, ends = _local(event.start, zone), _local(event.end, zone)
    is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return CalendarEntry(starts, ends, _label(event), is_free)


def _label(event: Event) -> str:
    return " ".join(str(event.get("SUMMARY", "")).split())


def _local(moment: date | datetime, zone: ZoneInfo) -> datetime:
    """A moment on the borough's clocks; a whole day begins at midnight, and a time without a zone is already local."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _special_days(entry: CalendarEntry, kind: DayKind) -> SpecialDays:
    last = max(entry.starts, entry.ends - timedelta(minutes=1))
    days = DaySpan(entry.starts.date(), last.date())
    return SpecialDays(days, kind, _part(entry, days), entry.label or "another meeting", OTHER_MEETINGS_FILE)


def _part(entry: CalendarEntry, days: DaySpan) -> PartOfDay:
    if days.first == days.last and entry.starts.time() >= EVENING_FROM:
        return PartOfDay.EVENING
    if entry.ends <= datetime.combine(days.first, EVENING_FROM):
        return PartOfDay.DAYTIME
    return PartOfDay.ANY
