"""Must: neither too soon after one another nor too long apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scheduler.plan import Plan
from scheduler.policy import Tier
from scheduler.problem import IntArray, PlanningProblem, WardView, once_a_problem
from scheduler.rules.shapes import (
    FORBIDDEN,
    WIDER_DAYS,
    Asking,
    Breach,
    Change,
    ClashOrder,
    Level,
    Repair,
    StepRule,
    Steps,
    consecutive,
    with_policy,
)


@once_a_problem
def gaps(problem: PlanningProblem) -> IntArray:
    """Days from each day to each other: (days, days)."""
    days = np.arange(len(problem.days))
    return np.asarray(days[np.newaxis, :] - days[:, np.newaxis], dtype=np.int64)


class SmallestGap(StepRule):
    """At least `min_gap_days` of the ward's tier between the dates of two meetings that follow one another."""

    name = "smallest_gap"
    sentence = "A ward's meetings do not follow one another too soon"
    level = Level.MUST
    told = ClashOrder.GAP

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        for view, earlier, later in consecutive(problem, plan):
            gap, least = (later.held_on - earlier.held_on).days, view.standing.tier.min_gap_days
            if gap < least:
                yield self.breach(
                    f"{view.ward.name} waits {gap} days before {later.held_on:%d %b %Y}, at least {least}",
                    earlier,
                    later,
                )

    def steps(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Steps:
        """The solver's side."""
        return _at_least(problem, view.standing.tier.min_gap_days)

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The tier's days."""
        return f"at least {view.standing.tier.min_gap_days} days"

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """A shorter wait, after a longer one has been tried."""
        tier = view.standing.tier
        least = max(1, tier.min_gap_days - WIDER_DAYS)
        sentence = f"Let tier {tier.name!r} meet again after {least} days"
        yield Repair(sentence, _with_tier(problem, replace(tier, min_gap_days=least)), self.subject, (Asking.GAP, 1))


class LargestGap(StepRule):
    """At most `max_gap_days` of the ward's tier between the dates of two meetings that follow one another."""

    name = "largest_gap"
    sentence = "A ward never waits too long for its next meeting"
    level = Level.MUST
    told = ClashOrder.GAP

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        for view, earlier, later in consecutive(problem, plan):
            gap, most = (later.held_on - earlier.held_on).days, view.standing.tier.max_gap_days
            if gap > most:
                yield self.breach(
                    f"{view.ward.name} waits {gap} days before {later.held_on:%d %b %Y}, at most {most}", earlier, later
                )

    def steps(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Steps:
        """The solver's side."""
        return _at_most(problem, view.standing.tier.max_gap_days)

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The tier's days."""
        return f"at most {view.standing.tier.max_gap_days} days"

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """A longer wait."""
        tier = view.standing.tier
        most = tier.max_gap_days + WIDER_DAYS
        sentence = f"Let tier {tier.name!r} wait up to {most} days between meetings"
        yield Repair(sentence, _with_tier(problem, replace(tier, max_gap_days=most)), self.subject, (Asking.GAP,))


def _with_tier(problem: PlanningProblem, tier: Tier) -> Change:
    policy = problem.borough.policy
    tiers = tuple(tier if other.name == tier.name else other for other in policy.tiers)
    return with_policy(replace(policy, tiers=tiers))


@once_a_problem
def _at_least(problem: PlanningProblem, days: int) -> Steps:
    return Steps(between_days=np.where(gaps(problem) < days, FORBIDDEN, 0))


@once_a_problem
def _at_most(problem: PlanningProblem, days: int) -> Steps:
    return Steps(between_days=np.where(gaps(problem) > days, FORBIDDEN, 0))
