"""The mark in a link that says on which channel and at which moment it was given, so that visits can be counted.

It stands in the address as `?x-week`. It is the same for everybody who is told on a channel, needs no file of its own
on the host, and changes no page. Marks are a contract with server logs and with what is printed: only ever add.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from publishers.moments import Moment


class SheetKind(StrEnum):
    """A kind of printed sheet, as the code on it to scan is marked."""

    POSTER = "poster"
    FLYER = "flyer"
    LARGE_PRINT = "large-print"
    YEAR_CARD = "year-card"
    DOOR_NOTICE = "door-notice"
    DOOR_SIGN = "door-sign"
    NOTICEBOARD = "noticeboard"


BRIEF: Mapping[str, str] = MappingProxyType({"sms": "s"})
"""Channels on which each letter costs, by what stands for them in a mark, before the number of a moment."""

NUMBERS: Mapping[Moment, str] = MappingProxyType(
    {
        Moment.NEWS: "",
        Moment.FIRST: "1",
        Moment.WEEKS: "2",
        Moment.WEEK: "3",
        Moment.DAYS: "4",
        Moment.EVE: "5",
        Moment.DAY: "6",
        Moment.AFTER: "7",
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A channel, or a kind of sheet, and a moment.

    Edges: NEWS is any time: a correction, a sheet of paper, or a channel that says the same at each moment
    """

    channel: str
    moment: Moment = Moment.NEWS

    def __str__(self) -> str:
        """As it stands in an address: `x-week`, `poster`, `s3`."""
        if self.channel in BRIEF:
            return BRIEF[self.channel] + NUMBERS[self.moment]
        return self.channel if self.moment is Moment.NEWS else f"{self.channel}-{self.moment}"


def marked(address: str, channel: str, moment: Moment = Moment.NEWS) -> str:
    """An address with its mark. Edges: without a channel, the address as it is."""
    return f"{address}?{Mark(channel, moment)}" if channel else address


def every_mark(channels: Iterable[str]) -> Mapping[str, Mark]:
    """Each mark that a link can have, by how it is written: of these channels, and of every kind of sheet."""
    marks = (Mark(name, moment) for name in {*channels, *SheetKind} for moment in Moment)
    return {str(mark): mark for mark in marks}
