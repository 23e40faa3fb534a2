"""What prices on shared rows add to a ward's slots: for the meeting itself, and for the officers who staff it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from scheduler.problem import BoolArray, IntArray, PlanningProblem
from scheduler.rules.shapes import FORBIDDEN, BoroughRule, Row, Seat
from scheduler.solver.automata import Slots
from scheduler.solver.ward_model import Staffing, WardModel

SCALE = 8
"""Prices are eighths of a point: whole numbers, so that the bound they prove has no rounding in it."""


class RowPrices:
    """The rows that bear a ward's meetings, whoever staffs them."""

    def __init__(self, problem: PlanningProblem, model: WardModel) -> None:
        self._problem, self._model = problem, model
        self._slots_of_row: dict[Row, IntArray] = {}

    def charged(self, prices: Mapping[Row, int]) -> IntArray:
        """What each slot pays."""
        cost, ward = np.zeros(len(self._model.day), dtype=np.int64), self._model.view.index
        for row, price in prices.items():
            if not row.officer and (not row.wards or ward in row.wards):
                borne = self._borne(row)
                cost[borne] += price if row.day >= 0 else price * self._times(row)[self._model.hall[borne]]
        return cost

    @cached_property
    def hall_kinds(self) -> IntArray:
        """A number for each hall, the same where no row that counts the whole year tells the halls apart."""
        kinds: dict[frozenset[tuple[Row, int]], int] = {}
        known = [kinds.setdefault(frozenset(rows.items()), len(kinds)) for rows in self._year_rows]
        return np.array(known, dtype=np.int64)

    def _times(self, row: Row) -> IntArray:
        """How often a row that counts the year bears a meeting in each hall; once where only some sittings count."""
        if row.sittings:
            return np.ones(len(self._year_rows), dtype=np.int64)
        return np.array([rows[row] for rows in self._year_rows], dtype=np.int64)

    @cached_property
    def _year_rows(self) -> list[Counter[Row]]:
        """The rows that count the whole year, as often as they bear a meeting in each hall."""
        rules = [rule for rule in self._problem.rules if isinstance(rule, BoroughRule)]
        seats = (Seat(self._model.view.index, 0, 0, venue.venue_id) for venue in self._model.view.halls)
        return [
            Counter(row for rule in rules for row in rule.rows(self._problem, (seat,)) if row.day < 0) for seat in seats
        ]

    def _borne(self, row: Row) -> IntArray:
        """The slots that a row bears."""
        known = self._slots_of_row.get(row)
        if known is None:
            model = self._model
            low, high = (
                (0, len(model.day)) if row.day < 0 else np.searchsorted(model.day, [row.days.start, row.days.stop])
            )
            borne = np.arange(low, high)
            if row.sittings:
                borne = borne[_are_of(model.sitting[borne], row.sittings)]
            if row.hall:
                ids = np.array([venue.venue_id for venue in model.view.halls])
                borne = borne[ids[model.hall[borne]] == row.hall]
            known = self._slots_of_row[row] = borne
        return known


