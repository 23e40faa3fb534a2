"""The prices of what wards share: a linear programme over ward-years, solved again as years and rows are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ortools.linear_solver import pywraplp

from scheduler.rules.shapes import Row
from scheduler.solver.rows import RowBook
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_years import WardEngine, WardYear

SLACK_POINTS = 400
"""What a broken must-row costs at first, or as much as a slot if that is more.

It keeps early prices tame; it is raised while a row stays broken.
"""

TOLERANCE = 1e-6
"""Below this, a value of the linear programme is noise."""


@dataclass(frozen=True)
class Prices:
    """One solution of the master: its value in points, whole prices by row, and the rows that are still broken."""

    value: float
    by_row: Mapping[Row, int]
    broken: tuple[Row, ...]


class Master:
    """The linear programme. One column a ward-year, one row a ward, and the shared rows that have been violated."""

    def __init__(self, engines: Iterable[WardEngine], book: RowBook) -> None:
        self._engines = {engine.model.view.index: engine for engine in engines}
        self.book = book
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._lp.Objective().SetMinimization()
        self.slack_points = max(SLACK_POINTS, *(engine.dearest_slot_points for engine in self._engines.values()))
        self.years: list[WardYear] = []
        self._known: set[WardYear] = set()
        self._loads: list[dict[int, int]] = []
        self._weights: list[pywraplp.Variable] = []
        self._ward_rows = {ward: self._lp.Constraint(1, 1) for ward in self._engines}
        self._shared: dict[int, tuple[pywraplp.Constraint, pywraplp.Variable]] = {}

    def add(self, year: WardYear) -> bool:
        """Add a ward-year; False where it is known."""
        if year in self._known:
            return False
        loads = self.book.loads(self._engines[year.ward], year)
        weight = self._lp.NumVar(0, self._lp.infinity(), "")
        self._lp.Objective().SetCoefficient(weight, year.cost)
        self._ward_rows[year.ward].SetCoefficient(weight, 1)
        for number, load in loads.items():
            if number in self._shared:
                self._shared[number][0].SetCoefficient(weight, load)
        self._known.add(year)
        self.years.append(year)
        self._loads.append(loads)
        self._weights.append(weight)
        return True

    def solve(self) -> Prices:
        """Solve, adding every shared row that the solution violates, until it violates none."""
        while True:
            status = self._lp.Solve()
            if status != pywraplp.Solver.OPTIMAL:
                raise ArithmeticError(f"the linear programme ended with status {status}")
            violated = self._violated()
            if not violated:
                return self._read()
            for number in violated:
                self._share(number)

    def raise_slack(self, factor: int) -> None:
        """Make every broken must-row dearer."""
        self.slack_points *= factor
        for number, (_, slack) in self._shared.items():
            if self.book.rows[number].excess_cost is None:
                self._lp.Objective().SetCoefficient(slack, self.slack_points)

    def _violated(self) -> list[int]:
        activity: dict[int, float] = {}
        for loads, weight in zip(self._loads, self._weights, strict=True):
            share = weight.solution_value()
            if share > TOLERANCE:
                for number, load in loads.items():
                    activity[number] = activity.get(number, 0.0) + share * load
        rows = self.book.rows
        return sorted(
            number
            for number, used in activity.items()
            if number not in self._shared and used > rows[number].capacity + TOLERANCE
        )

    def _share(self, number: int) -> None:
        row = self.book.rows[number]
        constraint = self._lp.Constraint(-self._lp.infinity(), row.capacity)
        slack = self._lp.NumVar(0, self._lp.infinity(), "")
        constraint.SetCoefficient(slack, -1)
        points = self.slack_points if row.excess_cost is None else row.excess_cost
        self._lp.Objective().SetCoefficient(slack, points)
        for loads, weight in zip(self._loads, self._weights, strict=True):
            if number in loads:
                constraint.SetCoefficient(weight, loads[number])
        self._shared[number] = (constraint, slack)

    def _read(self) -> Prices:
        by_row, broken = {}, []
        for number, (constraint, slack) in self._shared.items():
            row = self.book.rows[number]
            price = max(0, round(-constraint.dual_value() * SCALE))
            if row.excess_cost is not None:
                price = min(price, row.excess_cost * SCALE)
            if price:
                by_row[row] = price
            if row.excess_cost is None and slack.solution_value() > TOLERANCE:
                broken.append(row)
        return Prices(self._lp.Objective().Value(), by_row, tuple(broken))
