"""What finished calendar files show: read back from their bytes, so that what is written down is what went out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from publishers.contentlines import shown_by
from publishers.vevents import BEGIN, END

_UID = re.compile(rb"^UID:([^\r]*)", re.MULTILINE)
_SEQUENCE = re.compile(rb"^SEQUENCE:(\d+)", re.MULTILINE)
_MODIFIED = re.compile(rb"^LAST-MODIFIED:(\d{8}T\d{6}Z)", re.MULTILINE)
_DAY = re.compile(rb"^DTSTART;VALUE=DATE:(\d{8})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry of a calendar file. Edges: `day` is its date where it lasts all day, None else."""

    uid: str
    sequence: int
    modified_at: datetime
    shown: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar file. Edges: `modified_at` is None where it says nothing of it."""

    entries: tuple[ShownEntry, ...]
    modified_at: datetime | None
    shown: str


@dataclass(slots=True)
class Reader:
    """Reads calendar files, the entry that many of them share once."""

    _known: dict[bytes, ShownEntry] = field(default_factory=dict)

    def calendar(self, content: bytes) -> Calendar:
        """What a file of ours shows. Errors: ValueError where it is none (our bug)."""
        frame, *blocks = content.split(BEGIN)
        entries = tuple(self._entry(block.partition(END)[0]) for block in blocks)
        modified = _MODIFIED.search(frame)
        return Calendar(entries, _moment(modified) if modified else None, shown_by(content))

    def _entry(self, block: bytes) -> ShownEntry:
        if block not in self._known:
            self._known[block] = _entry(block)
        return self._known[block]


def calendars(files: Mapping[str, bytes]) -> Iterator[tuple[str, Calendar]]:
    """What each calendar among some files shows, by its path."""
    reader = Reader()
    for path, content in files.items():
        if path.endswith(".ics"):
            yield path, reader.calendar(content)


def _entry(block: bytes) -> ShownEntry:
    unfolded = block.replace(b"\r\n ", b"")
    uid, modified = _UID.search(unfolded), _MODIFIED.search(unfolded)
    if uid is None or modified is None:
        raise ValueError(f"calendar: found an entry without UID or LAST-MODIFIED: {block[:80]!r}")
    sequence, day = _SEQUENCE.search(unfolded), _DAY.search(unfolded)
    return ShownEntry(
        uid[1].decode(),
        int(sequence[1]) if sequence else 0,
        _moment(modified),
        shown_by(BEGIN + block + END),
        date.fromisoformat(day[1].decode()) if day else None,
    )


def _moment(found: re.Match[bytes]) -> datetime:
    return datetime.fromisoformat(found[1].decode())