class StaffPrices:
    """Who is cheapest for each of some posts, at each occasion: a day and sitting on which the ward has a slot."""

    def __init__(self, problem: PlanningProblem, model: WardModel, posts: tuple[Staffing, ...]) -> None:
        sittings = len(problem.sittings)
        codes, self._occasion = np.unique(model.day * sittings + model.sitting, return_inverse=True)
        self._day, self._sitting = codes // sittings, codes % sittings
        self._officers = [[officer.officer_id for officer in post.officers] for post in posts]
        self._points = [
            dict(zip(ids, post.costs, strict=True)) for ids, post in zip(self._officers, posts, strict=True)
        ]
        self._costs = [self._unpriced(problem, post) for post in posts]
        self._cheapest = [costs.min(axis=0) if len(costs) else np.full(len(codes), FORBIDDEN) for costs in self._costs]
        self._occasions_of_row: dict[Row, IntArray] = {}
        self._chosen: tuple[Mapping[Row, int] | None, list[IntArray]] = (None, [])

    def least(self, prices: Mapping[Row, int], posts: tuple[int, ...] | None = None) -> IntArray:
        """What the cheapest officers ask for at each slot, in eighths; for some posts only where they are given."""
        by_officer = _by_officer(prices)
        total = np.zeros(len(self._occasion), dtype=np.int64)
        for post in range(len(self._officers)) if posts is None else posts:
            total += self._least_of(post, by_officer)[self._occasion]
        return total

    def asked(self, prices: Mapping[Row, int], posts: tuple[int, ...]) -> IntArray:
        """What each officer of some posts asks for at each slot, in eighths. Shape: (officers, slots).

        Edges: FORBIDDEN where the officer is not on duty
        """
        by_officer = _by_officer(prices)
        costs = [self._priced(post, by_officer) for post in posts]
        none = np.zeros((0, len(self._day)), dtype=np.int64)
        return np.asarray(np.minimum(np.concatenate([none, *costs]), FORBIDDEN)[:, self._occasion])

    def chosen(self, slots: Slots, prices: Mapping[Row, int]) -> list[tuple[tuple[str, ...], ...]]:
        """The cheapest officers at these prices for years (years, meetings), in the posts' order; of equals, the first.

        Shape: for each year and slot, one officer id a post
        """
        if self._chosen[0] is not prices:
            by_officer = _by_officer(prices)
            costs = [self._priced(post, by_officer) for post in range(len(self._officers))]
            self._chosen = (prices, [np.asarray(each.argmin(axis=0)) for each in costs])
        occasions = self._occasion[slots]
        numbers = [places[occasions].tolist() for places in self._chosen[1]]
        return [
            tuple(
                tuple(ids[by_year[year][k]] for ids, by_year in zip(self._officers, numbers, strict=True))
                for k in range(slots.shape[1])
            )
            for year in range(len(slots))
        ]

    def points(self, staff: tuple[tuple[str, ...], ...]) -> int:
        """What these officers cost by the rules on their posts, without any prices."""
        return sum(self._points[post][officer_id] for officers in staff for post, officer_id in enumerate(officers))

    def _least_of(self, post: int, by_officer: Mapping[str, list[tuple[Row, int]]]) -> IntArray:
        if not any(officer_id in by_officer for officer_id in self._officers[post]):
            return self._cheapest[post]
        return np.asarray(self._priced(post, by_officer).min(axis=0))

    def _priced(self, post: int, by_officer: Mapping[str, list[tuple[Row, int]]]) -> IntArray:
        """What each officer asks for with the prices of rows added. Shape: (officers, occasions)."""
        touched = [officer_id for officer_id in self._officers[post] if officer_id in by_officer]
        costs = self._costs[post].copy() if touched else self._costs[post]
        for officer_id in touched:
            column = costs[self._officers[post].index(officer_id)]
            for row, price in by_officer[officer_id]:
                column[self._borne(row)] += price
        return costs

    def _borne(self, row: Row) -> IntArray | slice:
        """The occasions on which a row bears its officer."""
        if row.day < 0:
            return slice(None)
        known = self._occasions_of_row.get(row)
        if known is None:
            low, high = np.searchsorted(self._day, [row.day, row.day + 1])
            on_day = np.arange(low, high)
            known = self._occasions_of_row[row] = on_day[_are_of(self._sitting[low:high], row.sittings)]
        return known

    def _unpriced(self, problem: PlanningProblem, post: Staffing) -> IntArray:
        return np.array(
            [
                np.where(problem.present(officer)[self._day, self._sitting], cost * SCALE, FORBIDDEN)
                for officer, cost in zip(post.officers, post.costs, strict=True)
            ],
            dtype=np.int64,
        ).reshape(len(post.officers), len(self._day))


def _are_of(sittings: IntArray, counted: tuple[int, ...]) -> BoolArray:
    """Which of these a row counts: `isin` takes five times as long for a handful, and is asked for each day and row."""
    return np.asarray((sittings[:, np.newaxis] == counted).any(axis=1))


def _by_officer(prices: Mapping[Row, int]) -> dict[str, list[tuple[Row, int]]]:
    by_officer: dict[str, list[tuple[Row, int]]] = {}
    for row, price in prices.items():
        if row.officer:
            by_officer.setdefault(row.officer, []).append((row, price))
    return by_officer
