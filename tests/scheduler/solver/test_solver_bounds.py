"""Whatever the prices, the bound they prove is below what a plan can cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.boroughs import tiny_borough
from scheduler.problem import planning_problem
from scheduler.solver.bounding import Bound, lagrangian
from scheduler.solver.listing import list_years
from scheduler.solver.search import search
from scheduler.solver.slot_prices import SCALE

SEEDS = (0, 2, 9, 17)


@cache
def found(seed):
    return search(planning_problem(tiny_borough(seed), 2027))


def prices_of(data, rows):
    """A price for some of the rows, never above what excess costs where it may be."""
    chosen = data.draw(st.lists(st.sampled_from(rows), max_size=12, unique=True))
    return {
        row: data.draw(st.integers(0, 4000 if row.excess_cost is None else row.excess_cost * SCALE)) for row in chosen
    }


@pytest.mark.parametrize("seed", SEEDS)
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_bound_never_exceeds_the_optimum_at_any_prices(seed, data):
    best = found(seed)
    prices = prices_of(data, best.book.rows)

    with ThreadPoolExecutor(1) as threads:
        assert lagrangian(best.engines, prices, threads) <= best.closed.cost * SCALE


@pytest.mark.parametrize("seed", SEEDS)
@given(data=st.data())
@settings(deadline=None, max_examples=15)
def test_floor_of_the_listed_years_lies_between_the_bound_and_the_optimum(seed, data):
    best = found(seed)
    prices = prices_of(data, best.book.rows)

    with ThreadPoolExecutor(1) as threads:
        bound = Bound(lagrangian(best.engines, prices, threads), prices)
        years = list_years(best.engines, bound, 20, threads)
    assert bound.points <= years.floor <= best.closed.cost
