"""A slot's min-marginal is the cost of the cheapest year that has it, as listing every year shows."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.boroughs import tiny_borough
from scheduler.period import calendar_year
from scheduler.posing import planning_problem
from scheduler.rules.shapes import FORBIDDEN, Row
from scheduler.solver.marginals import WardMarginals
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_model import ward_model
from scheduler.solver.ward_years import WardEngine
from tests.scheduler.solver.examples import the_ward
from tests.thorough import some

MANY = 200_000


def engines(problem):
    made = [WardEngine(problem, ward_model(problem, view)) for view in problem.wards]
    return [engine for engine in made if engine.price({}) < FORBIDDEN]


def listed(engine, order, prices):
    """The least cost by slot, from every year there is."""
    engine.price(prices)
    years = engine.years_within(FORBIDDEN - 1, MANY)
    assert years.is_all
    least = np.full(len(engine.model.day), FORBIDDEN, dtype=np.int64)
    np.minimum.at(least, years.slots[:, order], years.costs)
    return least


def dear(engine):
    """A price on the day of the cheapest year's first meeting."""
    engine.price({})
    day = int(engine.model.day[engine.years_within(engine.best, 1).slots[0, 0]])
    return {Row("meetings_a_day", "a dear day", 1, day=day): 30 * SCALE}


@pytest.mark.parametrize("priced", [False, True], ids=["free", "at a price"])
@pytest.mark.parametrize("order", some(range(4), every=3))
def test_marginals_of_a_small_ward_are_those_of_all_its_years(order, priced):
    engine = engines(the_ward())[0]
    prices = dear(engine) if priced else {}

    expected = listed(engine, order, prices)

    assert WardMarginals(engine, prices).least(order).tolist() == expected.tolist()


@pytest.mark.parametrize("seed", some([0, 1, 2, 3, 6, 7], every=2))
def test_marginals_of_any_ward_are_those_of_all_its_years(seed):
    for engine in engines(planning_problem(tiny_borough(seed), calendar_year(2027))):
        for order in range(engine.model.meetings):
            expected = listed(engine, order, {})
            assert WardMarginals(engine, {}).least(order).tolist() == expected.tolist()


@pytest.mark.parametrize("seed", [0, 1, 6, 14])
def test_year_through_a_slot_has_it_in_its_place_and_costs_its_marginal(seed):
    for engine in engines(planning_problem(tiny_borough(seed), calendar_year(2027))):
        table, order = WardMarginals(engine, {}), 1
        least = table.least(order)
        for slot in np.flatnonzero(least < FORBIDDEN)[::5].tolist():
            year = table.year(order, slot)
            assert (year[order], list(year)) == (slot, sorted(year))
            staff = sum(int(table.slots.cost[n]) - int(engine.model.base[n]) * SCALE for n in year)
            assert int(engine.costs(np.array([year]))[0]) * SCALE + staff == least[slot]


def test_cheapest_marginal_is_the_best_year():
    engine = engines(the_ward())[0]

    assert WardMarginals(engine, {}).least(2).min() == engine.price({})
