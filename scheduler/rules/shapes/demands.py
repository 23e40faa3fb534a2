"""What a rule says of itself where no plan exists: what it asks, one demand at a time, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from scheduler.problem import PlanningProblem
from scheduler.rules.shapes.mends import Mend

Change = Callable[[PlanningProblem], PlanningProblem]

Subject = tuple[str, str]
"""What a demand is about, by kind and name, so that a repair can say which demand it eases."""


class ClashOrder(IntEnum):
    """The order in which a clash's demands are told. Of two clashes the one of earlier demands is found.

    GAP is last: a quarter in which nothing is open says more than how far apart its neighbours lie.
    """

    GIVEN = 0
    RULE = 1
    QUARTER = 2
    HALL = 3
    OFFICER = 4
    PIN = 5
    GAP = 6


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand on a ward's year, in a sentence that names what it is about, and the problem without it.

    Edges: without `without` it is given: told in every clash of the ward, and never dropped; `place` is its order among
           the others, by `ClashOrder` first; `can_be_left_out`: to leave it out may be offered as a repair
    """

    sentence: str
    without: Change | None
    about: Subject | None = None
    place: tuple[int, ...] = (ClashOrder.RULE,)
    can_be_left_out: bool = False


class Asking(IntEnum):
    """The kinds of repair, the least to ask for first."""

    PIN = 0
    START = 1
    DAY = 2
    GAP = 3
    BOARD = 4
    HALL = 5
    LEAVE = 6
    SECOND = 7
    ANOTHER = 8
    OWN = 9
    LEAVE_OUT = 10


@dataclass(frozen=True, slots=True)
class Repair:
    """One change in words, and the problem with it. `eases`: the only demand that it makes easier, if it is one.

    Edges: `change` starts from whatever problem it is given, for other repairs may have changed it before; it never
           makes a demand harder; `place` is its order among the others, by `Asking` first; `mend` is what somebody
           writes down to make it so, None where the program cannot know it, as of an officer who is still to be found
    """

    sentence: str
    change: Change
    eases: Subject | None = None
    place: tuple[int, ...] = (Asking.OWN,)
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Least:
    """A repair with a number that the solver finds: the least that any plan can do with.

    Edges: `sentence` holds `{least}`; `counted` is the question without the limit, in which a plan costs what the limit
           counts and nothing else; `over` is what of it went to meetings that are over
    """

    sentence: str
    counted: Change
    over: int = 0
