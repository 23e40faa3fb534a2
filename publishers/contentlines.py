"""Content lines of iCalendar (RFC 5545 3.1): escaped, and folded by octets. Knows nothing of meetings.

Our own, for icalendar takes a millisecond to write one meeting, and a site in six languages has hundreds of them. The
tests read every file back with three independent readers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime

CRLF = b"\r\n"
WIDTH = 75
"""Octets in a line, its end not counted; a line that goes on begins with a space."""

_PIECES = re.compile(rb"\A.{1,75}(?![\x80-\xbf])|.{1,74}(?![\x80-\xbf])", re.DOTALL)
"""What fits in a line and ends where a letter ends: UTF-8's later octets are 10xxxxxx."""


_STAMPS = re.compile(rb"\r\n(?:DTSTAMP|LAST-MODIFIED|SEQUENCE):[^\r]*")
_ALARMS = re.compile(rb"BEGIN:VALARM\r\n.*?END:VALARM\r\n", re.DOTALL)


def shown_by(content: bytes) -> str:
    """A digest of what an entry, or a whole file, shows: its bytes without stamps and reminders."""
    return hashlib.sha256(_STAMPS.sub(b"", _ALARMS.sub(b"", content))).hexdigest()


def text(words: str) -> str:
    """Words as a TEXT value (3.3.11). Control characters other than line breaks must be gone already."""
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


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


def with_parameter(content: bytes, name: str, parameter: str) -> bytes:
    """A file of ours with a parameter added to every property of a name."""
    unfolded = content.replace(CRLF + b" ", b"").removesuffix(CRLF).split(CRLF)
    named = re.compile(rf"\A{name}(?=[;:])")
    return lines(*(named.sub(f"{name};{parameter}", line.decode()) for line in unfolded))


def lines(*unfolded: str) -> bytes:
    """The lines as the file has them."""
    return b"".join(map(folded, unfolded))


def folded(line: str) -> bytes:
    """One line with its end, cut so that no piece is longer than 75 octets and no letter is cut in two."""
    octets = line.encode()
    return (octets if len(octets) <= WIDTH else (CRLF + b" ").join(_PIECES.findall(octets))) + CRLF
