"""Judges a finished plan, solved or edited by hand, by the rules' plain side. It shares nothing with the solver."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.plan import Plan
from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import Breach, Charge, Level, rules_of


def audit(problem: PlanningProblem, plan: Plan) -> tuple[Breach, ...]:
    """Every must-rule that the plan breaks; empty for a plan that may be stored."""
    return tuple(breach for rule in rules_of(problem) for breach in rule.breaches(problem, plan))


def charges(problem: PlanningProblem, plan: Plan) -> tuple[Charge, ...]:
    """What the plan costs, one charge a rule and subject. Weights of 0 charge nothing."""
    return tuple(charge for rule in rules_of(problem) for charge in rule.charges(problem, plan))


def cost_by_rule(problem: PlanningProblem, plan: Plan) -> Mapping[str, int]:
    """Points by should-rule, in the book's order, rules that cost nothing included."""
    points = {rule.name: 0 for rule in rules_of(problem) if rule.level is Level.SHOULD}
    for charge in charges(problem, plan):
        points[charge.rule] += charge.points
    return points
