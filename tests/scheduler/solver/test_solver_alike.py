"""Of years that are alike a few are enough: some of every kind, the same ones every time."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.boroughs import tiny_borough
from scheduler.audit import audit
from scheduler.period import calendar_year
from scheduler.plan import PlanStatus
from scheduler.posing import planning_problem
from scheduler.reading import read_borough
from scheduler.solver import enumerating, solve
from scheduler.solver.alike import few_years, one_of_each_in_turn, ward_kinds
from scheduler.solver.bounding import Bound, lagrangian
from scheduler.solver.enumerating import list_years, some_years
from scheduler.solver.search import search
from tests.scheduler.shipped import tower_hamlets
from tests.thorough import some

SEEDS = some((0, 2, 9, 17), every=2)


@cache
def listed(seed):
    """The engines of a tiny borough, some prices and every year that could be part of a plan as cheap as the best."""
    best = search(planning_problem(tiny_borough(seed), calendar_year(2027)))
    with ThreadPoolExecutor(1) as threads:
        bound = Bound(lagrangian(best.engines, best.bound.prices, threads), best.bound.prices)
        return best.engines, bound, list_years(best.engines, bound, best.closed.cost, threads)


@given(st.lists(st.integers(0, 5), max_size=60), st.integers(1, 70))
def test_every_kind_has_its_turn_before_any_kind_has_another(kinds, most):
    chosen = one_of_each_in_turn(np.array(kinds, dtype=np.int64), most)

    assert len(set(chosen.tolist())) == len(chosen) == min(most, len(kinds))
    assert sorted(chosen.tolist()) == chosen.tolist()
    there, taken = Counter(kinds), Counter(kinds[number] for number in chosen)
    rounds = max(taken.values(), default=0)
    assert all(taken[kind] >= min(there[kind], rounds - 1) for kind in there)


@pytest.mark.parametrize("seed", SEEDS)
@settings(max_examples=10)
@given(most=st.integers(1, 200))
def test_a_few_years_are_some_of_each_wards_own_and_always_the_same(seed, most):
    engines, bound, years = listed(seed)
    few = few_years(engines, years, bound, most)

    for ward, those in few.wards.items():
        assert len(those.points) == min(most, len(years.wards[ward].points))
        assert set(map(tuple, those.slots.tolist())) <= set(map(tuple, years.wards[ward].slots.tolist()))
    again = few_years(engines, years, bound, most)
    assert all(np.array_equal(few.wards[ward].slots, again.wards[ward].slots) for ward in few.wards)


@pytest.mark.parametrize("seed", SEEDS)
def test_years_of_a_kind_cost_the_same_and_can_have_the_same_officers(seed):
    engines, bound, years = listed(seed)
    for ward, those in years.wards.items():
        engine = engines[ward]
        kinds = ward_kinds(engine, those, bound)
        seen = {}
        for kind, points, asked, slots in zip(kinds, those.points, those.asked, those.slots.tolist(), strict=True):
            staff = Counter(
                tuple(tuple(engine.on_duty(post, slot)) for post in engine.contested_posts) for slot in slots
            )
            assert seen.setdefault(kind, (points, asked, staff)) == (points, asked, staff)


@pytest.mark.parametrize("seed", SEEDS)
def test_where_a_ward_has_very_many_years_those_drawn_by_lot_are_some_of_all(seed, monkeypatch):
    monkeypatch.setattr(enumerating, "A_SHORT_LIST", 1)
    engines, bound, _ = listed(seed)
    for engine in engines:
        engine.price(bound.prices)
    with ThreadPoolExecutor(1) as threads:
        every = list_years(engines, bound, bound.points + 300, threads)
        some = some_years(engines, bound, bound.points + 300, threads)

    assert not some.is_all_within
    for engine in engines:
        ward, those = engine.model.view.index, some.wards[engine.model.view.index]
        asked = every.wards[ward].asked
        assert 0 < len(those.points) <= len(asked)
        assert np.array_equal(those.points, engine.points(those.slots))
        assert asked.min() <= those.asked.min() <= those.asked.max() <= asked.max()


def test_the_shipped_boroughs_year_is_proven():
    problem, plan = tower_hamlets()

    assert (plan.status, plan.bound) == (PlanStatus.OPTIMAL, plan.cost)
    assert audit(problem, plan) == ()


@pytest.mark.thorough
@pytest.mark.parametrize("year", [2028, 2032])
def test_a_year_with_hundreds_of_thousands_of_equally_good_choices_is_proven(year):
    plan = solve(planning_problem(read_borough(Path("data")), calendar_year(year)))

    assert plan.status is PlanStatus.OPTIMAL
    assert plan.cost == plan.bound
