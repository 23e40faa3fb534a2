"""Ward-years: one ward's whole year as the master sees it, and the engine that finds the best ones at a price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from scheduler.problem import IntArray, PlanningProblem
from scheduler.rules.shapes import FORBIDDEN, BoroughRule, Row, Seat
from scheduler.solver import kernel
from scheduler.solver.memory import Int32Array
from scheduler.solver.own_staff import OwnStaff
from scheduler.solver.ward_model import Staffing, WardModel

SCALE = 8
"""Prices are eighths of a point: whole numbers, so that the bound they prove has no rounding in it."""


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

    def listed(self) -> list[tuple[int, ...]]:
        """The slot numbers as tuples."""
        return [tuple(row) for row in self.slots.tolist()]


class WardEngine:
    """One ward's kernel with its buffers. Prices come in, the best year's cost and the years near it go out."""

    def __init__(self, problem: PlanningProblem, model: WardModel) -> None:
        self.problem, self.model = problem, model
        self._days = _possible_days(model)
        self._lay_out_buffers()
        self._lay_out_options()
        self._lay_out_staff()
        self._own_staff = OwnStaff(problem, model, self.standing_posts)
        self._priced: Int32Array | None = None
        self._cheapest_known: tuple[Mapping[Row, int] | None, list[IntArray]] = (None, [])
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
        if self._priced is None or not np.array_equal(cost, self._priced):
            self._priced = cost
            memory = self.model.memory
            option_cost = np.minimum.reduceat(cost, self._option_first).astype(np.int32)
            self.best = int(
                kernel.price(
                    memory.moves, memory.move_costs, memory.states, self._step, self._first, self._last,
                    self._ends, self._day_ptr, self._day_list, self._option_ptr, self._option_feature,
                    option_cost, self._ahead_ptr, self._ahead, self._behind_ptr, self._behind,
                )
            )  # fmt: skip
        return self.best

    def years_within(self, limit: int, most: int) -> Years:
        """Every year that costs at most `limit` at the last prices, or `most` of them."""
        if not self.model.meetings:
            return Years(np.zeros((1, 0), dtype=np.int32), np.array([self.best], dtype=np.int64), is_all=True)
        memory = self.model.memory
        found = np.empty((most, self.model.meetings), dtype=np.int32)
        costs = np.empty(most, dtype=np.int64)
        count = kernel.years_within(
            memory.moves, memory.move_costs, memory.states, self._step, self._first, self._day_ptr, self._day_list,
            self._slot_ptr, self._slot_feature, self._priced, self._ahead_ptr, self._ahead, self._behind_ptr,
            self._behind, limit, found, costs,
        )  # fmt: skip
        kept = min(count, most)
        return Years(found[:kept], costs[:kept], is_all=count <= most)

    def valued(self, years: Years, prices: Mapping[Row, int]) -> tuple[IntArray, IntArray]:
        """What years truly cost: in points, and in eighths of a point with the prices of what wards share added.

        The posts that only this ward's own officers fill are staffed at their least cost here, fair load included,
        where the kernel's prices know only an average of it. Posts shared with other wards are in the second alone.
        """
        slots = years.slots
        fixed = years.costs - np.asarray(self._priced, dtype=np.int64)[slots].sum(axis=1)
        own = self._own_staff.least_points(slots)
        shared = {row: price for row, price in prices.items() if row.officer not in self._own_staff.officer_ids}
        points = (fixed + self._base[slots].sum(axis=1)) // SCALE + own
        by_officer = _by_officer(shared)
        asked = self._base + self._row_prices(shared)
        for post in self._own_staff.other_posts:
            asked = asked + self._post_cost(post, by_officer)[self._occasion]
        return points, fixed + asked[slots].sum(axis=1) + own * SCALE

    @property
    def dearest_slot_points(self) -> int:
        """What the dearest slot costs by its own rules."""
        return int(self.model.base.max(initial=0))

    def staffed(self, slots: tuple[int, ...], prices: Mapping[Row, int]) -> WardYear:
        """The year of these slots with the officers that are cheapest at these prices."""
        occasions = self._occasion[list(slots)]
        chosen = [
            [officers[n] for n in places[occasions].tolist()]
            for officers, places in zip(self._officers, self._cheapest_officers(prices), strict=True)
        ]
        staff = tuple(zip(*chosen, strict=True)) if chosen else ((),) * len(slots)
        return WardYear(self.model.view.index, slots, staff, self.cost(slots) + self._staff_cost(staff))

    def cost(self, slots: tuple[int, ...]) -> int:
        """What a year's slots, steps and end cost, in points, without its staff."""
        model, memory = self.model, self.model.memory
        if not slots:
            return int(memory.ends[0])
        days = [int(model.day[slot]) for slot in slots]
        total = sum(int(model.base[slot]) for slot in slots) + int(model.first[days[0]]) + int(model.last[days[-1]])
        total += sum(int(model.between[one, other]) for one, other in pairwise(days))
        state = 0
        for k, slot in enumerate(slots):
            feature = int(model.feature[slot])
            total += int(memory.move_costs[k, feature, state])
            state = int(memory.moves[k, feature, state])
        return total + int(memory.ends[state])

    def points(self, slots: tuple[int, ...]) -> int:
        """What a year costs with its own staff at their least, in points."""
        return self.cost(slots) + int(self._own_staff.least_points(np.array([slots], dtype=np.int32))[0])

    def seat(self, slot: int, officer: str = "") -> Seat:
        """The seat that a meeting in this slot takes, or an officer's part in it."""
        model = self.model
        hall = model.view.halls[int(model.hall[slot])].venue_id
        return Seat(model.view.index, int(model.day[slot]), int(model.sitting[slot]), hall, officer)

    def seats(self, year: WardYear) -> list[Seat]:
        """Every seat that a year takes."""
        return [
            self.seat(slot, officer)
            for slot, staff in zip(year.slots, year.staff, strict=True)
            for officer in ("", *staff)
        ]

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

    # --- prices -----------------------------------------------------------------------------------------------------

    def _slot_costs(self, prices: Mapping[Row, int]) -> Int32Array:
        cost = self._base + self._row_prices(prices)
        by_officer = _by_officer(prices)
        for post in range(len(self._officers)):
            cost += self._post_cost(post, by_officer)[self._occasion]
        return np.asarray(np.minimum(cost, MOST_A_SLOT), dtype=np.int32)

    def _row_prices(self, prices: Mapping[Row, int]) -> IntArray:
        """What each slot pays on the rows that bear the meeting itself."""
        cost, ward = np.zeros(len(self._base), dtype=np.int64), self.model.view.index
        for row, price in prices.items():
            if not row.officer and (not row.wards or ward in row.wards):
                borne = self._borne(row)
                cost[borne] += price * (self._times(row)[self.model.hall[borne]] if row.day < 0 else 1)
        return cost

    def _times(self, row: Row) -> IntArray:
        """How often a row that counts the whole year bears a meeting in each hall."""
        return np.array([rows[row] for rows in self._year_rows], dtype=np.int64)

    @cached_property
    def _year_rows(self) -> list[Counter[Row]]:
        """The rows that count the whole year, as often as they bear a meeting in each hall."""
        rules = [rule for rule in self.problem.rules if isinstance(rule, BoroughRule)]
        seats = (Seat(self.model.view.index, 0, 0, venue.venue_id) for venue in self.model.view.halls)
        return [
            Counter(row for rule in rules for row in rule.rows(self.problem, (seat,)) if row.day < 0) for seat in seats
        ]

    @cached_property
    def hall_kinds(self) -> IntArray:
        """A number for each hall, the same where no row that counts the whole year tells the halls apart."""
        kinds: dict[frozenset[tuple[Row, int]], int] = {}
        known = [kinds.setdefault(frozenset(rows.items()), len(kinds)) for rows in self._year_rows]
        return np.array(known, dtype=np.int64)

    def _borne(self, row: Row) -> IntArray:
        """The slots that a row bears."""
        known = self._slots_of_row.get(row)
        if known is None:
            model = self.model
            low, high = (0, len(model.day)) if row.day < 0 else np.searchsorted(model.day, [row.day, row.day + 1])
            borne = np.arange(low, high)
            if row.sittings:
                borne = borne[np.isin(model.sitting[borne], row.sittings)]
            if row.hall:
                ids = np.array([venue.venue_id for venue in model.view.halls])
                borne = borne[ids[model.hall[borne]] == row.hall]
            known = self._slots_of_row[row] = borne
        return known

    def _post_cost(self, post: int, by_officer: Mapping[str, list[tuple[Row, int]]]) -> IntArray:
        """The cost of the cheapest officer for a post, at each occasion (a day and sitting with a slot of the ward)."""
        if not any(officer_id in by_officer for officer_id in self._officers[post]):
            return self._cheapest[post]
        return np.asarray(self._paid_costs(post, by_officer).min(axis=0))

    def _paid_costs(self, post: int, by_officer: Mapping[str, list[tuple[Row, int]]]) -> IntArray:
        """What each officer asks for with the prices of rows added. Shape: (officers, occasions)."""
        costs = self._officer_costs[post]
        touched = [officer_id for officer_id in self._officers[post] if officer_id in by_officer]
        costs = costs.copy() if touched else costs
        for officer_id in touched:
            column = costs[self._officers[post].index(officer_id)]
            for row, price in by_officer[officer_id]:
                column[self._occasions_borne(row)] += price
        return costs

    def _occasions_borne(self, row: Row) -> IntArray | slice:
        """The occasions on which a row bears its officer."""
        if row.day < 0:
            return slice(None)
        known = self._occasions_of_row.get(row)
        if known is None:
            low, high = np.searchsorted(self._occasion_day, [row.day, row.day + 1])
            on_day = np.arange(low, high)
            known = self._occasions_of_row[row] = on_day[np.isin(self._occasion_sitting[low:high], row.sittings)]
        return known

    def _cheapest_officers(self, prices: Mapping[Row, int]) -> list[IntArray]:
        """For each standing post, the place of the cheapest officer at each occasion; of equals, the first by id."""
        if self._cheapest_known[0] is not prices:
            by_officer = _by_officer(prices)
            costs = [self._paid_costs(post, by_officer) for post in range(len(self._officers))]
            self._cheapest_known = (prices, [np.asarray(each.argmin(axis=0)) for each in costs])
        return self._cheapest_known[1]

    def _staff_cost(self, staff: tuple[tuple[str, ...], ...]) -> int:
        return sum(self._points[post][officer_id] for officers in staff for post, officer_id in enumerate(officers))

    # --- layout -----------------------------------------------------------------------------------------------------

    def _lay_out_buffers(self) -> None:
        model, states = self.model, self.model.memory.states
        self._day_list = np.concatenate([*self._days, np.zeros(0, dtype=np.int64)])
        self._day_ptr = np.concatenate([[0], np.cumsum([len(days) for days in self._days])]).astype(np.int64)
        widths = np.diff(self._day_ptr)
        self._ahead_ptr = np.concatenate([[0], np.cumsum(widths * states[:-1])]).astype(np.int64)
        self._behind_ptr = np.concatenate([[0], np.cumsum(widths * states[1:])]).astype(np.int64)
        self._ahead = np.empty(self._ahead_ptr[-1], dtype=np.int32)
        self._behind = np.empty(self._behind_ptr[-1], dtype=np.int32)
        self._step, self._first, self._last = (_scaled(part) for part in (model.between, model.first, model.last))
        self._ends = _scaled(model.memory.ends.astype(np.int64))

    def _lay_out_options(self) -> None:
        model = self.model
        days = np.arange(len(self.problem.days) + 1)
        starts = np.flatnonzero(np.diff(model.day, prepend=-1) | np.diff(model.feature, prepend=-1))
        self._option_first = starts
        self._option_feature = model.feature[starts]
        self._option_ptr = np.searchsorted(model.day[starts], days)
        self._slot_feature = model.feature
        self._slot_ptr = np.searchsorted(model.day, days)
        self._base = model.base * SCALE

    def _lay_out_staff(self) -> None:
        model = self.model
        sittings = len(self.problem.sittings)
        codes, self._occasion = np.unique(model.day * sittings + model.sitting, return_inverse=True)
        self._occasion_day, self._occasion_sitting = codes // sittings, codes % sittings
        self._officers = [[officer.officer_id for officer in staffing.officers] for staffing in self.standing_posts]
        self._points = [
            dict(zip(ids, staffing.costs, strict=True))
            for ids, staffing in zip(self._officers, self.standing_posts, strict=True)
        ]
        self._officer_costs = [self._costs_at_occasions(staffing) for staffing in self.standing_posts]
        self._cheapest = [
            costs.min(axis=0) if len(costs) else np.full(len(codes), FORBIDDEN) for costs in self._officer_costs
        ]
        self._slots_of_row: dict[Row, IntArray] = {}
        self._occasions_of_row: dict[Row, IntArray] = {}

    def _costs_at_occasions(self, staffing: Staffing) -> IntArray:
        return np.array(
            [
                np.where(
                    self.problem.present(officer)[self._occasion_day, self._occasion_sitting], cost * SCALE, FORBIDDEN
                )
                for officer, cost in zip(staffing.officers, staffing.costs, strict=True)
            ],
            dtype=np.int64,
        ).reshape(len(staffing.officers), len(self._occasion_day))


def _by_officer(prices: Mapping[Row, int]) -> dict[str, list[tuple[Row, int]]]:
    by_officer: dict[str, list[tuple[Row, int]]] = {}
    for row, price in prices.items():
        if row.officer:
            by_officer.setdefault(row.officer, []).append((row, price))
    return by_officer


def _scaled(points: IntArray) -> Int32Array:
    return np.where(points >= FORBIDDEN, FORBIDDEN, points * SCALE).astype(np.int32)


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
