"""Which halls a ward can use at all: the plain side's answer, worked out occasion by occasion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, islice

from scheduler.facts import Venue
from scheduler.problem import PlanningProblem, Sitting, WardView, once_a_problem
from scheduler.rules.on_duty import someone_on_duty
from scheduler.rules.shapes import Occasion, SlotRule

STRIDE = 97
"""How many times of the year lie between those that are looked at first: no week or month has as many."""


@once_a_problem
def usable_halls(problem: PlanningProblem, view: WardView) -> tuple[Venue, ...]:
    """The halls with at least one slot in the year, of a session the ward is owed, that every slot rule permits and
    for which a sergeant and a ward officer are on duty."""
    times = _times(problem, daytime=view.daytime > 0, evening=view.evening > 0)
    return tuple(venue for venue in view.halls if _has_slot(problem, view, venue, times))


@once_a_problem
def has_choice(problem: PlanningProblem, view: WardView, kind: str) -> bool:
    """Whether the ward is owed meetings of a kind, evening or daytime, and more than one hall is usable for them."""
    daytime = kind == "daytime"
    times = _times(problem, daytime=daytime and view.daytime > 0, evening=not daytime and view.evening > 0)
    fitting = (venue for venue in usable_halls(problem, view) if _has_slot(problem, view, venue, times))
    return len(tuple(islice(fitting, 2))) == 2


def usable_day(problem: PlanningProblem, view: WardView, days: Iterable[date]) -> date | None:
    """The first of these days on which the ward could meet in some hall, at some session that it is owed."""
    asked = _asked(problem, daytime=view.daytime > 0, evening=view.evening > 0)
    rules = _slot_rules(problem)
    for day in days:
        for sitting in asked:
            if sitting.is_on(day) and any(
                _can_be(problem, view, Occasion(day, sitting, hall), rules) for hall in view.halls
            ):
                return day
    return None


def _can_be(problem: PlanningProblem, view: WardView, occasion: Occasion, rules: Sequence[SlotRule]) -> bool:
    is_refused = any(rule.refusal(problem, view, occasion) is not None for rule in rules)
    return not is_refused and _is_staffed(problem, view, occasion)


def _asked(problem: PlanningProblem, *, daytime: bool, evening: bool) -> list[Sitting]:
    """The sittings of the sessions asked for."""
    return [sitting for sitting in problem.sittings if (daytime if sitting.session.is_daytime else evening)]


def usable_count(problem: PlanningProblem, view: WardView, in_use: tuple[int, ...]) -> int:
    """How many of the halls in use this year the ward can still use: one that only past meetings had does not count."""
    return len(usable_halls(problem, view)) if problem.history.get(view.ward.code) else len(in_use)


def _has_slot(problem: PlanningProblem, view: WardView, venue: Venue, times: Sequence[tuple[date, Sitting]]) -> bool:
    of_book = _slot_rules(problem)
    for day, sitting in times[:1]:
        occasion = Occasion(day, sitting, venue)
        if any(rule.refusal(problem, view, occasion) is not None for rule in of_book if not rule.asks_when):
            return False
    rules = [rule for rule in of_book if rule.asks_when]
    for day, sitting in times:
        occasion = Occasion(day, sitting, venue)
        refusing = next((rule for rule in rules if rule.refusal(problem, view, occasion) is not None), None)
        if refusing is not None:
            rules.remove(refusing)
            rules.insert(0, refusing)  # what refuses one day most often refuses the next
        elif _is_staffed(problem, view, occasion):
            return True
    return False


def _is_staffed(problem: PlanningProblem, view: WardView, occasion: Occasion) -> bool:
    return all(
        someone_on_duty(problem, officers, occasion.begins())
        for officers in (view.leads + view.deputies, view.ward_officers)
    )


@once_a_problem
def _times(problem: PlanningProblem, *, daytime: bool, evening: bool) -> tuple[tuple[date, Sitting], ...]:
    """Every day and sitting that exist, of the sessions asked for: a few of the whole year first, then the others.

    A hall that is usable at all is so nearly always at one of those few.
    """
    asked = _asked(problem, daytime=daytime, evening=evening)
    times = [(day, sitting) for day in problem.days for sitting in asked if sitting.is_on(day)]
    return tuple(chain.from_iterable(times[first::STRIDE] for first in range(STRIDE)))


@once_a_problem
def _slot_rules(problem: PlanningProblem) -> Sequence[SlotRule]:
    """The must-rules on slots, in the book's order."""
    rules = [rule for rule in problem.rules if isinstance(rule, SlotRule)]
    return tuple(rule for rule in rules if type(rule).refusal is not SlotRule.refusal)
