"""Should: the borough's meetings are spread over the months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import ceil

from scheduler.period import Period
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, once_a_problem
from scheduler.rules.shapes import BoroughRule, Charge, Level, Row, Seat, still_held

DEAREST = 3
"""The most units that one more meeting costs. Each is one more row for the solver."""


class EvenMonths(BoroughRule):
    """One unit is a meeting above a month's fair share. The second one counts twice, and each further one three times.

    A share is the meetings owed in the period, pro rata to the month's days in it, rounded up. What one month has above
    its share others lack, so that a month with few meetings needs no price of its own.
    """

    name = "even_months"
    sentence = "The borough's meetings are spread evenly over the months"
    level = Level.SHOULD

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """The plain side."""
        weight, meetings = self.weight(problem), still_held(plan)
        for month, share in fair_shares(problem).items() if weight else ():
            held = sum(meeting.held_on in month for meeting in meetings)
            units = sum(min(above, DEAREST) for above in range(1, held - share + 1))
            if units:
                yield Charge(self.name, str(month), weight * units, f"{held} meetings, a fair share is {share}")

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """A few rows a month, each of which begins to charge one meeting later."""
        weight = self.weight(problem)
        for day in sorted({seat.day for seat in seats if not seat.officer}) if weight else ():
            yield from _rows_by_day(problem, weight)[day]


@once_a_problem
def fair_shares(problem: PlanningProblem) -> Mapping[Period, int]:
    """How many meetings are each month's fair share."""
    owed = sum(view.owed for view in problem.wards)
    return {month: ceil(owed * len(month.days) / len(problem.days)) for month in problem.period.months()}


@once_a_problem
def _rows_by_day(problem: PlanningProblem, weight: int) -> tuple[tuple[Row, ...], ...]:
    over = [meeting for held in problem.history.values() for meeting in held if meeting.stands]
    by_day: list[tuple[Row, ...]] = []
    for month, share in fair_shares(problem).items():
        left = share - sum(meeting.held_on in month for meeting in over)
        first, last = len(by_day), len(by_day) + len(month.days) - 1
        rows = (
            Row(EvenMonths.name, str(month), max(0, left + n), weight, day=first, last_day=last) for n in range(DEAREST)
        )
        by_day += [tuple(rows)] * len(month.days)
    return tuple(by_day)
