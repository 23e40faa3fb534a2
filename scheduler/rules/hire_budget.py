"""Must: the halls of a ward, and of the whole borough, stay within their budgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import repeat

import numpy as np

from scheduler.framing import with_borough
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.hire_cost import HireCost, hire_gbp
from scheduler.rules.shapes import (
    Automaton,
    BoroughRule,
    Breach,
    Least,
    Level,
    Row,
    Rule,
    Seat,
    YearRule,
    promised,
    rules_of,
)


class WardHireBudget(YearRule):
    """At most `ward_hire_gbp` pounds of hire a ward a year, each meeting's rounded to whole pounds.

    Edges: 0 switches the rule off; a cancelled meeting's hall was booked, so it still counts
    """

    name = "hire_budget"
    sentence = "The hire of a ward's halls stays within its budget for the year, if the borough sets one"
    limit = "ward_hire_gbp"
    limit_step = 25
    level = Level.MUST

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        budget = _budget_gbp(problem, problem.borough.policy.limits.ward_hire_gbp)
        by_ward = promised(plan)
        for view in problem.wards if budget else ():
            meetings = by_ward.get(view.ward.code, ())
            spent = _spent_gbp(problem, meetings)
            if spent > budget:
                yield self.breach(f"{view.ward.name} spends £{spent}, its budget is £{budget}", *meetings)

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: the pounds spent so far, as a place among the sums that can come about."""
        budget = _budget_gbp(problem, problem.borough.policy.limits.ward_hire_gbp)
        pounds = [hire_gbp(problem, venue) for venue in view.halls]
        prices = sorted({pounds[n] for n in usable})
        if not budget or not prices:
            return Automaton(_nothing(1, 1, 1), _nothing(1, 1), _nothing(1))
        sums = _sums(prices, sum(problem.owed_by_kind(view)), budget)
        place = {total: n for n, total in enumerate(sums)}
        moves = np.array([[place.get(total + price, -1) for price in prices] for total in sums], dtype=np.int64)
        labels = _nothing(len(view.halls))
        for n in usable:
            labels[n] = prices.index(pounds[n])
        return Automaton(labels.reshape(1, 1, -1), moves, _nothing(len(sums)))

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The borough's own number."""
        return f"£{_budget_gbp(problem, problem.borough.policy.limits.ward_hire_gbp)}"

    def used(self, problem: PlanningProblem, plan: Plan) -> int:
        """The pounds of the ward that spends most."""
        return max((_spent_gbp(problem, meetings) for meetings in promised(plan).values()), default=0)

    def least(self, problem: PlanningProblem, views: Sequence[WardView]) -> Least | None:
        """The cheapest year of one ward."""
        return _cheapest(self, "Raise the budget for a ward's halls to £{least}", problem, views)


class BoroughHireBudget(BoroughRule):
    """At most `borough_hire_gbp` pounds of hire in the whole borough a year, each meeting's rounded to whole pounds.

    Edges: 0 switches the rule off; a cancelled meeting's hall was booked, so it still counts
    """

    name = "borough_hire_budget"
    sentence = "The hire of all halls together stays within the borough's budget for the year, if it sets one"
    limit = "borough_hire_gbp"
    limit_step = 50
    level = Level.MUST

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        budget = _budget_gbp(problem, problem.borough.policy.limits.borough_hire_gbp)
        meetings = [meeting for of_ward in promised(plan).values() for meeting in of_ward]
        spent = _spent_gbp(problem, meetings)
        if 0 < budget < spent:
            yield self.breach(f"{problem.borough.profile.name} spends £{spent}, its budget is £{budget}", *meetings)

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """One row for the year, of which a meeting takes as many seats as its hall costs pounds."""
        budget = _budget_gbp(problem, problem.borough.policy.limits.borough_hire_gbp)
        if not budget:
            return
        over = [meeting for held in problem.history.values() for meeting in held]
        row = Row(self.name, f"the borough's hire budget of £{budget}", max(0, budget - _spent_gbp(problem, over)))
        for seat in seats:
            if seat.hall and not seat.officer:
                yield from repeat(row, hire_gbp(problem, problem.venue_by_id[seat.hall]))

    def used(self, problem: PlanningProblem, plan: Plan) -> int:
        """The pounds of all wards."""
        return _spent_gbp(problem, (meeting for meetings in promised(plan).values() for meeting in meetings))

    def least(self, problem: PlanningProblem, views: Sequence[WardView]) -> Least | None:
        """The cheapest plan of the borough."""
        return _cheapest(self, "Raise the budget for all halls to £{least}", problem, problem.wards)


def _cheapest(rule: Rule, sentence: str, problem: PlanningProblem, views: Sequence[WardView]) -> Least:
    over = [meeting for view in views for meeting in problem.history.get(view.ward.code, ())]
    whole_year = "" if problem.period.years == 1 else f" for {problem.period}"
    return Least(sentence + whole_year, partial(_counted_in_pounds, rule), _spent_gbp(problem, over))


def _counted_in_pounds(rule: Rule, problem: PlanningProblem) -> PlanningProblem:
    """The same question without a budget, in which a plan costs its hire in pounds and nothing else."""
    policy = replace(problem.borough.policy, weights={HireCost.name: 1})
    priced = with_borough(problem, lambda borough: replace(borough, policy=policy))
    kept = (other for other in rules_of(priced) if other is not rule and other.level is Level.MUST)
    return replace(priced, rules=(*kept, HireCost()))


def _budget_gbp(problem: PlanningProblem, a_year: int) -> int:
    """The budget of the period, pro rata; 0 where there is none."""
    return max(1, problem.period.pro_rata(a_year)) if a_year else 0


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
