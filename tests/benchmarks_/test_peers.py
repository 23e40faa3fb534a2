"""The peers keep the same rules: the linear model meets the plain one, the annealer's score is true."""

from __future__ import annotations

import pytest

from benchmarks.annealing import MOVES, anneal, held_of, started, visited
from benchmarks.assembly import judged, plan_of
from benchmarks.boroughs import tiny_borough
from benchmarks.milp import solve_milp
from benchmarks.monolith import solve_monolith
from benchmarks.reference import reference_year
from scheduler.period import calendar_year
from scheduler.posing import planning_problem

YEAR = 2027


@pytest.mark.parametrize("seed", [1, 2, 4, 5, 6, 8])
def test_linear_model_has_the_optimum_of_the_plain_one(seed):
    made = tiny_borough(seed)
    linear, plain = (solve(made, YEAR, seconds=20) for solve in (solve_milp, solve_monolith))

    assert (linear.status, linear.bound) == (plain.status, plain.bound)
    if linear.plan is not None:
        verdict = judged(planning_problem(made, calendar_year(YEAR)), linear.plan)
        assert (verdict.breaches, verdict.cost) == (0, plain.cost)


def test_annealer_finds_a_legal_plan_of_an_easy_year():
    made = tiny_borough(1)
    found = anneal(made, YEAR, seconds=1.0)

    verdict = judged(planning_problem(made, calendar_year(YEAR)), found.plan)
    assert verdict.breaches == 0
    assert verdict.cost >= solve_monolith(made, YEAR, seconds=20).cost


@pytest.mark.parametrize("seed", [1, 3, 5, 7])
def test_annealer_keeps_the_audit_s_score_through_every_move(seed):
    made = tiny_borough(seed)
    facts = reference_year(made, YEAR)
    state, rng = started(facts, seed)
    wards = state.wards
    problem = planning_problem(made, calendar_year(YEAR))

    for _ in range(400):
        number = rng.randrange(len(wards))
        year = list(state.years[number])
        old, before = state.years[number], state.score
        rng.choice(MOVES)(wards[number], year, rng)
        state.set_year(number, visited(wards[number], year, rng))
        if state.score > before:
            state.set_year(number, old)
            assert state.score == before
    held = {ward.code: list(map(held_of, year)) for ward, year in zip(wards, state.years, strict=True)}
    verdict = judged(problem, plan_of(facts, held))
    broken, points = state.score
    assert (broken == 0) is (verdict.breaches == 0)
    assert verdict.cost in (None, points)
