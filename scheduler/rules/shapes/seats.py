"""Rules about what wards share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes.demands import Demand
from scheduler.rules.shapes.rule import Rule


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """A meeting as rows see it; ward, day and sitting are indexes. It takes one seat itself and one an officer."""

    ward: int
    day: int
    sitting: int
    hall: str = ""
    officer: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Something wards share: how many seats it bears, and whose.

    Units:  `excess_cost`: points for each seat above `capacity`; None where none may be
    Edges:  an empty `wards` or `sittings` means any, `day` -1 any day of the year, "" any hall or no officer in
            particular; with `last_day` it is every day from `day` to that one; `label` names the row in words
    """

    rule: str
    label: str
    capacity: int
    excess_cost: int | None = None
    wards: tuple[int, ...] = ()
    day: int = -1
    sittings: tuple[int, ...] = ()
    hall: str = ""
    officer: str = ""
    last_day: int = -1

    @property
    def days(self) -> slice:
        """The days on which it bears seats."""
        return slice(None) if self.day < 0 else slice(self.day, max(self.day, self.last_day) + 1)

    @property
    def is_of_one_day(self) -> bool:
        """Whether it bears at most one meeting of a ward: no ward meets twice on a day."""
        return self.day >= 0 and self.last_day <= self.day

    def bears(self, seat: Seat) -> bool:
        """Whether a seat counts towards this row."""
        return (
            (self.day < 0 or self.day <= seat.day <= max(self.day, self.last_day))
            and (not self.sittings or seat.sitting in self.sittings)
            and (not self.wards or seat.ward in self.wards)
            and (not self.hall or seat.hall == self.hall)
            and (not self.officer or seat.officer == self.officer)
        )


class BoroughRule(Rule):
    """Which rows do these seats share, and with what capacity?

    Seats without an officer stand for the meeting itself, seats with one for that officer's part in it.

    Edges: a row that comes several times for one seat bears it as often (a pound of hire each, say); that may hang on
           the seat's hall alone, and only where the row counts a whole year
    """

    @abstractmethod
    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """Every row that at least one of these seats counts towards."""

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """None: it is between wards, and told in a clash of several."""
        return iter(())

    def tells_apart(self, problem: PlanningProblem) -> tuple[tuple[int, ...], ...]:
        """The groups of sittings that its rows ask about, where they are others than `problem.overlaps`."""
        return ()
