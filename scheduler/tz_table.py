"""A time zone's table as this computer has it: every change it lists, and the rule that it ends in.

Source: RFC 8536 3 (TZif)
"""

from __future__ import annotations

import struct
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from itertools import pairwise
from pathlib import Path

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = -(2**31)
"""December 1901, in seconds after 1970. Tables of some makers begin with the big bang, which no date can hold."""

HEADER = struct.Struct(">4s c 15x 6L")
KIND = struct.Struct(">l ? B")


@dataclass(frozen=True, slots=True)
class Clock:
    """What clocks show for a while.

    Units: `offset` is ahead of UTC; `name` is what people call it, such as BST
    """

    offset: timedelta
    name: str


@dataclass(frozen=True, slots=True)
class ClockChange:
    """One change of the clocks, at a moment in UTC."""

    at: datetime
    before: Clock
    after: Clock

    @property
    def local(self) -> datetime:
        """When it is by the clocks that end. Naive."""
        return self.at.replace(tzinfo=None) + self.before.offset


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """The changes that are listed, oldest first, and what holds from `ends_at` on: a rule as POSIX writes it.

    Edges: a change that nobody would see is not listed, but the list may end in one
    """

    changes: tuple[ClockChange, ...]
    ends_at: datetime
    ending: str


def table_of(zone: str) -> ZoneTable:
    """Find the table of a zone where `zoneinfo` finds it, and read it.

    Errors: ZoneInfoNotFoundError; ValueError where the table has no rule at its end
    """
    return read_table(_bytes_of(zone))


def read_table(data: bytes) -> ZoneTable:
    """Read a table.

    Errors: ValueError where it is none, or is of the first version, which has no rule
    """
    magic, version, *counts = HEADER.unpack_from(data)
    if magic != b"TZif" or version < b"2":
        raise ValueError(f"found {magic + version!r}, wanted a TZif table of version 2 or later")
    again = HEADER.size + _size(counts, 4)
    _, _, *counts = HEADER.unpack_from(data, again)
    body, after = again + HEADER.size, again + HEADER.size + _size(counts, 8)
    return _table(data[body:after], counts, data[after:].strip(b"\n").decode("ascii"))


def _size(counts: list[int], width: int) -> int:
    """How long the body of a table is, its times being `width` bytes."""
    at_utc, at_standard, leaps, times, kinds, letters = counts
    return times * (width + 1) + kinds * KIND.size + letters + leaps * (width + 4) + at_standard + at_utc


def _table(body: bytes, counts: list[int], ending: str) -> ZoneTable:
    *_, times, kinds, letters = counts
    kinds_at = times * 9
    names_at = kinds_at + kinds * KIND.size
    names = body[names_at : names_at + letters]
    clocks = [
        Clock(timedelta(seconds=seconds), names[start : names.index(b"\0", start)].decode("ascii"))
        for seconds, _, start in KIND.iter_unpack(body[kinds_at:names_at])
    ]
    moments = (EPOCH + timedelta(seconds=max(when, EARLIEST)) for when in struct.unpack_from(f">{times}q", body))
    shown = [(EPOCH + timedelta(seconds=EARLIEST), clocks[0])]
    shown += zip(moments, (clocks[n] for n in body[times * 8 : kinds_at]), strict=True)
    listed = (ClockChange(at, before, after) for (_, before), (at, after) in pairwise(shown) if before != after)
    return ZoneTable(tuple(listed), shown[-1][0], ending)


def _bytes_of(zone: str) -> bytes:
    for folder in zoneinfo.TZPATH:
        path = Path(folder, zone)
        if path.is_file():
            return path.read_bytes()
    try:
        return resources.files("tzdata").joinpath("zoneinfo", zone).read_bytes()
    except OSError as fault:
        raise zoneinfo.ZoneInfoNotFoundError(zone) from fault
