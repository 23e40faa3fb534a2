"""When a hall is open or an officer on duty: opening hours in OpenStreetMap syntax, read once into plain spans."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

COUNTRY = "GB"
"""Whose public holidays `PH` means: days that all of the United Kingdom keeps; nobody meets on any of them.

Source: opening-hours-py's own calendar
"""


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
def open_spans(opening_hours: str, first: date, last: date) -> OpenSpans:
    """Read one expression for the days from `first` to `last`, and through the following night.

    Errors: `opening_hours.ParserError` for an expression that is none; the reader has refused it
    Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
    """
    from opening_hours import OpeningHours, State

    begin, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=2), time())
    starts: list[datetime] = []
    ends: list[datetime] = []
    for lower, upper, state, _comment in OpeningHours(opening_hours, country=COUNTRY).intervals(begin, end):
        if state != State.OPEN:
            continue
        if ends and ends[-1] == lower:
            ends[-1] = upper or end
        else:
            starts.append(lower)
            ends.append(upper or end)
    return OpenSpans(tuple(starts), tuple(ends))
