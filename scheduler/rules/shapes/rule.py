"""What every rule can be asked."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator
from typing import ClassVar

from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import AnyRule, PlanningProblem
from scheduler.rules.shapes.replies import Breach, Charge, Level


class Rule(AnyRule, ABC):
    """One rule of the book.

    Edges: `sentence` starts with a capital, has no full stop, and can be read by a resident
    """

    level: ClassVar[Level]

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """Where a finished plan breaks this must-rule; nothing for a should-rule."""
        return iter(())

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """What a finished plan costs under this should-rule; nothing for a must-rule."""
        return iter(())

    def breach(self, seen: str, *meetings: PlannedMeeting) -> Breach:
        """Say that this rule is broken."""
        return Breach(self.name, self.sentence, seen, tuple(meeting.meeting_id for meeting in meetings))

    def weight(self, problem: PlanningProblem) -> int:
        """Points for each unit of this should-rule, as the borough has set them."""
        return problem.borough.policy.weights.get(self.name, 0)


def rules_of(problem: PlanningProblem) -> tuple[Rule, ...]:
    """The rules that a problem is held to, in the book's order, for those who ask them."""
    return tuple(rule for rule in problem.rules if isinstance(rule, Rule))
