"""A few ward-years of every kind, where there are too many to choose among: years of a kind differ by their days alone.

Years are of a kind where they cost the same and take the same of what has a price or is scarce all year round. What is
left to tell them apart is on which days they meet, and days are many: of each kind, nearly any few will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scheduler.problem import IntArray
from scheduler.solver.bounding import Bound
from scheduler.solver.enumerating import ListedYears, WardList
from scheduler.solver.equal_rows import distinct
from scheduler.solver.ward_years import WardEngine

GOLDEN = 2_654_435_769
"""2 to the 32nd by the golden ratio: multiples of it, cut to 32 bits, lie evenly spread however many are taken."""


def few_years(engines: Sequence[WardEngine], years: ListedYears, bound: Bound, most: int) -> ListedYears:
    """At most `most` years of each ward: one of every kind, then a second one of every kind, and so on.

    Edges: all years of a ward that has no more; the same choice on any machine
    """

    def few(engine: WardEngine, ward: WardList) -> WardList:
        return (
            ward if len(ward.points) <= most else ward.only(one_of_each_in_turn(ward_kinds(engine, ward, bound), most))
        )

    return replace(years, wards={number: few(engines[number], ward) for number, ward in years.wards.items()})


def ward_kinds(engine: WardEngine, ward: WardList, bound: Bound) -> IntArray:
    """A number for each of a ward's years, the same for years of a kind."""
    slots = np.sort(engine.slot_kinds(bound.prices)[ward.slots], axis=1)  # in whatever order of the year
    return distinct(np.column_stack([ward.points, slots]))[1]


def one_of_each_in_turn(kinds: IntArray, most: int) -> IntArray:
    """Numbers of at most `most` things, rising, by their kinds: each kind has its turn before one has another.

    Edges: which of a kind, and which kinds where there is not a turn for all, is spread evenly over their order
    """
    scattered = np.arange(len(kinds), dtype=np.uint64) * np.uint64(GOLDEN) % np.uint64(1 << 32)
    by_kind = np.lexsort((scattered, kinds))
    of_kind = kinds[by_kind]
    turn = np.arange(len(kinds)) - np.searchsorted(of_kind, of_kind)  # how many of its kind come before
    return np.sort(by_kind[np.lexsort((scattered[by_kind], turn))[:most]])
