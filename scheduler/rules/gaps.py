"""Must: neither too soon after one another nor too long apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import numpy as np

from scheduler.calendar_quarters import asked_of
from scheduler.edges import OtherMeeting
from scheduler.plan import Plan
from scheduler.policy import Policy, Tier
from scheduler.problem import IntArray, PlanningProblem, WardView, once_a_problem
from scheduler.rules.shapes import (
    FORBIDDEN,
    WIDER_DAYS,
    Asking,
    Breach,
    Change,
    ClashOrder,
    Level,
    OtherSetting,
    Repair,
    StepRule,
    Steps,
    consecutive,
    with_policy,
)
from scheduler.rules.usable import usable_day

LEAST_CHOICE = 7
"""Days on which a ward must be able to meet for its tier's longest wait to hold over an edge: one of each weekday."""

Points = Callable[[IntArray], IntArray]
"""What days between two meetings cost."""


def by_days(problem: PlanningProblem, view: WardView, points: Points, named: Hashable) -> Steps:
    """Steps that cost by the days between two meetings alone, over the period's edges too.

    Edges: `named` is what `points` goes by: wards of the same name share the largest array
    """
    before, after = over_edges(problem, view)
    return Steps(
        between_days=between(problem, points, named),
        first=None if before is None else points(before),
        last=None if after is None else points(after),
    )


def between(problem: PlanningProblem, points: Points, named: Hashable) -> IntArray:
    """What each day after each other costs: (days, days), worked out once for a name."""
    key = (between, named)
    if key not in problem.answers:
        days = np.arange(len(problem.days))
        problem.answers[key] = points(days[np.newaxis, :] - days[:, np.newaxis])
    found: IntArray = problem.answers[key]
    return found


def over_edges(problem: PlanningProblem, view: WardView) -> tuple[IntArray | None, IntArray | None]:
    """Days from the ward's last meeting before the period to each day, and from each to its first after: (days)."""
    days, edges = np.arange(len(problem.days)), problem.edges_of(view)
    before, after = edges.last_before, edges.first_after
    return (
        days + (problem.first_day - before.held_on).days if before else None,
        (after.held_on - problem.first_day).days - days if after else None,
    )


@once_a_problem
def longest_waits(problem: PlanningProblem, view: WardView) -> tuple[int, int]:
    """The most days that a ward may wait for its first meeting of the period, and after its last for the next period's.

    As its tier says; where that leaves less than `LEAST_CHOICE` days on which it can meet, up to `WIDER_DAYS` past the
    nearest such day: what was held before, or told for afterwards, must not leave the period without a plan.
    """
    tier, edges = view.standing.tier, problem.edges_of(view)
    first = last = tier.max_gap_days
    earliest, latest = _days_of_use(problem, view)
    if before := edges.last_before:
        earliest = max(earliest, before.held_on + timedelta(days=tier.min_gap_days))
        found = usable_day(problem, view, (day for day in problem.days if day >= earliest))
        first = _with_choice(first, (found - before.held_on).days if found else 0)
    if after := edges.first_after:
        latest = min(latest, after.held_on - timedelta(days=tier.min_gap_days))
        found = usable_day(problem, view, (day for day in reversed(problem.days) if day <= latest))
        last = _with_choice(last, (after.held_on - found).days if found else 0)
    return first, last


def _with_choice(most: int, nearest: int) -> int:
    return most if nearest + LEAST_CHOICE <= most else nearest + WIDER_DAYS


def _days_of_use(problem: PlanningProblem, view: WardView) -> tuple[date, date]:
    """From when and until when meetings are of use: where each is owed to a quarter, none may be before the first."""
    asked = asked_of(problem.quarters, view.owed)
    if not asked or view.owed > len(asked):
        return problem.first_day, problem.last_day
    return asked[0].first, asked[-1].meet_by


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
        least = view.standing.tier.min_gap_days
        return by_days(problem, view, lambda gap: np.where(gap < least, FORBIDDEN, 0), (self.name, least))

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The tier's days."""
        return f"at least {view.standing.tier.min_gap_days} days"

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """A shorter wait, after a longer one has been tried."""
        tier = view.standing.tier
        least = max(1, tier.min_gap_days - WIDER_DAYS)
        sentence = f"Let tier {tier.name!r} meet again after {least} days"
        change = _with_tier(tier, lambda each: replace(each, min_gap_days=least))
        mend = OtherSetting("min_gap_days", least, tier.name)
        yield Repair(sentence, change, self.subject, (Asking.GAP, 1), mend)


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
            if isinstance(earlier, OtherMeeting):
                most = longest_waits(problem, view)[0]
            elif isinstance(later, OtherMeeting):
                most = longest_waits(problem, view)[1]
            if gap > most:
                yield self.breach(
                    f"{view.ward.name} waits {gap} days before {later.held_on:%d %b %Y}, at most {most}", earlier, later
                )

    def steps(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Steps:
        """The solver's side."""
        most = view.standing.tier.max_gap_days
        before, after = over_edges(problem, view)
        first, last = longest_waits(problem, view)
        return Steps(
            between_days=between(problem, partial(_longer, most=most), (self.name, most)),
            first=None if before is None else _longer(before, first),
            last=None if after is None else _longer(after, last),
        )

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The tier's days, and those of the first meeting where nothing can be used so soon."""
        most, (first, _) = view.standing.tier.max_gap_days, longest_waits(problem, view)
        return f"at most {most} days" + (f", {first} before the first of the period" if first > most else "")

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """A longer wait."""
        tier = view.standing.tier
        most = tier.max_gap_days + WIDER_DAYS
        sentence = f"Let tier {tier.name!r} wait up to {most} days between meetings"
        change = _with_tier(tier, lambda each: replace(each, max_gap_days=most))
        mend = OtherSetting("max_gap_days", most, tier.name)
        yield Repair(sentence, change, self.subject, (Asking.GAP,), mend)


def _with_tier(tier: Tier, change: Callable[[Tier], Tier]) -> Change:
    def changed(policy: Policy) -> Policy:
        return replace(policy, tiers=tuple(change(each) if each.name == tier.name else each for each in policy.tiers))

    return with_policy(changed)


def _longer(gap: IntArray, most: int) -> IntArray:
    return np.where(gap > most, FORBIDDEN, 0)
