"""When something is said, by how long it is before the meeting: each moment has words of its own.

No words of a moment name the day by where the reader stands, as "tomorrow" does: a post may be read days later.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from scheduler.items import AFTER, CORRECTION, RELEASE


class Moment(StrEnum):
    """A time at which a channel speaks.

    Edges: NEWS is said at any time, when a change has to be told: the facts, and nothing that asks for anything; FIRST
           is three weeks or more before the meeting, WEEKS more than one, WEEK 5 to 7 days, DAYS 2 to 4, EVE the day
           before, DAY the day itself, AFTER the day after it was held
    """

    NEWS = "news"
    FIRST = "first"
    WEEKS = "weeks"
    WEEK = "week"
    DAYS = "days"
    EVE = "eve"
    DAY = "day"
    AFTER = "after"


FEWEST_DAYS: Mapping[Moment, int] = MappingProxyType(
    {Moment.FIRST: 21, Moment.WEEKS: 8, Moment.WEEK: 5, Moment.DAYS: 2, Moment.EVE: 1, Moment.DAY: 0}
)
"""Units: days before the meeting, the longest first"""


def moment_of(lead: str) -> Moment:
    """The moment of an item's lead."""
    if lead == RELEASE:
        return Moment.FIRST
    if lead == AFTER:
        return Moment.AFTER
    if lead.startswith(CORRECTION):
        return Moment.NEWS
    return next(moment for moment, days in FEWEST_DAYS.items() if int(lead) >= days)
