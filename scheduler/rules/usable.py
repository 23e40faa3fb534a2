"""Which halls a ward can use at all: the plain side's answer, worked out occasion by occasion."""

from __future__ import annotations

from functools import lru_cache

from scheduler.facts import Venue
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.on_duty import someone_on_duty
from scheduler.rules.shapes import Occasion, SlotRule


@lru_cache(maxsize=1024)
def usable_halls(problem: PlanningProblem, view: WardView) -> tuple[Venue, ...]:
    """The halls with at least one slot in the year, of a session the ward is owed, that every slot rule permits and
    for which a sergeant and a ward officer are on duty."""
    return tuple(venue for venue in view.halls if _has_slot(problem, view, venue))


def _has_slot(problem: PlanningProblem, view: WardView, venue: Venue) -> bool:
    tier = view.standing.tier
    owed = [
        sitting for sitting in problem.sittings if (tier.daytime if sitting.session.is_daytime else tier.evening) > 0
    ]
    return any(_is_slot(problem, view, Occasion(day, sitting, venue)) for day in problem.days for sitting in owed)


def _is_slot(problem: PlanningProblem, view: WardView, occasion: Occasion) -> bool:
    begins = occasion.begins()
    return (
        occasion.sitting.is_on(occasion.day)
        and all(rule.refusal(problem, view, occasion) is None for rule in _slot_rules(problem))
        and all(
            someone_on_duty(problem, officers, begins) for officers in (view.leads + view.deputies, view.ward_officers)
        )
    )


@lru_cache(maxsize=64)
def _slot_rules(problem: PlanningProblem) -> tuple[SlotRule, ...]:
    """The must-rules on slots, in the book's order."""
    rules = [rule for rule in problem.rules if isinstance(rule, SlotRule)]
    return tuple(rule for rule in rules if type(rule).refusal is not SlotRule.refusal)
