"""Officers of one ward alone are shared out within its year, and still the plan is the cheapest there is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from benchmarks.boroughs import tiny_borough
from benchmarks.monolith import solve_monolith
from scheduler.errors import NoPlan
from scheduler.period import calendar_year
from scheduler.posing import planning_problem
from scheduler.rules.fair_load import fair_shares
from scheduler.solver import solve
from scheduler.solver.ward_model import ward_model
from scheduler.solver.ward_years import WardEngine
from tests.thorough import some

YEAR = 2027
SEEDS = some([seed for seed in range(45) if len(tiny_borough(seed).wards) == 2], every=8)


@cache
def kept_at_home(seed):
    """A tiny borough of two wards in which two ward officers serve the first alone, and the third the second."""
    borough = tiny_borough(seed)
    first, second = (frozenset({ward.code}) for ward in borough.wards)
    home = {"D1": first, "D2": first, "D3": second}
    officers = tuple(
        replace(officer, ward_codes=home.get(officer.officer_id, officer.ward_codes)) for officer in borough.officers
    )
    return replace(borough, officers=officers)


@pytest.mark.parametrize("seed", SEEDS)
def test_solver_finds_what_the_plain_model_proves_with_officers_of_one_ward(seed):
    plain = solve_monolith(kept_at_home(seed), YEAR, seconds=20)
    try:
        plan = solve(planning_problem(kept_at_home(seed), calendar_year(YEAR)))
        ours = (plan.status, plan.cost)
    except NoPlan:
        ours = ("infeasible", None)

    assert ours == (plain.status, plain.cost)


def least_by_trying(problem, engine, slots, post):
    """The least points of a post for a year, by trying every way to fill it."""
    weight, shares = problem.borough.policy.weights["fair_load"], fair_shares(problem)
    ways = product(*(engine.on_duty(post, slot) for slot in slots))
    return min(
        sum(points for _, points in way)
        + weight * sum(max(0, sum(who == each for who, _ in way) - shares[each]) for each in {who for who, _ in way})
        for way in ways
    )


@pytest.mark.parametrize("seed", [1, 3, 6, 8])
def test_officers_of_one_ward_cost_the_least_that_any_way_to_share_out_does(seed):
    problem = planning_problem(kept_at_home(seed), calendar_year(YEAR))
    engine = WardEngine(problem, ward_model(problem, problem.wards[0]))
    own = [post for post in engine.standing_posts if post not in engine.contested_posts]
    engine.price({})

    years = engine.years_within(engine.best + 4000, 60)
    assert engine.own_officer_ids >= {"D1", "D2"}
    assert (engine.points(years.slots) - engine.costs(years.slots)).tolist() == [
        sum(least_by_trying(problem, engine, slots, post) for post in own) for slots in map(tuple, years.slots.tolist())
    ]
    assert np.array_equal(engine.valued(years, {})[0], engine.points(years.slots))
