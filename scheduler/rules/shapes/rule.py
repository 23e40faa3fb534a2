"""What every rule can be asked."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from scheduler.plan import Plan
from scheduler.problem import AnyRule, PlanningProblem, WardView
from scheduler.rules.shapes.demands import ClashOrder, Demand, Least, Repair, Subject
from scheduler.rules.shapes.meetings import Following, in_plan
from scheduler.rules.shapes.pins import Pin
from scheduler.rules.shapes.replies import Breach, Charge, Level, Scope


class Rule(AnyRule, ABC):
    """One rule of the book.

    What it says of itself below (`detail` to `concerns`) has answers that do for most rules.

    Edges: `sentence` starts with a capital, has no full stop, and can be read by a resident; `told` is its order in a
           clash; `can_be_left_out` False keeps it from being offered to be left out; `limit` is the number in it that
           the borough sets, by its name in `[policy.limits]`, and `limit_step` apart from it another is worth a try;
           `scope` lets an audit of a change leave out what the change cannot have broken
    """

    level: ClassVar[Level]
    scope: ClassVar[Scope] = Scope.PERIOD
    told: ClassVar[ClashOrder] = ClashOrder.RULE
    can_be_left_out: ClassVar[bool] = True
    limit: ClassVar[str] = ""
    limit_step: ClassVar[int] = 1

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """Where a finished plan breaks this must-rule; nothing for a should-rule."""
        return iter(())

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """What a finished plan costs under this should-rule; nothing for a must-rule."""
        return iter(())

    def breach(self, seen: str, *meetings: Following) -> Breach:
        """Say that this rule is broken. Edges: only the plan's own meetings are named as those that break it."""
        return Breach(self.name, self.sentence, seen, in_plan(*meetings))

    def weight(self, problem: PlanningProblem) -> int:
        """Points for each unit of this should-rule, as the borough has set them."""
        return problem.borough.policy.weights.get(self.name, 0)

    @property
    def subject(self) -> Subject:
        """What a demand is about that is this rule as a whole."""
        return "rule", self.name

    def without(self, problem: PlanningProblem) -> PlanningProblem:
        """The same question without this rule."""
        return replace(problem, rules=tuple(other for other in problem.rules if other.name != self.name))

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The number or date that the sentence leaves open, such as `at least 56 days`; "" where it leaves none."""
        return ""

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """What this must-rule asks of one ward's year, as finely as it can be told apart: the whole rule, if no finer.

        Edges: none from a rule that asks nothing of a ward by itself
        """
        detail = self.detail(problem, view)
        sentence = self.sentence + (f" ({detail})" if detail else "")
        yield Demand(sentence, self.without, self.subject, (self.told,), self.can_be_left_out)

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """Single changes that might mend a clash of this ward, the least to ask for first. They are tried, not trusted.

        Edges: where the rule is one demand, to leave it out is offered anyway, after them
        """
        return iter(())

    def used(self, problem: PlanningProblem, plan: Plan) -> int:
        """What a plan comes to of what the limit counts, so that a limit not set yet can be tried; 0 if unknown."""
        return 0

    def least(self, problem: PlanningProblem, views: Sequence[WardView]) -> Least | None:
        """How to find the least number that this rule could be set to where these wards clash; None if it has none."""
        return None

    def concerns(self, problem: PlanningProblem, pin: Pin) -> bool:
        """Whether a breach by the pinned meeting alone is of what is pinned of it, so that the pin can never be kept.

        Edges: False leaves it to the search
        """
        return False


def rules_of(problem: PlanningProblem) -> tuple[Rule, ...]:
    """The rules that a problem is held to, in the book's order, for those who ask them."""
    return tuple(rule for rule in problem.rules if isinstance(rule, Rule))
