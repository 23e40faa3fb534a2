"""How it is done by hand: the second usual weekday of the middle month of each quarter, halls and officers in turn.

The planner looks into the bank holidays, the halls' opening hours and the rotas, and takes the nearest day that suits;
ward by ward, so what two wards do at once goes unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice

from benchmarks.assembly import Held, plan_of
from benchmarks.points import leads
from benchmarks.reference import ReferenceYear, WardYear, When, officers_of, reference_year
from scheduler.facts import Borough, Role, SetEvening
from scheduler.plan import Plan
from scheduler.policy import DaytimePreference, Session

MIDDLE_MONTHS = (2, 5, 8, 11)
EXTRA_MONTHS = (3, 9)
"""Where a ward owes more than four, these come between: the fourth Saturday of March and of September."""

TUESDAY_AT_SEVEN = SetEvening(1, time(19))
SATURDAY = 5
MORNING = time(10, 30)

Wish = tuple[datetime, bool]
"""When a meeting would be held if everything were open, and whether it is a daytime one."""


def human_plan(borough: Borough, year: int) -> Plan:
    """Plan a year the way a ward's sergeant does with a wall calendar.

    Edges: a ward without a usable hall gets no meetings
    """
    facts = reference_year(borough, year)
    return plan_of(facts, {place.ward.code: _ward(facts, place) for place in facts.wards})


def _ward(facts: ReferenceYear, place: WardYear) -> list[Held]:
    if not place.halls:
        return []
    held: list[Held] = []
    halls = islice(cycle(place.halls), place.tier.meetings)
    for wish, hall in zip(_wishes(facts, place), halls, strict=True):
        held.append(_held(facts, place, wish, hall, len(held)))
    return _visited(facts, place, held)


def _wishes(facts: ReferenceYear, place: WardYear) -> list[Wish]:
    """Evenings and daytimes in turn where a ward owes four; further daytimes come between."""
    usual = place.ward.set_evening or TUESDAY_AT_SEVEN
    tier, year = place.tier, facts.first_day.year
    by_day = usual.weekday if tier.daytime_prefers is DaytimePreference.WEEKDAY else SATURDAY
    in_turn = max(0, len(MIDDLE_MONTHS) - tier.evening)
    wishes = [
        (datetime.combine(_nth(year, month, by_day, 2), MORNING), True)
        if number % 2 and number // 2 < in_turn
        else (datetime.combine(_nth(year, month, usual.weekday, 2), usual.starts), False)
        for number, month in enumerate(MIDDLE_MONTHS)
    ]
    extra = islice(cycle(EXTRA_MONTHS), max(0, tier.meetings - len(wishes)))
    wishes += [(datetime.combine(_nth(year, month, by_day, 4), MORNING), True) for month in extra]
    return sorted(wishes[: tier.meetings])


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _held(facts: ReferenceYear, place: WardYear, wish: Wish, hall: str, number: int) -> Held:
    when = _nearest(place, wish, place.halls[hall]) or _nearest(place, wish, place.whens) or place.whens[0]
    sergeants = officers_of(facts.borough, place.ward, Role.SERGEANT)
    mine = leads(facts.borough, place.ward)
    in_order = sorted((each.officer_id for each in sergeants), key=lambda officer: (officer not in mine, officer))
    ward_officers = [each.officer_id for each in officers_of(facts.borough, place.ward, Role.DWO, Role.PCSO)]
    turned = ward_officers[number % len(ward_officers) :] + ward_officers[: number % len(ward_officers)]
    return Held(when, hall, _on_duty(place, in_order, when), _on_duty(place, turned, when))


def _nearest(place: WardYear, wish: Wish, whens: Iterable[When]) -> When | None:
    """The nearest time of the kind wished for; the earlier where two are as near."""
    ideal, by_day = wish
    of_kind = (when for when in whens if (when.session is not Session.EVENING) == by_day)
    return min(of_kind, key=lambda when: (abs(when.starts - ideal), when), default=None)


def _on_duty(place: WardYear, officers: Sequence[str], when: When) -> str:
    return next((each for each in officers if when in place.staff[each]), officers[0])


def _visited(facts: ReferenceYear, place: WardYear, held: list[Held]) -> list[Held]:
    """The inspectors and the Public Realm officers share out the wards in turn, and come where their rota allows."""
    limits, number = facts.borough.policy.limits, facts.wards.index(place)
    for role, visits in (
        (Role.INSPECTOR, limits.inspector_meetings),
        (Role.PUBLIC_REALM, limits.public_realm_meetings),
    ):
        team = [each.officer_id for each in officers_of(facts.borough, place.ward, role)]
        if team:
            visitor = team[number % len(team)]
            for at in _first_on_duty(place.staff, visitor, held)[:visits]:
                held[at] = replace(held[at], **{str(role): visitor})
    return held


def _first_on_duty(staff: Mapping[str, frozenset[When]], visitor: str, held: Sequence[Held]) -> list[int]:
    return sorted(range(len(held)), key=lambda at: (held[at].when not in staff[visitor], at))
