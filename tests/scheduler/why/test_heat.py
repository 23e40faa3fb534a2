"""A meeting's year by day says of each what the whole list of its slots says, and what is past or closed."""

from __future__ import annotations

from datetime import date

from scheduler.why.alternatives import ranking, slot_costs
from scheduler.why.heat import DayState, HeatDay, heat
from tests.scheduler.examples import at
from tests.scheduler.rules.examples import bow, the_problem, the_year

NOON = at("Mon 2027-02-01 12:00")


def the_heat():
    found = ranking(the_problem(), the_year(), bow(2)).found
    return found, {each.held_on: each for each in heat(found, NOON)}


def test_every_day_to_come_has_the_best_of_its_slots_or_a_rule_that_refuses_one_of_them():
    found, by_day = the_heat()
    slots = {}
    for slot in slot_costs(found):
        slots.setdefault(slot.held_on, []).append(slot)

    assert list(by_day) == list(found.problem.days)
    for day, told in by_day.items():
        if told.state is DayState.PAST:
            continue
        best = min((slot.difference for slot in slots[day] if slot.difference is not None), default=None)
        assert told.points == best
        assert bool(told.refused_by) == (best is None)
        assert told.refused_by in {slot.forbidden_by or "" for slot in slots[day]} | {""}


def test_each_kind_of_day_is_told():
    _, by_day = the_heat()

    assert by_day[date(2027, 2, 1)] == HeatDay(date(2027, 2, 1), DayState.PAST)
    assert by_day[date(2027, 4, 8)] == HeatDay(date(2027, 4, 8), DayState.FREE, 0)
    assert by_day[date(2027, 4, 1)] == HeatDay(date(2027, 4, 1), DayState.DEARER, 42)
    assert by_day[date(2027, 3, 29)] == HeatDay(date(2027, 3, 29), DayState.CLOSED, None, "closed_days")
    assert by_day[date(2027, 2, 3)].state is DayState.REFUSED
