"""Poses the question of a year under the whole rule book."""

from __future__ import annotations

from scheduler.facts import Borough
from scheduler.problem import PlanningProblem, posed
from scheduler.rules.book import RULES


def planning_problem(borough: Borough, year: int) -> PlanningProblem:
    """Pose the question for one calendar year, under the whole rule book."""
    return posed(borough, year, RULES)
