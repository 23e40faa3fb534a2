"""Years that no plan needs can go: what is left holds a plan as cheap, whatever the prices that they were listed at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.boroughs import tiny_borough
from scheduler.period import calendar_year
from scheduler.posing import planning_problem
from scheduler.solver import kernel
from scheduler.solver.bounding import Bound, lagrangian
from scheduler.solver.closing import ClosingModel
from scheduler.solver.dominance import needed_years
from scheduler.solver.enumerating import list_years
from scheduler.solver.search import search
from scheduler.solver.slot_prices import SCALE
from tests.thorough import enough, some

SEEDS = some((0, 2, 9, 17), every=2)


@cache
def found(seed):
    return search(planning_problem(tiny_borough(seed), calendar_year(2027)))


@cache
def rows_of(seed):
    """The rows that the search met; later looks may meet more."""
    return tuple(found(seed).book.rows)


def least(best, years, visited):
    closed = ClosingModel(best.engines, best.book, years.by_ward, whole=False, visited=visited).solve(0, None)
    assert closed.is_proven
    return closed.cost


@pytest.mark.parametrize("seed", SEEDS)
@given(data=st.data())
@settings(max_examples=enough(5, 12))
def test_what_is_left_holds_a_plan_as_cheap_as_all_that_was_listed(seed, data):
    best = found(seed)
    rows = data.draw(st.lists(st.sampled_from(rows_of(seed)), max_size=12, unique=True))
    prices = {row: data.draw(st.integers(0, (row.excess_cost or 50) * SCALE)) for row in rows}

    with ThreadPoolExecutor(1) as threads:
        bound = Bound(lagrangian(best.engines, prices, threads), prices)
        years = list_years(best.engines, bound, best.closed.cost, threads)
    visited = data.draw(st.sets(st.sampled_from([engine.model.view.index for engine in best.engines])))
    needed = needed_years(best.engines, best.book, years, visited)

    assert least(best, needed, visited) == least(best, years, visited) <= best.closed.cost


def test_pruning_leaves_far_fewer_years():
    best = found(SEEDS[0])
    with ThreadPoolExecutor(1) as threads:
        bound = Bound(lagrangian(best.engines, {}, threads), {})
        years = list_years(best.engines, bound, best.closed.cost, threads)
    assert needed_years(best.engines, best.book, years).count < years.count / 2


def front(years, serves):
    kept = np.empty(len(years), dtype=np.int64)
    served_ptr = np.concatenate([[0], np.cumsum(serves.sum(axis=1))])
    return kept[: kernel.front(years.astype(np.int32), served_ptr, np.nonzero(serves)[1], kept)].tolist()


@given(data=st.data())
@settings(deadline=None)  # the first call may have to compile the kernel
def test_a_year_goes_just_where_an_earlier_one_does_in_its_place_in_some_order(data):
    """The relation is drawn as sets: a kind of slot does in the place of another whose set holds its own."""
    sets = data.draw(st.lists(st.frozensets(st.integers(0, 3)), min_size=1, max_size=6))
    kind = st.integers(0, len(sets) - 1)
    years = np.array(data.draw(st.lists(st.tuples(kind, kind, kind), min_size=1, max_size=25)))
    serves = np.array([[one <= other for other in sets] for one in sets])

    def does(one, other):
        return any(all(serves[a, b] for a, b in zip(order, other, strict=True)) for order in permutations(one))

    kept = []
    for number, year in enumerate(years):
        if not any(does(years[earlier], year) for earlier in kept):
            kept.append(number)
    assert front(years, serves) == kept


def test_thousands_of_years_that_nothing_makes_needless_stay():
    years = np.array(list(combinations(range(26), 3)))
    assert front(np.concatenate([years, years[:, ::-1]]), np.eye(26, dtype=bool)) == list(range(2600))
