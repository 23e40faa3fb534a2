"""Every ward-year near the best at the final prices, valued exactly: what the closing model chooses among."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from scheduler.problem import IntArray
from scheduler.rules.shapes import FORBIDDEN
from scheduler.solver.bounding import Bound
from scheduler.solver.closing import PricedYear
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_years import WardEngine, Years

MOST_YEARS_A_WARD = 200_000
"""Ward-years listed for one ward at most. Beyond, the answer is still a legal plan but no longer proven."""


@dataclass(frozen=True, eq=False)
class WardList:
    """One ward's years.

    Shape: `slots` (years, meetings), `points` and `asked` (years): the true cost, and that with the shared prices, in
           eighths; sorted by both and then by slots
    Units: `least`: no year of the ward, listed or not, asks for less, in eighths
    """

    slots: IntArray
    points: IntArray
    asked: IntArray
    least: int
    is_all_within: bool


@dataclass(frozen=True, eq=False)
class ListedYears:
    """The years of every ward.

    Units: `floor`: no plan costs less, in points
    Edges: `is_all_within`: the gap asked for holds no others; `is_everything`: no ward has others at all
    """

    wards: Mapping[int, WardList]
    floor_eighths: int
    is_all_within: bool
    is_everything: bool

    @property
    def floor(self) -> int:
        """In whole points, since plans cost whole points."""
        return -(-self.floor_eighths // SCALE)

    @property
    def count(self) -> int:
        """How many years in all."""
        return sum(len(ward.points) for ward in self.wards.values())

    @property
    def has_some_for_all(self) -> bool:
        """Whether every ward has a year left."""
        return all(len(ward.points) for ward in self.wards.values())

    @property
    def by_ward(self) -> Mapping[int, Sequence[PricedYear]]:
        """All of them."""
        return {index: _priced(ward) for index, ward in self.wards.items()}

    def within(self, ceiling: int) -> ListedYears:
        """Only the years that can be part of a plan of at most `ceiling` points."""
        spare = ceiling * SCALE - self.floor_eighths
        return replace(self, wards={index: _kept(ward, spare) for index, ward in self.wards.items()})


def list_years(engines: Sequence[WardEngine], bound: Bound, gap: int, threads: Executor) -> ListedYears:
    """Every ward-year within a gap of its ward's best at the bound's prices, which every engine has been priced at.

    Units: `gap` in eighths of a point

    Years that nothing tells apart are merged into the cheapest. The floor is the bound raised by what the kernel's
    prices do not see: what the wards' own officers truly cost.
    """
    limits = [min(engine.best + gap, FORBIDDEN - 1) for engine in engines]
    wards = list(threads.map(lambda pair: _list_ward(pair[0], bound, pair[1]), zip(engines, limits, strict=True)))
    own = frozenset(officer_id for engine in engines for officer_id in engine.own_officer_ids)
    shared = sum(price * row.capacity for row, price in bound.prices.items() if row.officer not in own)
    return ListedYears(
        {engine.model.view.index: ward for engine, ward in zip(engines, wards, strict=True)},
        max(bound.eighths, sum(ward.least for ward in wards) - shared),
        is_all_within=all(ward.is_all_within for ward in wards),
        is_everything=all(limit == FORBIDDEN - 1 for limit in limits) and all(ward.is_all_within for ward in wards),
    )


def _list_ward(engine: WardEngine, bound: Bound, limit: int) -> WardList:
    years = engine.years_within(limit, MOST_YEARS_A_WARD)
    points, asked = engine.valued(years, bound.prices)
    own = sum(price * row.capacity for row, price in bound.prices.items() if row.officer in engine.own_officer_ids)
    unseen = (limit + 1 if years.is_all else engine.best) - own  # the others ask for at least this
    first = _merged(engine, years, points, asked)
    return WardList(
        years.slots[first].astype(np.int64), points[first], asked[first], min(int(asked.min()), unseen), years.is_all
    )


def _merged(engine: WardEngine, years: Years, points: IntArray, asked: IntArray) -> IntArray:
    """Numbers of the cheapest of the years that differ only by halls of a kind, which no other ward could want."""
    model = engine.model
    shared = np.array([len(venue.ward_codes) > 1 for venue in model.view.halls])
    hall = np.where(shared[model.hall], model.hall, len(shared) + engine.hall_kinds[model.hall])
    keys = np.concatenate([part[years.slots] for part in (model.day, model.sitting, hall)], axis=1)
    order = np.lexsort((*years.slots.T[::-1], points, asked))
    return order[first_of_equal(keys[order])]


def first_of_equal(rows: IntArray) -> IntArray:
    """Numbers of the rows that are equal to none before them, rising. Shape: `rows` (rows, columns), none negative."""
    code = np.zeros(len(rows), dtype=np.int64)
    for column in rows.T:  # far quicker than numpy's own look at whole rows
        code = np.unique(code * (int(column.max(initial=0)) + 1) + column, return_inverse=True)[1].ravel()
    return np.sort(np.unique(code, return_index=True)[1])


def _kept(ward: WardList, spare: int) -> WardList:
    mask = ward.asked - ward.least <= spare
    return replace(ward, slots=ward.slots[mask], points=ward.points[mask], asked=ward.asked[mask])


def _priced(ward: WardList) -> list[PricedYear]:
    rows = zip(ward.points.tolist(), ward.slots.tolist(), strict=True)
    return [PricedYear(points, tuple(slots)) for points, slots in rows]
