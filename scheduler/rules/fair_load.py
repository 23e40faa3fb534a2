"""Should: meetings are shared out fairly among officers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil

from scheduler.facts import Officer, Role
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView, once_a_problem
from scheduler.rules.shapes import BoroughRule, Charge, Level, Row, Seat, still_held

VISITORS = (Role.INSPECTOR, Role.PUBLIC_REALM)
"""The roles that come to some meetings only."""

VISITOR_SPARE = 1
"""Meetings above an even share that a visitor may take at no cost."""


class FairLoad(BoroughRule):
    """One unit is a meeting above an officer's fair share.

    A share is the meetings of each ward an officer leads or serves, divided among the officers who do the same there,
    added up and rounded up. A deputy's meeting counts for the deputy, and adds nothing to the share. Those who only
    visit (inspectors, Public Realm) may take one more: a ward needs so few of their visits that one is no matter.
    """

    name = "fair_load"
    sentence = "Meetings are shared out fairly among officers"
    level = Level.SHOULD

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """The plain side."""
        load = Counter(officer_id for meeting in still_held(plan) for officer_id in meeting.officers)
        shares = fair_shares(problem)
        for officer_id in sorted(load):
            share = shares.get(officer_id, 0)
            points = self.weight(problem) * max(0, load[officer_id] - share)
            if points:
                held = "1 meeting" if load[officer_id] == 1 else f"{load[officer_id]} meetings"
                yield Charge(self.name, officer_id, points, f"{held}, a fair share is {share}")

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """One row an officer, for the whole year."""
        weight, shares = self.weight(problem), fair_shares(problem)
        for officer in sorted({seat.officer for seat in seats if seat.officer}) if weight else ():
            yield Row(self.name, f"officer {officer}'s fair share", shares[officer], weight, officer=officer)


@once_a_problem
def fair_shares(problem: PlanningProblem) -> Mapping[str, int]:
    """Each officer's fair share of the year's meetings."""
    limits, in_period = problem.borough.policy.limits, problem.period.pro_rata
    groups: tuple[tuple[Callable[[WardView], tuple[Officer, ...]], Callable[[WardView], int]], ...] = (
        (lambda view: view.leads, lambda view: view.owed),
        (lambda view: view.ward_officers, lambda view: view.owed),
        (lambda view: view.inspectors, lambda view: in_period(limits.inspector_meetings)),
        (lambda view: view.public_realm, lambda view: in_period(limits.public_realm_meetings)),
    )
    shares = {officer.officer_id: Fraction(0) for officer in problem.borough.officers}
    for view in problem.wards:
        for serving, meetings in groups:
            for officer in serving(view):
                shares[officer.officer_id] += Fraction(meetings(view), len(serving(view)))
    return {
        officer.officer_id: ceil(shares[officer.officer_id]) + (VISITOR_SPARE if officer.role in VISITORS else 0)
        for officer in problem.borough.officers
    }
