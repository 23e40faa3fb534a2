"""Must: the halls of a ward, and of the whole borough, stay within their budgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat

import numpy as np

from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.hire_cost import hire_gbp
from scheduler.rules.meetings_owed import owed
from scheduler.rules.shapes import Automaton, BoroughRule, Breach, Level, Row, Seat, YearRule, promised


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
            spent = _spent_gbp(problem, meetings)
            if spent > budget:
                yield self.breach(f"{view.ward.name} spends £{spent}, its budget is £{budget}", *meetings)

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: the pounds spent so far, as a place among the sums that can come about."""
        budget = problem.borough.policy.limits.ward_hire_gbp
        pounds = [hire_gbp(problem, venue) for venue in view.halls]
        prices = sorted({pounds[n] for n in usable})
        if not budget or not prices:
            return Automaton(_nothing(1, 1, 1), _nothing(1, 1), _nothing(1))
        sums = _sums(prices, sum(owed(problem, view)), budget)
        place = {total: n for n, total in enumerate(sums)}
        moves = np.array([[place.get(total + price, -1) for price in prices] for total in sums], dtype=np.int64)
        labels = _nothing(len(view.halls))
        for n in usable:
            labels[n] = prices.index(pounds[n])
        return Automaton(labels.reshape(1, 1, -1), moves, _nothing(len(sums)))


class BoroughHireBudget(BoroughRule):
    """At most `borough_hire_gbp` pounds of hire in the whole borough a year, each meeting's rounded to whole pounds.

    Edges: 0 switches the rule off; a cancelled meeting's hall was booked, so it still counts
    """

    name = "borough_hire_budget"
    sentence = "The hire of all halls together stays within the borough's budget for the year, if it sets one"
    level = Level.MUST

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        budget = problem.borough.policy.limits.borough_hire_gbp
        meetings = [meeting for of_ward in promised(plan).values() for meeting in of_ward]
        spent = _spent_gbp(problem, meetings)
        if 0 < budget < spent:
            yield self.breach(f"{problem.borough.profile.name} spends £{spent}, its budget is £{budget}", *meetings)

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """One row for the year, of which a meeting takes as many seats as its hall costs pounds."""
        budget = problem.borough.policy.limits.borough_hire_gbp
        if not budget:
            return
        over = [meeting for held in problem.history.values() for meeting in held]
        row = Row(self.name, f"the borough's hire budget of £{budget}", max(0, budget - _spent_gbp(problem, over)))
        for seat in seats:
            if seat.hall and not seat.officer:
                yield from repeat(row, hire_gbp(problem, problem.venue_by_id[seat.hall]))


def _spent_gbp(problem: PlanningProblem, meetings: Iterable[PlannedMeeting]) -> int:
    """The hire of these meetings; `permitted_slots` reports halls that nobody knows."""
    halls = (problem.venue_by_id.get(meeting.venue_id) for meeting in meetings)
    return sum(hire_gbp(problem, hall) for hall in halls if hall is not None)


def _sums(prices: list[int], meetings: int, budget: int) -> list[int]:
    """Every sum of at most so many prices within the budget, 0 first."""
    reached = {0}
    for _ in range(meetings):
        reached |= {total + price for total in reached for price in prices if total + price <= budget}
    return sorted(reached)


def _nothing(*shape: int) -> IntArray:
    return np.zeros(shape, dtype=np.int64)
