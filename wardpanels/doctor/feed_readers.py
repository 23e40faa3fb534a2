"""Two readers of a feed that share no code: icalendar, and one that takes every line by the letter of RFC 5545.

The second sees what a kind reader overlooks: line ends that a host has changed, a file that broke off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from icalendar import Calendar

from scheduler.errors import PanelError

LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)(?P<options>(?:;[^\":;]+=(?:\"[^\"]*\"|[^\":;]*))*):(?P<value>.*)", re.DOTALL
)
LONGEST_LINE = 75
"""Units: octets, the line's end not counted. Source: RFC 5545 3.1"""


class CannotRead(PanelError):
    """A feed is no calendar, or a broken one."""

    code = "cannot-read"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed, as it is written there."""

    uid: str
    starts: str
    status: str
    sequence: str


def by_icalendar(content: bytes) -> frozenset[FeedEntry]:
    """The entries as icalendar reads them. Errors: CannotRead."""
    try:
        calendar = Calendar.from_ical(content)
        return frozenset(
            FeedEntry(
                str(event["UID"]),
                _written(event["DTSTART"]),
                str(event.get("STATUS", "")),
                str(event.get("SEQUENCE", "")),
            )
            for event in calendar.walk("VEVENT")
        )
    except (ValueError, KeyError, AttributeError, IndexError) as error:
        raise CannotRead("what icalendar takes for no calendar") from error


def _written(value: Any) -> str:
    """A value as a file has it."""
    written: bytes = value.to_ical()
    return written.decode()


def by_lines(content: bytes) -> frozenset[FeedEntry]:
    """The entries, line by line. Errors: CannotRead."""
    return frozenset(_entry(told) for name, told in _components(content) if name == "VEVENT")


def _components(content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Each component by its name, with its own lines, in the order in which they end."""
    inside: list[tuple[str, dict[str, str]]] = []
    for name, value in _lines(content):
        if name == "BEGIN":
            inside.append((value, {}))
        elif not inside:
            raise CannotRead(f"{name} outside of a calendar")
        elif name != "END":
            inside[-1][1][name] = value
        elif inside[-1][0] != value:
            raise CannotRead(f"END:{value} in {inside[-1][0]}")
        else:
            yield inside.pop()
    if inside:
        raise CannotRead(f"a file that breaks off in {inside[-1][0]}")


def _entry(told: dict[str, str]) -> FeedEntry:
    if not {"UID", "DTSTART"} <= told.keys():
        raise CannotRead("an entry without UID or DTSTART")
    return FeedEntry(told["UID"], told["DTSTART"], told.get("STATUS", ""), told.get("SEQUENCE", ""))


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    """Each line's name and value, unfolded."""
    if not content.endswith(b"\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", content):
        raise CannotRead("lines that do not end in CR LF")
    if max(map(len, content.split(b"\r\n"))) > LONGEST_LINE:
        raise CannotRead(f"a line of more than {LONGEST_LINE} octets")
    try:
        text = content.replace(b"\r\n ", b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotRead("letters that are not UTF-8") from error
    for line in text.removesuffix("\r\n").split("\r\n"):
        parts = LINE.fullmatch(line)
        if parts is None:
            raise CannotRead(f"the line {line[:40]!r}")
        yield parts["name"].upper(), parts["value"]
