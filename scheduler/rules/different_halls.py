"""Must: the panel moves around the ward."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
from dateutil.relativedelta import relativedelta

from scheduler.period import Period
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.hall_sets import hall_labels, hall_set_moves
from scheduler.rules.shapes import FORBIDDEN, Automaton, Breach, Level, YearRule, promised
from scheduler.rules.usable import usable_count, usable_halls


class DifferentHalls(YearRule):
    """At least `halls_a_ward` halls a year, or all that the ward can use, or one a meeting, if fewer.

    Edges: a period of less than a year counts the halls of the year that ends with it
    """

    name = "different_halls"
    sentence = "Each ward's meetings are held in at least three different halls a year, or all it can use if fewer"
    limit = "halls_a_ward"
    level = Level.MUST

    def wanted(self, problem: PlanningProblem, view: WardView, usable: int) -> int:
        """How many different halls the ward needs."""
        return min(problem.borough.policy.limits.halls_a_ward, usable, view.owed)

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        by_ward = promised(plan)
        for view in problem.wards:
            meetings = by_ward.get(view.ward.code, ())
            used = len({meeting.venue_id for meeting in meetings} | _earlier(problem, view)) if meetings else 0
            wanted = self.wanted(problem, view, len(usable_halls(problem, view)))
            if used < wanted:
                yield self.breach(f"{view.ward.name} uses {used}, wanted {wanted}", *meetings)

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: the set of halls used."""
        moves = hall_set_moves(len(usable))
        wanted = self.wanted(problem, view, usable_count(problem, view, usable))
        earlier = _earlier(problem, view)
        known = sum(1 << n for n, hall in enumerate(usable) if view.halls[hall].venue_id in earlier)
        others = len(earlier) - known.bit_count()
        used = np.array([(mask | known).bit_count() + others for mask in range(len(moves))])
        ends = np.where(used >= wanted, 0, FORBIDDEN).astype(np.int64)
        return Automaton(hall_labels(len(view.halls), usable), moves, ends)

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The borough's own number."""
        return f"{problem.borough.policy.limits.halls_a_ward} halls"


def _earlier(problem: PlanningProblem, view: WardView) -> frozenset[str]:
    """The halls of meetings before the period, within the year that ends with it."""
    days = Period(problem.last_day - relativedelta(years=1) + timedelta(days=1), problem.first_day - timedelta(days=1))
    return problem.edges_of(view).halls_in(days)
