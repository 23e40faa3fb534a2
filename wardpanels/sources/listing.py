"""What a source says of one meeting: the value that every source gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Listing:
    """One event as somebody else tells of it.

    Edges: `place` is its address where the source has one apart; `text` is all that is said of it, the place too
    """

    day: date
    start: time | None
    text: str
    place: str = ""
    is_cancelled: bool = False
