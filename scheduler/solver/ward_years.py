"""Ward-years: one ward's whole year as the master sees it, and the engine that finds the best ones at a price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.problem import IntArray, PlanningProblem
from scheduler.rules.shapes import FORBIDDEN, Row, Seat
from scheduler.solver import kernel
from scheduler.solver.automata import Int32Array, Slots
from scheduler.solver.equal_rows import distinct, first_of_equal
from scheduler.solver.own_staff import OwnStaff
from scheduler.solver.slot_prices import SCALE, RowPrices, StaffPrices
from scheduler.solver.ward_model import Staffing, WardModel

MOST_A_SLOT = FORBIDDEN // 8
"""A slot asks for no more, in eighths of a point, whatever its rows charge: a year of such slots adds up in 32 bits.

It can only lower a bound, so what is proven stays proven.
"""


@dataclass(frozen=True, slots=True)
class WardYear:
    """One ward's year: slot numbers in date order, who fills the posts of every meeting, and what it costs.

    Units: `cost` in points, without what rows charge
    Edges: `staff` has one officer id for each post that every meeting needs, in the model's order, for each slot
    """

    ward: int
    slots: tuple[int, ...]
    staff: tuple[tuple[str, ...], ...]
    cost: int


@dataclass(frozen=True, eq=False)
class Years:
    """Years found by the kernel.

    Shape: `slots` (years, meetings): slot numbers in date order; `costs` (years): eighths of a point at the last prices
    Edges: `is_all` tells whether there are no others within the limit
    """

    slots: Int32Array
    costs: IntArray
    is_all: bool

    def __len__(self) -> int:
        return len(self.slots)


class WardEngine:
    """One ward's kernel with its buffers. Prices come in, the best year's cost and the years near it go out.

    `year` and `tables` are the kernel's arrays; each pricing overwrites the tables.
    """

    def __init__(self, problem: PlanningProblem, model: WardModel) -> None:
        self.problem, self.model = problem, model
        self._days = _possible_days(model)
        self._lay_out_buffers()
        self._lay_out_options()
        self._rows = RowPrices(problem, model)
        self._staff = StaffPrices(problem, model, self.standing_posts)
        self._own_staff = OwnStaff(problem, model, self.standing_posts)
        self._priced: Int32Array = np.empty(0, dtype=np.int32)
        self.best = FORBIDDEN

    @property
    def is_possible(self) -> bool:
        """Whether some sequence of days and halls might do at all; pricing tells for certain."""
        return not self.model.memory.is_empty and all(len(days) for days in self._days)

    def price(self, prices: Mapping[Row, int]) -> int:
        """Find the cost of the best year, in eighths of a point, when every seat on a row pays its price.

        Edges: FORBIDDEN or more where the ward has no year
        """
        if not self.is_possible:
            return FORBIDDEN
        if not self.model.meetings:
            return self._nothing_left()
        cost = self._slot_costs(prices)
        if not np.array_equal(cost, self._priced):
            self._priced = cost
            cheapest = np.minimum.reduceat(cost, self._option_first).astype(np.int32)
            options = kernel.Offers(self._option_ptr, self._option_feature, cheapest)
            self.best = int(kernel.price(self.year, options, self.tables))
        return self.best

    def years_within(self, limit: int, most: int) -> Years:
        """Every year that costs at most `limit` at the last prices, or `most` of them."""
        return next(self.lots_within(limit, most))

    def lots_within(self, limit: int, size: int) -> Iterator[Years]:
        """Every year that costs at most `limit` at the last prices, `size` at a time; the last lot says `is_all`."""
        meetings = self.model.meetings
        if not meetings:
            yield Years(np.zeros((1, 0), dtype=np.int32), np.array([self.best], dtype=np.int64), is_all=True)
            return
        walk = np.zeros((4, meetings + 1), dtype=np.int64)
        walk[1] = -1
        while walk[0, meetings] >= 0:
            found, costs = np.empty((size, meetings), dtype=np.int32), np.empty(size, dtype=np.int64)
            count = kernel.years_within(self.year, self.slots, self.tables, limit, walk, found, costs)
            yield Years(found[:count], costs[:count], is_all=bool(walk[0, meetings] < 0))

    def drawn_within(self, limit: int, count: int) -> Years:
        """Some of the years that cost at most `limit` at the last prices, drawn by lot, the same every time.

        Edges: fewer than `count` where one is drawn twice; there must be one; it never claims to be all
        """
        found, costs = np.empty((count, self.model.meetings), dtype=np.int32), np.empty(count, dtype=np.int64)
        kernel.draw(self.year, self.slots, self.tables, limit, found, costs)
        once = first_of_equal(count, found.T)
        return Years(found[once], costs[once], is_all=False)

    @property
    def slots(self) -> kernel.Offers:
        """Every slot at the last prices."""
        return kernel.Offers(self._slot_ptr, self.model.feature, self._priced)

    def valued(self, years: Years, prices: Mapping[Row, int]) -> tuple[IntArray, IntArray]:
        """What years truly cost: in points, and in eighths of a point with the prices of what wards share added.

        The posts that only this ward's own officers fill are staffed at their least cost here, fair load included,
        where the kernel's prices know only an average of it. Posts shared with other wards are in the second alone.
        """
        slots = years.slots
        fixed = years.costs - self._priced.astype(np.int64)[slots].sum(axis=1)
        own = self._own_staff.least_points(slots)
        shared = self._shared(prices)
        points = (fixed + self._base[slots].sum(axis=1)) // SCALE + own
        asked = self._base + self._rows.charged(shared) + self._staff.least(shared, self._own_staff.other_posts)
        return points, fixed + asked[slots].sum(axis=1) + own * SCALE

    @property
    def dearest_slot_points(self) -> int:
        """What the dearest slot costs by its own rules."""
        return int(self.model.base.max(initial=0))

    def staffed(self, slots: Slots, prices: Mapping[Row, int]) -> list[WardYear]:
        """The years of these slots (years, meetings) with the officers that are cheapest at these prices, each once."""
        ward, costs = self.model.view.index, self.costs(slots).tolist()
        found = zip(map(tuple, slots.tolist()), self._staff.chosen(slots, prices), costs, strict=True)
        years = (WardYear(ward, year, staff, cost + self._staff.points(staff)) for year, staff, cost in found)
        return list(dict.fromkeys(years))

    def costs(self, slots: Slots) -> IntArray:
        """What years' slots (years, meetings), steps and ends cost, in points, without their staff."""
        model, memory = self.model, self.model.memory
        state = np.zeros(len(slots), dtype=np.int64)
        total = np.zeros(len(slots), dtype=np.int64)
        if slots.shape[1]:
            days, features = model.day[slots], model.feature[slots]
            total += model.base[slots].sum(axis=1) + model.first[days[:, 0]] + model.last[days[:, -1]]
            total += model.between[days[:, :-1], days[:, 1:]].sum(axis=1)
            for k in range(slots.shape[1]):
                total += memory.move_costs[k, features[:, k], state]
                state = memory.moves[k, features[:, k], state]
        return np.asarray(total + memory.ends[state], dtype=np.int64)

    def points(self, slots: Slots) -> IntArray:
        """What years (years, meetings) cost with the ward's own staff at their least, in points."""
        return self.costs(slots) + self._own_staff.least_points(slots)

    def seat(self, slot: int, officer: str = "") -> Seat:
        """The seat that a meeting in this slot takes, or an officer's part in it."""
        model = self.model
        hall = model.view.halls[int(model.hall[slot])].venue_id
        return Seat(model.view.index, int(model.day[slot]), int(model.sitting[slot]), hall, officer)

    def on_duty(self, staffing: Staffing, slot: int) -> list[tuple[str, int]]:
        """Who could fill a post at a slot: officer ids with their points."""
        day, sitting = self.model.day[slot], self.model.sitting[slot]
        return [
            (officer.officer_id, cost)
            for officer, cost in zip(staffing.officers, staffing.costs, strict=True)
            if self.problem.present(officer)[day, sitting]
        ]

    @cached_property
    def standing_posts(self) -> tuple[Staffing, ...]:
        """The posts that every meeting needs."""
        return tuple(staffing for staffing in self.model.staff if staffing.visits is None)

    @cached_property
    def visiting_posts(self) -> tuple[Staffing, ...]:
        """The posts that some meetings a year need."""
        return tuple(staffing for staffing in self.model.staff if staffing.visits)

    @property
    def hall_kinds(self) -> IntArray:
        """A number for each hall, the same where no row that counts the whole year tells the halls apart."""
        return self._rows.hall_kinds

    def slot_kinds(self, prices: Mapping[Row, int]) -> IntArray:
        """A number for each slot, the same where neither prices nor rows that count the whole year tell slots apart.

        Edges: who is on duty for the posts that other wards fill too counts as well; the slot's own cost does not
        """
        shared = self._shared(prices)
        officers = self._staff.asked(shared, self._own_staff.other_posts)
        return distinct(np.stack([self.hall_kinds[self.model.hall], self._rows.charged(shared), *officers], axis=1))[1]

    @property
    def contested_posts(self) -> tuple[Staffing, ...]:
        """The posts of every meeting for which other wards may want the same officers."""
        return tuple(self.standing_posts[n] for n in self._own_staff.other_posts)

    @property
    def own_officer_ids(self) -> frozenset[str]:
        """The officers of the posts that only this ward's own officers fill."""
        return self._own_staff.officer_ids

    def _nothing_left(self) -> int:
        """The year is over for this ward: it costs what its end does, at any price."""
        self._priced = self._base.astype(np.int32)
        self.best = int(self.model.memory.ends[0]) * SCALE
        return self.best

    def _shared(self, prices: Mapping[Row, int]) -> dict[Row, int]:
        """The prices of what other wards may want too."""
        return {row: price for row, price in prices.items() if row.officer not in self._own_staff.officer_ids}

    # --- prices -----------------------------------------------------------------------------------------------------

    def _slot_costs(self, prices: Mapping[Row, int]) -> Int32Array:
        cost = self._base + self._rows.charged(prices) + self._staff.least(prices)
        return np.asarray(np.minimum(cost, MOST_A_SLOT), dtype=np.int32)

    # --- layout -----------------------------------------------------------------------------------------------------

    def _lay_out_buffers(self) -> None:
        model, states = self.model, self.model.memory.states
        days = np.concatenate([*self._days, np.zeros(0, dtype=np.int64)])
        day_ptr = np.concatenate([[0], np.cumsum([len(days) for days in self._days])]).astype(np.int64)
        step, first, last = (_scaled(part) for part in (model.between, model.first, model.last))
        ends, moving = _scaled(model.memory.ends), _scaled(model.memory.move_costs)
        self.year = kernel.Year(model.memory.moves, moving, states, step, first, last, ends, day_ptr, days)
        widths = np.diff(day_ptr)
        ahead_ptr, behind_ptr = (
            np.concatenate([[0], np.cumsum(widths * layer)]).astype(np.int64) for layer in (states[:-1], states[1:])
        )
        ahead, behind = (np.empty(ptr[-1], dtype=np.int32) for ptr in (ahead_ptr, behind_ptr))
        self.tables = kernel.Tables(ahead_ptr, ahead, behind_ptr, behind)

    def _lay_out_options(self) -> None:
        model = self.model
        days = np.arange(len(self.problem.days) + 1)
        starts = np.flatnonzero(np.diff(model.day, prepend=-1) | np.diff(model.feature, prepend=-1))
        self._option_first = starts
        self._option_feature = model.feature[starts]
        self._option_ptr = np.searchsorted(model.day[starts], days)
        self._slot_ptr = np.searchsorted(model.day, days)
        self._base = model.base * SCALE


def _scaled(points: IntArray | Int32Array) -> Int32Array:
    return np.where(points >= FORBIDDEN, np.int32(FORBIDDEN), points.astype(np.int32) * np.int32(SCALE))


def _possible_days(model: WardModel) -> list[IntArray]:
    """On which days the first, second ... meeting may be, going by days alone: a year must pass through all of them."""
    days = len(model.first)
    if not model.meetings:
        return []
    has_slot = np.bincount(model.day, minlength=days)[:days] > 0
    may_follow = model.between < FORBIDDEN
    reach = [has_slot & (model.first < FORBIDDEN)]
    for _ in range(model.meetings - 1):
        reach.append(has_slot & may_follow[reach[-1]].any(axis=0))
    possible = reach[-1] & (model.last < FORBIDDEN)
    kept = [possible]
    for before in reversed(reach[:-1]):
        possible = before & may_follow[:, possible].any(axis=1)
        kept.insert(0, possible)
    return [np.flatnonzero(mask) for mask in kept]
