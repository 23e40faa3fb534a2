"""Should: observances, school holidays and other days to avoid are kept free."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.facts import DayKind, SpecialDays
from scheduler.problem import PlanningProblem
from scheduler.rules.rows_of_days import KeptFree


class DaysToAvoid(KeptFree):
    """One unit is a meeting that at least one `avoid` row of days.csv covers."""

    name = "days_to_avoid"
    sentence = "Religious observances, school holidays and other days to avoid are kept free"

    def rows(self, problem: PlanningProblem) -> Iterator[SpecialDays]:
        """The borough's own rows."""
        return (row for row in problem.special_days if row.kind is DayKind.AVOID)
