"""The year in figures: how many came, by ward, session, hall and channel, with the meetings it rests on. No colours.

The values only; `year_figures.py` counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.facts import Role


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known of some meetings.

    Units: meetings and people. `held`, `not_held` and `unrecorded` are of those that are over
    Edges: `residents` rest on `counted` meetings, `first_timers` on `asked` of them; each is None where nobody counted
    """

    of: str
    held: int
    not_held: int
    unrecorded: int
    to_come: int
    residents: int | None
    counted: int
    first_timers: int | None
    asked: int

    @property
    def came(self) -> str:
        """`240 at 12 meetings`, or that nobody counted."""
        return _at(self.residents, self.counted)

    @property
    def new(self) -> str:
        """The same of first-timers."""
        return _at(self.first_timers, self.asked)


def _at(people: int | None, meetings: int) -> str:
    if people is None:
        return "nobody counted"
    return f"{people:,} at {meetings:,} {'meeting' if meetings == 1 else 'meetings'}"


@dataclass(frozen=True, slots=True)
class ChannelVisits:
    """How many visits one channel's links and codes brought to our pages, and of how many meetings these pages were."""

    channel: str
    visits: int
    meetings: int


@dataclass(frozen=True, slots=True)
class YearVisits:
    """What server logs say of a period. Edges: where `days_read` is 0 nothing is known; `is_enough` to rank channels"""

    days_read: int = 0
    channels: tuple[ChannelVisits, ...] = ()
    is_enough: bool = False


NO_VISITS_KNOWN = YearVisits()


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The whole borough, and each ward, session, hall and channel.

    Edges: a meeting is in the figure of every channel that told of it by its day; `ages` is how many of each age came
           to the `ages_asked` meetings whose record says so, None where that is not to be shown;
           `stood_in` is at how many of the `roles_known` meetings, whose record says who was there, somebody stood in
           for each role
    """

    borough: Figure
    wards: tuple[Figure, ...]
    sessions: tuple[Figure, ...]
    halls: tuple[Figure, ...]
    channels: tuple[Figure, ...] = ()
    ages: Mapping[str, int | None] = field(default_factory=dict)
    ages_asked: int = 0
    stood_in: Mapping[Role, int] = field(default_factory=dict)
    roles_known: int = 0
