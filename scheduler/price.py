"""What a rule's number costs: the settings that are worth a try, and what the best plan under each comes to.

It solves nothing and prints nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scheduler.errors import UnknownName
from scheduler.period import Period
from scheduler.plan import Plan, PlanStatus
from scheduler.policy import DEFAULT_WEIGHTS, Policy
from scheduler.problem import PlanningProblem
from scheduler.reading.found import CellError
from scheduler.reading.settings import LIMITS, WEIGHT
from scheduler.rules.book import RULES
from scheduler.rules.hire_cost import hire_gbp
from scheduler.rules.shapes import Level, Rule, promised, with_policy


@dataclass(frozen=True, slots=True)
class PriceAt:
    """The best plan with one setting of a rule's number.

    Units: `units` of the rule itself, as its class says; `points` of each other should-rule; whole pounds of hire;
           `halls`: different halls by ward code
    """

    value: int
    is_proven: bool
    units: int
    points: Mapping[str, int]
    hire_gbp: int
    halls: Mapping[str, int]

    @property
    def elsewhere(self) -> int:
        """Points of all other rules together."""
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Priced:
    """A rule's number at several settings, the lowest first.

    Edges: `unit` says what one unit of a should-rule is, "" for a must-rule; `now` is the borough's own setting;
           no plan keeps every must-rule at what is in `impossible`
    """

    borough: str
    period: Period
    rule: str
    sentence: str
    number: str
    unit: str
    now: int
    settings: tuple[PriceAt, ...]
    impossible: tuple[int, ...] = ()


def rule_with_a_number(typed: str) -> Rule:
    """The rule of this name, or whose limit has it. Errors: UnknownName, also for a rule without a number."""
    numbered = [rule for rule in RULES if rule.level is Level.SHOULD or rule.limit]
    asked = typed.strip().casefold().replace("-", "_").replace(" ", "_")
    found = next((rule for rule in numbered if asked in (rule.name, rule.limit)), None)
    if found is not None:
        return found
    if any(asked == rule.name for rule in RULES):
        raise UnknownName("rule", typed, f"one with a number to set: {', '.join(rule.name for rule in numbered)}")
    names = [name for rule in numbered for name in (rule.name, rule.limit) if name]
    raise UnknownName("rule", typed, f"one of {', '.join(rule.name for rule in numbered)}", names)


def number_of(rule: Rule, policy: Policy) -> int:
    """What a rule's number is set to."""
    found: int = getattr(policy.limits, rule.limit) if rule.limit else policy.weights.get(rule.name, 0)
    return found


def policy_at(rule: Rule, policy: Policy, value: int) -> Policy:
    """The same policy with another number for one rule. Errors: CellError, where it cannot be set to that."""
    if rule.limit:
        return replace(policy, limits=replace(policy.limits, **{rule.limit: LIMITS[rule.limit](value)}))
    return replace(policy, weights={**policy.weights, rule.name: WEIGHT(value)})


def worth_trying(rule: Rule, problem: PlanningProblem, plan: Plan | None) -> tuple[int, ...]:
    """The settings that say most around the one now, for which `plan` is the best there is.

    Edges: a weight is tried at nothing, half, twice and four times; a limit a step below and two above; one that is
           switched off, at what the plan uses of it and two steps below
    """
    policy = problem.borough.policy
    now = number_of(rule, policy)
    if not rule.limit:
        usual = now or DEFAULT_WEIGHTS.get(rule.name, 1)
        tried = {0, usual // 2, usual, 2 * usual, 4 * usual}
    elif now == 0 and plan is not None and (used := round(rule.used(problem, plan) / problem.period.years)):
        tried = {used - n * rule.limit_step for n in range(3)}
    else:
        tried = {now + n * rule.limit_step for n in (-1, 0, 1, 2)}
    return tuple(sorted(value for value in {now, *tried} if _is_allowed(rule, policy, value)))


def _is_allowed(rule: Rule, policy: Policy, value: int) -> bool:
    try:
        policy_at(rule, policy, value)
    except CellError:
        return False
    return True


def setting_of(rule: Rule, problem: PlanningProblem, plan: Plan) -> PriceAt:
    """Measure the best plan of a problem in which the rule's number has its setting."""
    counted = with_policy(lambda policy: policy_at(rule, policy, 1))(problem) if rule.level is Level.SHOULD else problem
    hired = (problem.venue_by_id[meeting.venue_id] for held in promised(plan).values() for meeting in held)
    return PriceAt(
        value=number_of(rule, problem.borough.policy),
        is_proven=plan.status is PlanStatus.OPTIMAL,
        units=sum(charge.points for charge in rule.charges(counted, plan)),
        points={name: points for name, points in sorted(plan.cost_by_rule.items()) if name != rule.name},
        hire_gbp=sum(hire_gbp(problem, venue) for venue in hired),
        halls={code: len({meeting.venue_id for meeting in held}) for code, held in promised(plan).items()},
    )


def unit_of(rule: Rule) -> str:
    """What one unit of a should-rule is, in a sentence; "" for a must-rule."""
    if rule.level is Level.MUST:
        return ""
    return " ".join((inspect.getdoc(type(rule)) or "").partition("\n\n")[0].split())
