"""Every ward-year near the best at the final prices, valued exactly: what the closing model chooses among."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.problem import IntArray
from scheduler.rules.shapes import FORBIDDEN
from scheduler.solver.automata import Slots
from scheduler.solver.bounding import Bound
from scheduler.solver.closing import PricedYear
from scheduler.solver.equal_rows import first_of_equal
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_years import WardEngine, Years

A_LOT = 1 << 16
"""Ward-years valued at a time: lists of millions, most of which go again, take no more memory than this."""

MOST_LOTS = 64
"""Lots listed for one ward at most. Beyond, the answer is still a legal plan but no longer proven."""

A_SHORT_LIST = 1 << 14
"""Of a ward with more ward-years than this, some are drawn by lot where some will do."""

DRAWN = 500
"""How many are drawn then: more seldom show another kind."""

MOST_YEARS_A_WARD = 1_500_000
"""Ward-years kept for one ward at most, in the same way."""


@dataclass(frozen=True, eq=False)
class WardList:
    """One ward's years.

    Shape: `slots` (years, meetings), `points` and `asked` (years): the true cost, and that with the shared prices, in
           eighths; sorted by both and then by slots
    Units: `least`: no year of the ward, listed or not, asks for less, in eighths
    Edges: `is_all_within`: no others could be part of such a plan; `is_everything`: there are no others
    """

    slots: Slots
    points: NDArray[np.integer[Any]]
    asked: NDArray[np.integer[Any]]
    least: int
    is_all_within: bool
    is_everything: bool = False

    def only(self, chosen: IntArray | NDArray[np.bool_]) -> WardList:
        """Some of the years, by number or by mask."""
        return replace(self, slots=self.slots[chosen], points=self.points[chosen], asked=self.asked[chosen])


@dataclass(frozen=True, eq=False)
class ListedYears:
    """The years of every ward.

    Units: `shared`: what the rows take at the prices, in eighths, those of the wards' own officers left out
    """

    wards: Mapping[int, WardList]
    shared: int

    @property
    def is_all_within(self) -> bool:
        """Whether no others could be part of such a plan."""
        return all(ward.is_all_within for ward in self.wards.values())

    @property
    def is_everything(self) -> bool:
        """Whether no ward has others at all."""
        return all(ward.is_everything for ward in self.wards.values())

    @property
    def floor(self) -> int:
        """What no plan can undercut, in whole points: the bound raised by what the wards' own officers truly cost."""
        return -(-self._floor_eighths // SCALE)

    @property
    def _floor_eighths(self) -> int:
        return sum(ward.least for ward in self.wards.values()) - self.shared

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

    def spare(self, ceiling: int) -> int:
        """How far above its ward's least a year may be in a plan of at most `ceiling` points, in eighths."""
        return ceiling * SCALE - self._floor_eighths

    def within(self, ceiling: int) -> ListedYears:
        """Only the years that can be part of a plan of at most `ceiling` points; the list itself where all can."""
        spare = self.spare(ceiling)
        left = replace(self, wards={index: _within(ward, ward.least + spare) for index, ward in self.wards.items()})
        return left if left.count < self.count else self

    def without_years(self) -> ListedYears:
        """What it tells of the wards' least, for the next list. Edges: a million years go from memory."""
        none = np.zeros(0, dtype=np.int64)
        return replace(self, wards={index: ward.only(none) for index, ward in self.wards.items()})


def list_years(
    engines: Sequence[WardEngine], bound: Bound, ceiling: int, threads: Executor, before: ListedYears | None = None
) -> ListedYears:
    """Every ward-year that can be part of a plan of at most `ceiling` points, of those that nothing tells apart one.

    Edges: every engine has been priced at the bound's prices; `before`: an earlier list at these prices, if there is
           one, which makes this one shorter
    """
    before = before or _unlisted(engines, bound)
    spare = before.spare(ceiling)

    def listed(engine: WardEngine) -> WardList:
        return _list_ward(engine, bound, before.wards[engine.model.view.index].least, spare)

    return replace(before, wards=dict(zip(before.wards, threads.map(listed, engines), strict=True))).within(ceiling)


def some_years(engines: Sequence[WardEngine], bound: Bound, ceiling: int, threads: Executor) -> ListedYears:
    """As `list_years`, but of a ward that has very many only some, drawn by lot."""
    before = _unlisted(engines, bound)
    spare = before.spare(ceiling)

    def some(engine: WardEngine) -> WardList:
        least = before.wards[engine.model.view.index].least
        limit = _limit(engine, bound, least + spare)
        years = engine.years_within(limit, A_SHORT_LIST)
        if not years.is_all:
            years = engine.drawn_within(limit, DRAWN)
        return replace(_lot(engine, bound, years, least + spare), least=least)

    return replace(before, wards=dict(zip(before.wards, threads.map(some, engines), strict=True)))


def _unlisted(engines: Sequence[WardEngine], bound: Bound) -> ListedYears:
    """What the bound itself tells."""
    own = frozenset(officer_id for engine in engines for officer_id in engine.own_officer_ids)
    shared = sum(price * row.capacity for row, price in bound.prices.items() if row.officer not in own)
    none = np.zeros(0, dtype=np.int64)
    return ListedYears(
        {
            engine.model.view.index: WardList(
                none.reshape(0, engine.model.meetings), none, none, engine.best - _own(engine, bound), False, False
            )
            for engine in engines
        },
        shared,
    )


def _own(engine: WardEngine, bound: Bound) -> int:
    """What the rows of the ward's own officers take at the prices, in eighths."""
    return sum(price * row.capacity for row, price in bound.prices.items() if row.officer in engine.own_officer_ids)


def _list_ward(engine: WardEngine, bound: Bound, least: int, spare: int) -> WardList:
    """The ward's years that ask for at most `spare` more than its least, which is `least` or more; lot after lot."""
    own, limit = _own(engine, bound), _limit(engine, bound, least + spare)
    lots: list[WardList] = []
    found, is_all = FORBIDDEN, False
    for years in islice(engine.lots_within(limit, A_LOT), MOST_LOTS):
        lots.append(_lot(engine, bound, years, least + spare))
        found, is_all = min(found, lots[-1].least), years.is_all
        if sum(len(lot.points) for lot in lots) > MOST_YEARS_A_WARD:
            is_all = False
            break
    unseen = limit + 1 - own if is_all else least  # the others ask for at least this
    together = WardList(
        np.concatenate([lot.slots for lot in lots]),
        np.concatenate([lot.points for lot in lots]),
        np.concatenate([lot.asked for lot in lots]),
        max(least, min(found, unseen)),
        is_all,
        is_all and limit == FORBIDDEN - 1,
    )
    if len(lots) == 1:
        return together
    lots.clear()
    return _merged(engine, together)


def _limit(engine: WardEngine, bound: Bound, most: int) -> int:
    """What the kernel asks at most for a year that asks for `most`: it has the ward's own officers priced as well."""
    return min(most + _own(engine, bound), FORBIDDEN - 1)


def _lot(engine: WardEngine, bound: Bound, years: Years, most: int) -> WardList:
    """Years at their true cost, without those that ask for more than `most`; `least` is of those as well."""
    points, asked = engine.valued(years, bound.prices)
    number = np.min_scalar_type(len(engine.model.day))
    points, asked = points.astype(np.int32), np.minimum(asked, FORBIDDEN).astype(np.int32)  # a million take room
    least = int(asked.min(initial=FORBIDDEN))
    return _merged(engine, _within(WardList(years.slots.astype(number), points, asked, least, years.is_all), most))


def _merged(engine: WardEngine, ward: WardList) -> WardList:
    """Only the cheapest of the years that differ only by halls of a kind, which no other ward could want."""
    model = engine.model
    shared = np.array([len(venue.ward_codes) > 1 for venue in model.view.halls])
    hall = np.where(shared[model.hall], model.hall, len(shared) + engine.hall_kinds[model.hall])
    order = np.lexsort((*ward.slots.T[::-1], ward.points, ward.asked))
    keys = (part[meeting[order]] for part in (model.day, model.sitting, hall) for meeting in ward.slots.T)
    return ward.only(order[first_of_equal(len(order), keys)])


def _within(ward: WardList, most: int) -> WardList:
    return ward.only(ward.asked <= most)


def _priced(ward: WardList) -> list[PricedYear]:
    numbers = list(range(int(ward.slots.max(initial=0)) + 1))  # each number once, not once a year
    rows = zip(ward.points.tolist(), ward.slots.tolist(), strict=True)
    return [PricedYear(points, tuple(numbers[slot] for slot in slots)) for points, slots in rows]
