"""Judges a finished plan, solved or edited by hand, by the rules' plain side. It shares nothing with the solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scheduler.plan import Plan, differences
from scheduler.problem import PlanningProblem, once_a_problem
from scheduler.rules.shapes import Breach, Charge, Level, Scope, rules_of


def audit(problem: PlanningProblem, plan: Plan) -> tuple[Breach, ...]:
    """Every must-rule that the plan breaks; empty for a plan that may be stored."""
    return tuple(breach for rule in rules_of(problem) for breach in rule.breaches(problem, plan))


def newly_broken(problem: PlanningProblem, before: Plan, after: Plan) -> tuple[Breach, ...]:
    """What a change of a plan breaks: as two whole audits would tell, and only what the change reaches is looked at.

    Edges: what was broken before, by a change of data, is not this change's doing
    """
    touched = _touched(before, after)
    known = {(breach.rule, breach.seen) for breach in _audit_of(problem, before, touched)}
    return tuple(breach for breach in _audit_of(problem, after, touched) if (breach.rule, breach.seen) not in known)


@dataclass(frozen=True, slots=True)
class _Touched:
    """The wards whose meetings a change has changed, and the days that these were or are on."""

    wards: frozenset[str]
    days: frozenset[date]


def _touched(before: Plan, after: Plan) -> _Touched:
    changed = [meeting for pair in differences(before, after) for meeting in pair if meeting is not None]
    return _Touched(frozenset(each.ward_code for each in changed), frozenset(each.held_on for each in changed))


def _audit_of(problem: PlanningProblem, plan: Plan, touched: _Touched) -> Iterator[Breach]:
    of_wards = tuple(meeting for meeting in plan.meetings if meeting.ward_code in touched.wards)
    of_days = tuple(meeting for meeting in plan.meetings if meeting.held_on in touched.days)
    asked = {
        Scope.WARD: (_of_wards(problem, touched.wards), replace(plan, meetings=of_wards)),
        Scope.DAY: (problem, replace(plan, meetings=of_days)),
        Scope.PERIOD: (problem, plan),
    }
    for rule in rules_of(problem):
        if rule.level is Level.MUST:
            yield from rule.breaches(*asked[rule.scope])


@once_a_problem
def _of_wards(problem: PlanningProblem, codes: frozenset[str]) -> PlanningProblem:
    """The same question with some of its wards. Its answers are kept: a ward is asked about again and again."""
    return replace(problem, wards=tuple(view for view in problem.wards if view.ward.code in codes))


def charges(problem: PlanningProblem, plan: Plan) -> tuple[Charge, ...]:
    """What the plan costs, one charge a rule and subject. Weights of 0 charge nothing."""
    return tuple(charge for rule in rules_of(problem) for charge in rule.charges(problem, plan))


def cost_by_rule(problem: PlanningProblem, plan: Plan) -> Mapping[str, int]:
    """Points by should-rule, in the book's order, rules that cost nothing included."""
    points = {rule.name: 0 for rule in rules_of(problem) if rule.level is Level.SHOULD}
    for charge in charges(problem, plan):
        points[charge.rule] += charge.points
    return points
