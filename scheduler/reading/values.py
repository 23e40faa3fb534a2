"""What one setting may hold: a TOML value in, ours out, or a CellError saying what to write. Knows no key."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeVar
from urllib.parse import urlsplit

from scheduler.clocks import NoRule, clocks_of
from scheduler.reading import cells
from scheduler.reading.found import CellError

Value = TypeVar("Value")

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MOST_RESIDENTS = 100_000
A_RULED_ZONE = "a time zone whose clocks change by one rule every year, or never, such as Europe/London"


def text(read: Callable[[str], Value]) -> Callable[[object], Value]:
    """Return a reader of settings in the words of a cell; what is not text is refused like an empty cell."""
    return lambda value: read(cells.tidy(value) if isinstance(value, str) else "")


def or_blank(read: Callable[[str], str]) -> Callable[[object], str]:
    """Return a reader of settings in the words of a cell that may be "", for none."""
    return lambda value: "" if value == "" else text(read)(value)


def whole(what: str, lowest: int, highest: int) -> Callable[[object], int]:
    """Return a reader of whole numbers, both ends included."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise CellError(f"{what} as a whole number, {lowest} to {highest}")
        return value

    return read


def day(value: object) -> date:
    """Return a day, written without quotes."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise CellError("a day without quotes, such as 2027-11-15")
    return value


def yes_or_no(value: object) -> bool:
    """Return a choice."""
    if not isinstance(value, bool):
        raise CellError("true or false")
    return value


def residents(value: object) -> float:
    """Return a mean number of residents. Whole numbers and decimals are both fine."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= MOST_RESIDENTS:
        raise CellError("residents at a meeting, 0 or more, such as 20")
    return value


def site_url(value: object) -> str:
    """Return the address of the public site, without a slash at its end."""
    url = value.strip().rstrip("/") if isinstance(value, str) else ""
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        is_usable = False
    if not is_usable or not url.isprintable() or set(url) & set(" <>\"'\\"):
        raise CellError("an address such as https://example.org/ward-panels")
    return url


def timezone(value: object) -> str:
    """Return the name of a time zone that this computer knows, and whose rule calendar programs can be told."""
    try:
        return clocks_of(value if isinstance(value, str) else "").zone
    except NoRule as fault:
        raise CellError(f"{A_RULED_ZONE} (this one has {fault.found})") from fault
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise CellError("a time zone such as Europe/London") from fault


def languages(value: object) -> tuple[str, ...]:
    """Return language tags in the order given, the main language first."""
    tags = tuple(value) if isinstance(value, list) else ()
    if (
        not tags
        or not all(isinstance(tag, str) and LANGUAGE.fullmatch(tag) for tag in tags)
        or len(set(tags)) < len(tags)
    ):
        raise CellError('a list of different language tags such as ["en", "bn"]')
    return tags


def clocks(value: object) -> tuple[time, ...]:
    """Return start times, sorted. TOML's own times and times in quotation marks are both fine."""
    starts = value if isinstance(value, list) else [None]
    try:
        written = [start.isoformat() if isinstance(start, time) else start for start in starts]
        return tuple(sorted({text(cells.clock)(start) for start in written}))
    except CellError as fault:
        raise CellError('a list of start times such as ["18:30", "19:00"]') from fault
