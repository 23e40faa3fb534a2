"""The rows that wards share, found for a seat when it is first asked about, and numbered once."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import BoroughRule, Row, Seat


class RowBook:
    """Every row met so far, by number. It only ever grows, in the order in which seats are asked about."""

    def __init__(self, problem: PlanningProblem) -> None:
        self._problem = problem
        self._rules = [rule for rule in problem.rules if isinstance(rule, BoroughRule)]
        self._number: dict[Row, int] = {}
        self._of_seat: dict[Seat, tuple[int, ...]] = {}
        self.rows: list[Row] = []

    def of_seat(self, seat: Seat) -> tuple[int, ...]:
        """The numbers of the rows that one seat counts towards."""
        known = self._of_seat.get(seat)
        if known is None:
            rows = [row for rule in self._rules for row in rule.rows(self._problem, (seat,))]
            known = self._of_seat[seat] = tuple(self._numbered(row) for row in rows)
        return known

    def loads(self, seats: Iterable[Seat]) -> dict[int, int]:
        """How many of these seats each row bears."""
        loads: dict[int, int] = {}
        for seat in seats:
            for number in self.of_seat(seat):
                loads[number] = loads.get(number, 0) + 1
        return loads

    def _numbered(self, row: Row) -> int:
        number = self._number.setdefault(row, len(self.rows))
        if number == len(self.rows):
            self.rows.append(row)
        return number
