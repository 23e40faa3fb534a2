"""Should: the days that people keep free for themselves are left to them."""

from __future__ import annotations

from scheduler.facts import DayKind, DaySpan, SpecialDays
from scheduler.problem import PlanningProblem, once_a_problem
from scheduler.rules.rows_of_days import KeptFree


class DaysKeptFree(KeptFree):
    """One unit is a meeting on a day, and in the part of it, that a row of days_kept_free.csv keeps free.

    Edges: where the borough has no such file, the rows are those that come with the program: evenings before
           bank-holiday weekends, Maundy Thursday, Halloween, Bonfire Night, Christmas Eve and New Year's Eve
    """

    name = "days_kept_free"
    sentence = "Evenings that people keep free, such as before a bank-holiday weekend, are left to them"

    def rows(self, problem: PlanningProblem) -> tuple[SpecialDays, ...]:
        """The days of the period."""
        return days_kept_free(problem)


@once_a_problem
def days_kept_free(problem: PlanningProblem) -> tuple[SpecialDays, ...]:
    """Each day of the period that a row keeps free, by row."""
    return tuple(
        SpecialDays(DaySpan(day, day), DayKind.AVOID, row.part, row.name, row.source)
        for row in problem.borough.days_kept_free
        for day in problem.days
        if row.falls.is_on(day)
    )
