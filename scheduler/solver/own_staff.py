"""The posts of a ward that only its own officers fill: staffed at the least cost for a whole year at once, exactly."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import numpy as np

from scheduler.problem import IntArray, PlanningProblem, once_a_problem
from scheduler.rules.shapes import BoroughRule, Seat
from scheduler.solver.automata import Slots
from scheduler.solver.equal_rows import distinct
from scheduler.solver.ward_model import Staffing, WardModel


class OwnStaff:
    """Posts whose officers serve this ward alone, so that nothing outside it bears on who fills them."""

    def __init__(self, problem: PlanningProblem, model: WardModel, posts: tuple[Staffing, ...]) -> None:
        serves = _wards_by_officer(problem)
        own = [n for n, post in enumerate(posts) if all(serves[officer.officer_id] == 1 for officer in post.officers)]
        self.other_posts = tuple(n for n in range(len(posts)) if n not in own)
        self._posts = [_OwnPost(problem, model, posts[n]) for n in own]
        self.officer_ids = frozenset(officer.officer_id for n in own for officer in posts[n].officers)

    def least_points(self, slots: Slots) -> IntArray:
        """The least cost of these posts for each year, in points. Shape: `slots` (years, meetings)."""
        points = np.zeros(len(slots), dtype=np.int64)
        for post in self._posts if slots.shape[1] else ():
            points += post.least_points(slots)
        return points


class _OwnPost:
    """One such post: what matters of a year is only who is on duty at each of its meetings."""

    def __init__(self, problem: PlanningProblem, model: WardModel, staffing: Staffing) -> None:
        here = [problem.present(officer)[model.day, model.sitting] for officer in staffing.officers]
        self._duty = sum(
            (mask.astype(np.int64) << n for n, mask in enumerate(here)), np.zeros(len(model.day), np.int64)
        )
        self._costs = staffing.costs
        self._shares = tuple(_share(problem, model, officer.officer_id) for officer in staffing.officers)
        self._least = lru_cache(maxsize=None)(self._worked_out)

    def least_points(self, slots: Slots) -> IntArray:
        duties, place = distinct(np.sort(self._duty[slots], axis=1))
        points = np.array([self._least(tuple(row)) for row in duties.tolist()], dtype=np.int64)
        return points[place] if len(points) else np.zeros(0, dtype=np.int64)

    def _worked_out(self, duties: tuple[int, ...]) -> int:
        """Try every way to share the meetings out, by how many each officer takes."""
        ways = {(0,) * len(self._costs): 0}
        for duty in duties:
            grown: dict[tuple[int, ...], int] = {}
            for loads, points in ways.items():
                for n, cost in enumerate(self._costs):
                    if duty >> n & 1:
                        more = (*loads[:n], loads[n] + 1, *loads[n + 1 :])
                        grown[more] = min(grown.get(more, points + cost), points + cost)
            ways = grown
        return min(points + self._excess(loads) for loads, points in ways.items())

    def _excess(self, loads: tuple[int, ...]) -> int:
        return sum(
            weight * max(0, load - share)
            for load, rows in zip(loads, self._shares, strict=True)
            for share, weight in rows
        )


def _share(problem: PlanningProblem, model: WardModel, officer_id: str) -> tuple[tuple[int, int], ...]:
    """The rows that count an officer over the whole year: capacity and points above it."""
    seat = Seat(model.view.index, 0, 0, "", officer_id)
    rows = [
        row
        for rule in problem.rules
        if isinstance(rule, BoroughRule)
        for row in rule.rows(problem, (seat,))
        if row.day < 0
    ]
    return tuple((row.capacity, row.excess_cost) for row in rows if row.excess_cost is not None)


@once_a_problem
def _wards_by_officer(problem: PlanningProblem) -> Counter[str]:
    """How many wards each officer may be called to."""
    return Counter(
        officer.officer_id
        for view in problem.wards
        for officer in (*view.leads, *view.deputies, *view.ward_officers, *view.inspectors, *view.public_realm)
    )
