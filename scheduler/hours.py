"""When a hall is open or an officer on duty: opening hours in OpenStreetMap syntax, read once into plain spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

COUNTRY = "GB"
"""Whose public holidays `PH` means: days that all of the United Kingdom keeps; nobody meets on any of them.

Source: opening-hours-py's own calendar
"""
SUN_WORD = re.compile(r"\b(?:dawn|sunrise|sunset|dusk)\b", re.IGNORECASE)
COMMENT = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class HoursBySun:
    """Opening hours that name the sun's times, with where and on whose clocks they are meant.

    Units: degrees north and east
    """

    opening_hours: str
    lat: float
    lon: float
    timezone: str


Hours = str | HoursBySun
"""Opening hours; as plain text where they are the same everywhere."""


def names_the_sun(opening_hours: str) -> bool:
    """Whether an expression names dawn, sunrise, sunset or dusk outside its comments."""
    return SUN_WORD.search(COMMENT.sub("", opening_hours)) is not None


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

    Errors: `opening_hours.ParserError` for an expression that is none; the reader has refused it
    Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
    """

    begin, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=2), time())
    spans = [
        (since, until or end) for since, until, state, _ in _read(hours).intervals(begin, end) if state == State.OPEN
    ]
    if not isinstance(hours, str):
        spans = [(since.replace(tzinfo=None), until.replace(tzinfo=None)) for since, until in spans]
    starts: list[datetime] = []
    ends: list[datetime] = []
    for lower, upper in spans:
        if ends and ends[-1] == lower:
            ends[-1] = upper
        else:
            starts.append(lower)
            ends.append(upper)
    return OpenSpans(tuple(starts), tuple(ends))


def _read(hours: Hours) -> OpeningHours:

    if isinstance(hours, str):
        return OpeningHours(hours, country=COUNTRY)
    zone = ZoneInfo(hours.timezone)
    return OpeningHours(hours.opening_hours, zone, COUNTRY, (hours.lat, hours.lon))
