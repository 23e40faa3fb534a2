"""The compiled loops on one small ward: every year that the rules let pass, each at its price, and no other."""

from __future__ import annotations

from statistics import median_low

import numpy as np
import pytest

from benchmarks.boroughs import tiny_borough
from scheduler.period import calendar_year
from scheduler.posing import planning_problem
from scheduler.rules.shapes import FORBIDDEN
from scheduler.solver import solve
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_model import ward_model
from scheduler.solver.ward_years import WardEngine
from tests.scheduler.solver.examples import every_legal_year, the_ward

PLENTY = 100_000


@pytest.fixture(scope="module")
def problem():
    return the_ward()


@pytest.fixture(scope="module")
def legal_years(problem):
    return every_legal_year(problem)


@pytest.fixture
def engine(problem):
    engine = WardEngine(problem, ward_model(problem, problem.wards[0]))
    engine.price({})
    return engine


def listed(engine, limit, most=PLENTY):
    """Points by (day, hall id), and whether that is all."""
    model, years = engine.model, engine.years_within(limit, most)
    found = {
        tuple(
            (engine.problem.days[int(model.day[slot])], model.view.halls[int(model.hall[slot])].venue_id)
            for slot in slots
        ): cost / SCALE
        for slots, cost in zip(map(tuple, years.slots.tolist()), years.costs.tolist(), strict=True)
    }
    assert len(found) == len(years)
    return found, years.is_all


def test_small_ward_is_worth_the_test(legal_years):
    assert len(legal_years) > 300
    assert len(set(legal_years.values())) > 50


def test_best_year_costs_what_the_cheapest_legal_one_does(engine, legal_years):
    assert engine.best == min(legal_years.values()) * SCALE


def test_every_legal_year_is_listed_once_at_its_price_and_no_other(engine, legal_years):
    assert listed(engine, max(legal_years.values()) * SCALE) == (legal_years, True)
    assert listed(engine, FORBIDDEN - 1) == (legal_years, True)


@pytest.mark.parametrize("choose", [min, median_low])
def test_limit_cuts_exactly_at_its_points(engine, legal_years, choose):
    limit = choose(legal_years.values())
    within = {year: points for year, points in legal_years.items() if points <= limit}

    assert listed(engine, limit * SCALE) == (within, True)
    assert listed(engine, limit * SCALE - 1)[0] == {year: points for year, points in within.items() if points < limit}


def test_list_says_when_it_is_full(engine, legal_years):
    limit = max(legal_years.values()) * SCALE

    found, is_all = listed(engine, limit, most=len(legal_years) - 1)
    assert (len(found), is_all, found.items() <= legal_years.items()) == (len(legal_years) - 1, False, True)
    assert listed(engine, limit, most=len(legal_years))[1]


@pytest.mark.parametrize("size", [1, 7, 64, PLENTY])
def test_lots_hold_what_one_list_does_in_the_same_order(engine, size):
    limit = FORBIDDEN - 1
    lots, whole = list(engine.lots_within(limit, size)), engine.years_within(limit, PLENTY)

    assert np.concatenate([lot.slots for lot in lots]).tolist() == whole.slots.tolist()
    assert np.concatenate([lot.costs for lot in lots]).tolist() == whole.costs.tolist()
    assert [len(lot) for lot in lots[:-1]] == [size] * (len(lots) - 1)
    assert [lot.is_all for lot in lots] == [False] * (len(lots) - 1) + [True]


def test_plan_of_the_ward_is_one_of_its_cheapest_years(problem, legal_years):
    plan = solve(problem)

    chosen = tuple((meeting.held_on, meeting.venue_id) for meeting in plan.meetings)
    assert (plan.cost, legal_years[chosen]) == (min(legal_years.values()), plan.cost)


def test_engine_adds_up_a_year_as_the_rules_do(engine, legal_years):
    limit = max(legal_years.values()) * SCALE
    years = engine.years_within(limit, PLENTY)

    points, asked = engine.valued(years, {})
    assert points.tolist() == engine.points(years.slots).tolist()
    assert (asked // SCALE).tolist() == points.tolist() == (years.costs // SCALE).tolist()


@pytest.mark.parametrize("seed", range(12))
def test_every_listed_year_of_a_tiny_borough_walks_through_the_wards_memory(seed):
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    for view in problem.wards:
        engine = WardEngine(problem, ward_model(problem, view))
        if engine.price({}) >= FORBIDDEN:
            continue
        for slots in map(tuple, engine.years_within(FORBIDDEN - 1, 2000).slots.tolist()):
            assert min(states_of(engine.model, slots)) >= 0


def states_of(model, slots):
    """The states a year passes through; it ends at the first that may not be."""
    state, states = 0, []
    for k, slot in enumerate(slots):
        state = int(model.memory.moves[k, int(model.feature[slot]), state])
        states.append(state)
        if state < 0:
            break
    return states


@pytest.mark.parametrize("choose", [min, median_low, max])
def test_years_drawn_by_lot_are_legal_within_the_limit_at_their_price_and_always_the_same(engine, legal_years, choose):
    limit = choose(legal_years.values()) * SCALE
    within = engine.years_within(limit, PLENTY)
    prices = dict(zip(map(tuple, within.slots.tolist()), within.costs.tolist(), strict=True))

    drawn, again = engine.drawn_within(limit, 200), engine.drawn_within(limit, 200)

    found = dict(zip(map(tuple, drawn.slots.tolist()), drawn.costs.tolist(), strict=True))
    assert not drawn.is_all
    assert len(found) == len(drawn) > min(len(prices), 100) / 2
    assert found.items() <= prices.items()
    assert np.array_equal(drawn.slots, again.slots)
