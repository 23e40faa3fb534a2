"""Visits to the public site that came by a link or a code we gave out: how many, never whose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Visited:
    """What the visits that are counted together have in common.

    Units: `day` by the borough's clocks; no time finer than that is kept
    Edges: `channel` and `moment` are as `publishers.marks.Mark` has them; `ward_code` is "" for a page of the whole
           borough, `meeting_id` "" for a page about no one meeting
    """

    day: date
    channel: str
    moment: str
    ward_code: str = ""
    meeting_id: str = ""


class Visits(Protocol):
    """How often pages were visited by what link, by borough code: counts, and nothing of anybody."""

    def note(self, borough_code: str, days: Collection[date], seen: Mapping[Visited, int]) -> None:
        """Write down what one reading of logs saw, and the days of which it saw any line, all that is counted included.

        Edges: a count becomes the most that any one reading saw, so that a log which is read twice, or that has lines
               of one read before, counts once; what was read in two parts at two times is the larger part
        """

    def days(self, borough_code: str, first_day: date, last_day: date) -> frozenset[date]:
        """The days, of these, of which a log was read."""

    def counts(self, borough_code: str, first_day: date, last_day: date) -> Mapping[Visited, int]:
        """The visits of these days, in order."""
