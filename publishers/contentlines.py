"""Content lines of iCalendar (RFC 5545 3.1): escaped, and folded by octets. Knows nothing of meetings.

Our own, for icalendar takes a millisecond to write one meeting, and a site in six languages has hundreds of them. The
tests read every file back with three independent readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

CRLF = b"\r\n"
WIDTH = 75
"""Octets in a line, its end not counted; a line that goes on begins with a space."""

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text(words: str) -> str:
    """Words as a TEXT value (3.3.11). Control characters other than line breaks must be gone already."""
    return words.translate(_ESCAPES)


def texts(items: Iterable[str]) -> str:
    """Several TEXT values of one property."""
    return ",".join(map(text, items))


def quoted(words: str) -> str:
    """Words as the quoted value of a parameter (RFC 6868).

    Edges: a double quote becomes a single one, for several clients do not know RFC 6868's way to write it
    """
    return '"' + words.replace("^", "^^").replace('"', "'").replace("\n", "^n") + '"'


def utc(moment: datetime) -> str:
    """A moment in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def lines(*unfolded: str) -> bytes:
    """The lines as the file has them."""
    return b"".join(map(folded, unfolded))


def folded(line: str) -> bytes:
    """One line with its end, cut so that no piece is longer than 75 octets and no letter is cut in two."""
    octets = line.encode()
    if len(octets) <= WIDTH:
        return octets + CRLF
    pieces, start, width = [], 0, WIDTH
    while start < len(octets):
        end = _end_of_letter(octets, start + width)
        pieces.append(octets[start:end])
        start, width = end, WIDTH - 1
    return (CRLF + b" ").join(pieces) + CRLF


def _end_of_letter(octets: bytes, end: int) -> int:
    """The last place at or before `end` where a letter begins: UTF-8's later octets are 10xxxxxx."""
    if end >= len(octets):
        return len(octets)
    while octets[end] & 0b1100_0000 == 0b1000_0000:
        end -= 1
    return end
