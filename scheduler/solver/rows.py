"""The rows that wards share, found for a seat when it is first asked about, and numbered once."""

from __future__ import annotations

from dataclasses import replace

from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import BoroughRule, Row, Seat
from scheduler.solver.ward_years import WardEngine, WardYear
from scheduler.why.crew import row_loads


class RowBook:
    """Every row met so far, by number. It only ever grows, in the order in which seats are asked about."""

    def __init__(self, problem: PlanningProblem) -> None:
        self.problem = problem
        self._rules = [rule for rule in problem.rules if isinstance(rule, BoroughRule)]
        self._beside = row_loads(problem, problem.beside)
        self._number: dict[Row, int] = {}
        self._taken: dict[tuple[int, int, str], tuple[int, ...]] = {}
        self.rows: list[Row] = []

    def taken(self, engine: WardEngine, slot: int, officer_id: str = "") -> tuple[int, ...]:
        """The numbers of the rows that a meeting in a ward's slot counts towards, or an officer's part in it."""
        key = (engine.model.view.index, slot, officer_id)
        known = self._taken.get(key)
        if known is None:
            known = self._taken[key] = self.of_seat(engine.seat(slot, officer_id))
        return known

    def of_seat(self, seat: Seat) -> tuple[int, ...]:
        """The numbers of the rows that one seat counts towards."""
        rows = (row for rule in self._rules for row in rule.rows(self.problem, (seat,)))
        return tuple(self._numbered(row) for row in rows)

    def like(self, other: Row) -> tuple[Row, ...]:
        """This book's row for what a row of a like question is about, whatever it bears here; none if it has none."""
        if other.sittings and max(other.sittings) >= len(self.problem.sittings):
            return ()
        ward, sitting = ((*each, 0)[0] for each in (other.wards, other.sittings))
        seat = Seat(ward, max(0, other.day), sitting, other.hall, other.officer)
        rows = (self.rows[number] for number in self.of_seat(seat))
        return tuple(row for row in rows if replace(other, label=row.label, capacity=row.capacity) == row)[:1]

    def loads(self, engine: WardEngine, year: WardYear) -> dict[int, int]:
        """How many seats of a ward's year each row bears."""
        loads: dict[int, int] = {}
        for slot, staff in zip(year.slots, year.staff, strict=True):
            for officer_id in ("", *staff):
                for number in self.taken(engine, slot, officer_id):
                    loads[number] = loads.get(number, 0) + 1
        return loads

    def _numbered(self, row: Row) -> int:
        number = self._number.setdefault(row, len(self.rows))
        if number == len(self.rows):
            self.rows.append(self._less_beside(row))
        return number

    def _less_beside(self, row: Row) -> Row:
        """What a row bears beside the meetings that stay. Edges: a row that counts the whole year bears what it did."""
        taken = self._beside.get(row, 0) if row.day >= 0 else 0
        return replace(row, capacity=max(0, row.capacity - taken)) if taken else row
