"""Whatever the prices, the bound they prove is below what a plan can cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.boroughs import tiny_borough
from scheduler.period import calendar_year
from scheduler.posing import planning_problem
from scheduler.solver import enumerating
from scheduler.solver.bounding import Bound, lagrangian
from scheduler.solver.enumerating import list_years
from scheduler.solver.search import search
from scheduler.solver.slot_prices import SCALE
from tests.thorough import some

SEEDS = some((0, 2, 9, 17), every=2)
MANY = 1_000_000


@cache
def found(seed):
    return search(planning_problem(tiny_borough(seed), calendar_year(2027)))


def prices_of(data, rows):
    """A price for some of the rows, never above what excess costs where it may be."""
    chosen = data.draw(st.lists(st.sampled_from(rows), max_size=12, unique=True))
    return {
        row: data.draw(st.integers(0, 4000 if row.excess_cost is None else row.excess_cost * SCALE)) for row in chosen
    }


@pytest.mark.parametrize("seed", SEEDS)
@given(data=st.data())
def test_bound_never_exceeds_the_optimum_at_any_prices(seed, data):
    best = found(seed)
    prices = prices_of(data, best.book.rows)

    with ThreadPoolExecutor(1) as threads:
        assert lagrangian(best.engines, prices, threads) <= best.closed.cost * SCALE


@pytest.mark.parametrize("seed", SEEDS)
@given(data=st.data())
@settings(max_examples=15)
def test_floor_of_the_listed_years_lies_between_the_bound_and_the_optimum(seed, data):
    best = found(seed)
    prices = prices_of(data, best.book.rows)

    with ThreadPoolExecutor(1) as threads:
        bound = Bound(lagrangian(best.engines, prices, threads), prices)
        years = list_years(best.engines, bound, bound.points + data.draw(st.integers(-2, 40)), threads)
    assert bound.points <= years.floor <= best.closed.cost


@pytest.mark.parametrize("seed", SEEDS)
@given(data=st.data())
@settings(max_examples=15)
def test_list_that_goes_on_from_an_earlier_one_holds_the_same_years_as_one_from_scratch(seed, data):
    best = found(seed)
    prices = prices_of(data, best.book.rows)
    steps = sorted(data.draw(st.integers(-5, 30)) for _ in range(2))

    with ThreadPoolExecutor(1) as threads:
        bound = Bound(lagrangian(best.engines, prices, threads), prices)
        near, far = (bound.points + step for step in steps)
        afresh = list_years(best.engines, bound, far, threads)
        with patch.multiple(enumerating, A_LOT=data.draw(st.integers(20, 200)), MOST_LOTS=MANY):
            before = list_years(best.engines, bound, near, threads)
            years = list_years(best.engines, bound, far, threads, before)
    assert before.floor <= years.floor == afresh.floor
    assert {w: listed.slots.tolist() for w, listed in years.within(far).wards.items()} == {
        w: listed.slots.tolist() for w, listed in afresh.wards.items()
    }
