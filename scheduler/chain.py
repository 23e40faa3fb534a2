"""A chain of written lines: each has a link made of itself and of the link before it, so that none can be changed or
taken away unseen. Pure; `scheduler.store` keeps the lines.

Whoever can write the database can make a whole new chain. So its head is given to people, who note it elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from textwrap import shorten
from typing import Protocol

from scheduler.errors import UnknownName

NO_LINK = "0" * 64
"""What stands before the first line."""

SHOWN = 32
"""Units: letters of a link that people note. Nobody makes two lines that have these 128 bits in common."""

LONGEST_TOLD = 60
"""Units: letters of what a line says, by which it is found."""

HEAD_FORM = re.compile(rf"(\d+)-([0-9a-f]{{{SHOWN}}})")

LinkFacts = Mapping[str, str | int | date | datetime | None]
"""What a line says, by the names of its columns. Moments are aware."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Where a borough's chain ends. Edges: the first `before` lines were written before there was a chain."""

    place: int = 0
    link: str = NO_LINK
    before: int = 0

    def __str__(self) -> str:
        return f"{self.place}-{self.link[:SHOWN]}"

    def then(self, table: str, facts: LinkFacts) -> ChainHead:
        """The head once one more line is written."""
        return ChainHead(self.place + 1, link_of(self.link, self.place + 1, table, facts), self.before)


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A line as it stands in the store now.

    Edges: `number` is that of the database, None where lines have none; `place` is None for a line in no chain
    """

    table: str
    place: int | None
    link: str | None
    number: int | None
    facts: LinkFacts


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """Where a chain is not as it was written. Units: `place` counts from 1; 0 is a line that is in no chain"""

    place: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What a look at a chain found. Edges: `noted` is the head that somebody had noted, None where none was given"""

    head: ChainHead
    broken: tuple[BrokenLink, ...]
    noted: ChainHead | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every line is there as it was written."""
        return not self.broken


class Chains(Protocol):
    """The chains of boroughs, by their codes."""

    def check(self, borough_code: str, noted: ChainHead | None = None) -> ChainCheck:
        """Read every line as it is at one moment, and say where the chain is not as it was written."""


def link_of(before: str, place: int, table: str, facts: LinkFacts) -> str:
    """The link of a line: a SHA-256 in hexadecimal.

    Edges: what is empty is left out, so that a column which is added later, and is empty, changes no link of before
    """
    told = {name: _plain(value) for name, value in facts.items() if value is not None and value != ""}
    return hashlib.sha256(json.dumps([before, place, table, told], sort_keys=True).encode()).hexdigest()


def noted_head(text: str) -> ChainHead:
    """The head that somebody noted. Errors: UnknownName, where it is none. Edges: its link is as much as is shown"""
    found = HEAD_FORM.fullmatch(text.strip().lower())
    if found is None:
        raise UnknownName("head", text, f"one that was printed, such as {ChainHead(4012)}")
    return ChainHead(int(found[1]), found[2])


def check_chain(lines: Iterable[LinkedLine], head: ChainHead, noted: ChainHead | None = None) -> ChainCheck:
    """Hold lines, in the order of their places, against their links, the head and the head that somebody noted."""
    at, broken, numbers = ChainHead(), list[BrokenLink](), dict[str, int]()
    is_noted = noted is None or noted.place == 0
    for line in lines:
        broken += _wrong_with(line, at, numbers)
        if line.place is None or line.link is None:
            continue
        if noted is not None and line.place == noted.place:
            is_noted = is_noted or line.link.startswith(noted.link)
        if line.number is not None:
            numbers[line.table] = line.number
        at = ChainHead(max(at.place, line.place), line.link)
    if at.place < head.place:
        broken.append(BrokenLink(head.place, f"{_lines(at.place + 1, head.place)} at the end."))
    elif (at.place, at.link) != (head.place, head.link):
        broken.append(BrokenLink(at.place, f"The chain was left at line {head}, and the last line now is {at}."))
    if noted is not None and not is_noted:
        broken.append(BrokenLink(noted.place, f"No line has the head that was noted, {noted}."))
    return ChainCheck(head, tuple(broken), noted)


def _wrong_with(line: LinkedLine, at: ChainHead, numbers: Mapping[str, int]) -> Iterable[BrokenLink]:
    named = f"line {line.place} ({_told(line)})"
    if line.place is None or line.link is None:
        yield BrokenLink(0, f"A line was put in that is in no chain ({_told(line)}).")
    elif line.place <= at.place:
        yield BrokenLink(line.place, f"There is one more {named}.")
    elif line.place > at.place + 1:
        gone = _lines(at.place + 1, line.place - 1)
        yield BrokenLink(at.place + 1, f"{gone} before {named}, which cannot be checked without.")
    elif link_of(at.link, line.place, line.table, line.facts) != line.link:
        yield BrokenLink(line.place, f"{named.capitalize()} is not as it was written.")
    elif line.number is not None and line.number <= numbers.get(line.table, line.number - 1):
        yield BrokenLink(line.place, f"{named.capitalize()} has another number in the database than it had.")


def _lines(first: int, last: int) -> str:
    return f"Line {first} is gone" if first == last else f"Lines {first} to {last} are gone"


def _told(line: LinkedLine) -> str:
    """What a line is, for whoever looks for it."""
    told = (line.table, line.facts.get("key") or line.facts.get("what"), line.facts.get("event"))
    return ", ".join(shorten(str(each), LONGEST_TOLD, placeholder="…") for each in told if each)


def _plain(value: str | int | date | datetime) -> str | int:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value
