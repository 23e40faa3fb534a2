"""When a hall is open or an officer on duty: opening hours in OpenStreetMap syntax, read once into plain spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduler.daylight import SunTime, sun_time
from scheduler.facts import Borough, Officer, SchoolPeriod, Venue
from scheduler.opening.expression import (
    MINUTES_IN_A_DAY,
    NO_TERMS,
    DayStretch,
    Expression,
    OpenState,
    SunMinute,
    agreed,
)
from scheduler.opening.syntax import rules_of
from scheduler.school import school_holiday

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where hours are meant, and on whose clocks. Units: degrees north and east"""

    lat: float
    lon: float
    timezone: str


@dataclass(frozen=True, slots=True)
class LocalHours:
    """Opening hours with what they need to be told: the schools' terms, a place, and what unknown hours count as.

    Edges: hours that are unknown count as open if `unknown_counts`; without a place they may not name the sun's times
    """

    opening_hours: str
    school: tuple[SchoolPeriod, ...] = ()
    place: Place | None = None
    unknown_counts: bool = False


Hours = str | LocalHours
"""Opening hours; as plain text where they need no more to be told, so that equal ones are told once."""


def local_hours(
    opening_hours: str,
    school: tuple[SchoolPeriod, ...],
    place: Place | None = None,
    *,
    unknown_counts: bool = False,
) -> Hours:
    """Opening hours with no more than they need to be told. Errors: NotHours"""
    rules = rules_of(opening_hours)
    needs_school, needs_place = rules.name_school_holidays, rules.name_the_sun
    if not (needs_school or needs_place or unknown_counts):
        return opening_hours
    return LocalHours(opening_hours, school if needs_school else (), place if needs_place else None, unknown_counts)


def hall_hours(borough: Borough, venue: Venue, *, unknown_counts: bool | None = None) -> Hours:
    """A hall's opening hours, as they are told in its borough: what is unknown counts if somebody rings first there."""
    place = Place(venue.lat, venue.lon, borough.profile.timezone)
    counts = borough.policy.rings_first if unknown_counts is None else unknown_counts
    return local_hours(venue.opening_hours, borough.school, place, unknown_counts=counts)


def duty_hours(borough: Borough, officer: Officer, *, unknown_counts: bool = False) -> Hours:
    """An officer's working hours, as they are told in the borough; what is unknown there is no duty."""
    return local_hours(officer.working_hours, borough.school, unknown_counts=unknown_counts)


def names_the_sun(opening_hours: str) -> bool:
    """Whether an expression names dawn, sunrise, sunset or dusk outside its comments. Errors: NotHours"""
    return rules_of(opening_hours).name_the_sun


@dataclass(frozen=True, slots=True)
class OpenSpans:
    """Joined, sorted spans of local wall-clock time: span `n` runs from `starts[n]` to `ends[n]`."""

    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]

    def cover(self, first: datetime, last: datetime) -> bool:
        """Whether one span holds the whole of `first` to `last` (naive local times)."""
        n = bisect_right(self.starts, first) - 1
        return n >= 0 and last <= self.ends[n]


@lru_cache(maxsize=4096)
def open_spans(hours: Hours, first: date, last: date) -> OpenSpans:
    """Read one expression for the days from `first` to `last`, and through the following night.

    Edges:  what is unknown is left out, unless the hours say that it counts
    Errors: NotHours for an expression that is none; the reader has refused it
    """
    counts = (
        {OpenState.OPEN, OpenState.UNKNOWN} if not isinstance(hours, str) and hours.unknown_counts else {OpenState.OPEN}
    )
    end = ((last - first).days + 2) * MINUTES_IN_A_DAY
    starts: list[int] = []
    ends: list[int] = []
    for lower, upper in sorted((told.begins, told.ends) for told in said(hours, first, last) if told.state in counts):
        if ends and lower <= ends[-1]:
            ends[-1] = max(ends[-1], min(upper, end))
        elif upper > 0 and lower < end:
            starts.append(max(lower, 0))
            ends.append(min(upper, end))
    midnight = datetime.combine(first, time())
    return OpenSpans(*(tuple(midnight + n * MINUTE for n in minutes) for minutes in (starts, ends)))


def said(hours: Hours, first: date, last: date) -> Iterator[DayStretch]:
    """What is open or unknown from the day before `first` to the day after `last`, in minutes from its midnight.

    Edges:  a day's night may overlap the day after
    Errors: NotHours
    """
    local = LocalHours(hours) if isinstance(hours, str) else hours
    rules = rules_of(local.opening_hours)
    before, count = first - timedelta(days=1), (last - first).days + 3
    known: dict[tuple[int, ...], tuple[DayStretch, ...]] = {}
    for n, readings in enumerate(zip(*_readings(rules, local, before, count), strict=True)):
        if rules.name_the_sun:
            minute = _sun_minute(local, before + timedelta(days=n))
            parts = [rules.told(places, minute) for places in readings]
        else:
            parts = [known.get(places) or known.setdefault(places, rules.told(places, _no_sun)) for places in readings]
        begun = (n - 1) * MINUTES_IN_A_DAY
        for part in parts[0] if parts[0] is parts[-1] else agreed(parts[0], parts[-1], NO_TERMS):
            yield DayStretch(begun + part.begins, begun + part.ends, part.state, part.note)


def _readings(rules: Expression, hours: LocalHours, first: date, count: int) -> Iterator[Iterator[tuple[int, ...]]]:
    """The rules that make each day; once more with holidays where the schools' terms are not known, if that matters."""
    if not rules.name_school_holidays:
        yield rules.by_day(first, count, 0)
        return
    holidays = [school_holiday(hours.school, first + timedelta(days=n)) for n in range(count)]
    for may_be in (False, True):
        bits = (1 << n for n, holiday in enumerate(holidays) if (may_be if holiday is None else holiday))
        yield rules.by_day(first, count, sum(bits))


def _no_sun(sun: SunTime) -> int:
    raise AssertionError(f"{sun} without a place")


def _sun_minute(hours: LocalHours, day: date) -> SunMinute:
    place = hours.place
    if not place:
        return _no_sun
    zone, midnight = ZoneInfo(place.timezone), datetime.combine(day, time())

    def minute(sun: SunTime) -> int:
        local = sun_time(day, place.lat, place.lon, sun).astimezone(zone).replace(tzinfo=None)
        return min(max((local - midnight) // MINUTE, 0), MINUTES_IN_A_DAY)

    return minute
