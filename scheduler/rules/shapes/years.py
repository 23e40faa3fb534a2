"""Rules about a ward's whole year: what may follow what, and what must be remembered."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.shapes.replies import Scope
from scheduler.rules.shapes.rule import Rule

FORBIDDEN = 1 << 28
"""The cost of what may not be: larger than any plan's points, small enough to add up in 32 bits without wrapping."""


@dataclass(frozen=True, eq=False)
class Steps:
    """What may follow what within a ward's year, in points; FORBIDDEN for what may not.

    Shape: `between_days` (days, days), from the earlier to the later; `between_halls` (halls, halls) from one meeting's
           hall to the next one's; `first` and `last` (days): on which days the year's first and last meeting may be
    """

    between_days: IntArray | None = None
    between_halls: IntArray | None = None
    first: IntArray | None = None
    last: IntArray | None = None


class StepRule(Rule):
    """May the next meeting follow after these days, from this hall to that, and at what cost?"""

    scope = Scope.WARD

    @abstractmethod
    def steps(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Steps:
        """The steps of one ward. `usable`: the halls that have a slot at all."""


@dataclass(frozen=True)
class Automaton:
    """What a ward's year must remember, and what its end costs.

    Shape: `labels` a small number for every slot, broadcastable to (days, sittings, halls); `moves` (states, labels):
           the state after a meeting with that label, -1 where it may not be; `ends` (states): points, or FORBIDDEN;
           `costs` (states, labels): points for a meeting with that label, none where not given
    Edges: state 0 is the start
    """

    labels: IntArray
    moves: IntArray
    ends: IntArray
    costs: IntArray | None = None


class YearRule(Rule):
    """Which small state must a ward's year carry, and what does its end cost?

    Edges: a should-rule may price as it likes a year that must-rules forbid, such as one of more meetings than are owed
    """

    scope = Scope.WARD

    @abstractmethod
    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """The memory of one ward's year. `usable`: the halls that have a slot at all."""
