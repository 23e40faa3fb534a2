"""Rules about who comes."""

from __future__ import annotations

from typing import ClassVar

from scheduler.facts import Officer
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes.meetings import Post
from scheduler.rules.shapes.rule import Rule


class StaffRule(Rule):
    """Who may fill a post at a ward's meetings, and at what cost a meeting?"""

    post: ClassVar[Post]

    def eligible(self, view: WardView) -> tuple[Officer, ...] | None:
        """The officers who may; None where this rule does not say."""
        return None

    def visits(self, problem: PlanningProblem) -> int | None:
        """How many meetings a year need the post filled; None: every meeting."""
        return None

    def officer_cost(self, problem: PlanningProblem, view: WardView, officer: Officer) -> int:
        """Points a meeting for choosing this officer."""
        return 0
