"""Must: a ward's halls stay within its budget."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.plan import Plan
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.hire_cost import hire_gbp
from scheduler.rules.shapes import Automaton, Breach, Level, YearRule, promised


class WardHireBudget(YearRule):
    """At most `ward_hire_gbp` pounds of hire a ward a year, each meeting's rounded to whole pounds.

    Edges: 0 switches the rule off; a cancelled meeting's hall was booked, so it still counts
    """

    name = "hire_budget"
    sentence = "The hire of a ward's halls stays within its budget for the year, if the borough sets one"
    level = Level.MUST

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        budget = problem.borough.policy.limits.ward_hire_gbp
        by_ward = promised(plan)
        for view in problem.wards if budget else ():
            meetings = by_ward.get(view.ward.code, ())
            halls = [problem.venue_by_id[meeting.venue_id] for meeting in meetings
                     if meeting.venue_id in problem.venue_by_id]  # fmt: skip  # known_names reports the others
            spent = sum(hire_gbp(problem, hall) for hall in halls)
            if spent > budget:
                yield self.breach(f"{view.ward.name} spends £{spent}, its budget is £{budget}", *meetings)

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: the pounds spent so far, as a place among the sums that can come about."""
        budget = problem.borough.policy.limits.ward_hire_gbp
        pounds = [hire_gbp(problem, venue) for venue in view.halls]
        prices = sorted({pounds[n] for n in usable})
        if not budget or not prices:
            return Automaton(_nothing(1, 1, 1), _nothing(1, 1), _nothing(1))
        sums = _sums(prices, view.owed, budget)
        place = {total: n for n, total in enumerate(sums)}
        moves = np.array([[place.get(total + price, -1) for price in prices] for total in sums], dtype=np.int64)
        labels = _nothing(len(view.halls))
        for n in usable:
            labels[n] = prices.index(pounds[n])
        return Automaton(labels.reshape(1, 1, -1), moves, _nothing(len(sums)))


def _sums(prices: list[int], meetings: int, budget: int) -> list[int]:
    """Every sum of at most so many prices within the budget, 0 first."""
    reached = {0}
    for _ in range(meetings):
        reached |= {total + price for total in reached for price in prices if total + price <= budget}
    return sorted(reached)


def _nothing(*shape: int) -> IntArray:
    return np.zeros(shape, dtype=np.int64)
