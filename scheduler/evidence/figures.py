"""The year in figures: how many came, by ward, session and hall, each with the meetings it rests on. Never coloured.

The values only; `year_figures.py` counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class YearFigures:
    """The whole borough, and each ward, session and hall.

    Edges: `ages` is how many of each age came to the `ages_asked` meetings whose record says so, None where that is not
           to be shown
    """

    borough: Figure
    wards: tuple[Figure, ...]
    sessions: tuple[Figure, ...]
    halls: tuple[Figure, ...]
    ages: Mapping[str, int | None] = field(default_factory=dict)
    ages_asked: int = 0
