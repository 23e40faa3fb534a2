"""The solver against the slow plain model: the same answer on small crowded boroughs, and a proof that is one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from benchmarks.boroughs import borough, tiny_borough
from benchmarks.monolith import solve_monolith
from scheduler.audit import audit, cost_by_rule
from scheduler.errors import NoPlan
from scheduler.facts import Role
from scheduler.period import calendar_year
from scheduler.plan import PlanStatus
from scheduler.posing import planning_problem
from scheduler.rules.hire_cost import hire_gbp
from scheduler.solver import choosing, solve
from tests.thorough import enough, some

YEAR = 2027
rivals = choosing._rivals
SLOW_FOR_THE_PLAIN_MODEL = {26, 57}
SEEDS = some(sorted(set(range(60)) - SLOW_FOR_THE_PLAIN_MODEL), every=6)
LARGER = some((4, 7), every=2)


@cache
def solved(seed):
    """The problem and our plan for it, None where there is none."""
    problem = planning_problem(tiny_borough(seed), calendar_year(YEAR))
    try:
        return problem, solve(problem)
    except NoPlan:
        return problem, None


@pytest.mark.parametrize("seed", SEEDS)
def test_solver_finds_what_the_plain_model_proves(seed):
    problem, plan = solved(seed)
    plain = solve_monolith(problem.borough, YEAR, seconds=20)

    ours = ("infeasible", None, None) if plan is None else (plan.status, plan.cost, plan.bound)
    assert ours == (plain.status, plain.cost, plain.bound)


@pytest.mark.parametrize("share", [0.5, 0.8])
@pytest.mark.parametrize("seed", SEEDS[: enough(4, 20)])
def test_solver_finds_what_the_plain_model_proves_within_a_budget_for_all_halls(seed, share):
    free, plan = solved(seed)
    if plan is None:
        return
    problem = with_budget(
        free, int(share * sum(hire_gbp(free, free.venue_by_id[each.venue_id]) for each in plan.meetings))
    )
    plain = solve_monolith(problem.borough, YEAR, seconds=20)

    try:
        within = solve(problem)
    except NoPlan:
        assert plain.status == "infeasible"
        return
    assert (within.status, within.cost) == (plain.status, plain.cost)
    assert audit(problem, within) == ()


def with_budget(problem, pounds):
    """The same borough with so much for all its halls together."""
    policy = problem.borough.policy
    limits = replace(policy.limits, borough_hire_gbp=max(1, pounds))
    return planning_problem(replace(problem.borough, policy=replace(policy, limits=limits)), calendar_year(YEAR))


@pytest.mark.parametrize(
    ("seed", "evenings"),
    [
        (3, ("Jan 02", "Jan 16")),
        (10, ("Jan 14", "Mar 11")),
        (17, ("Jan 11", "Apr 05")),
        (18, ("Jan 13", "Feb 03")),
        (20, ("Jan 02", "Feb 06")),
    ][: enough(2, 5)],
)
def test_solver_finds_what_the_plain_model_proves_where_wards_want_one_inspector_on_the_same_evening(
    seed, evenings, monkeypatch
):
    asked = []
    monkeypatch.setattr(choosing, "_rivals", lambda *given: asked.append(given) or rivals(*given))
    made = with_one_inspector(tiny_borough(seed), "; ".join(f"2027 {evening} 08:00-22:00" for evening in evenings))
    problem = planning_problem(made, calendar_year(YEAR))
    plain, plan = solve_monolith(made, YEAR, seconds=20), solve(problem)

    assert asked, "the wards were to get in each other's way"
    assert (plan.status, plan.cost) == (plain.status, plain.cost)
    assert audit(problem, plan) == ()


@pytest.mark.parametrize("weight", [20, 2_000, pytest.param(1_000_000, marks=pytest.mark.thorough)])
def test_no_visit_is_missed_however_dear_an_officers_load_is(weight):
    made = with_one_inspector(tiny_borough(1), "08:00-22:00")
    (inspector,) = (officer for officer in made.officers if officer.role is Role.INSPECTOR)
    away = (
        replace(inspector, officer_id=f"ZZ{number}", working_hours="2027 Jan 05 03:00-04:00") for number in range(4)
    )
    limits = replace(made.policy.limits, inspector_meetings=2)
    policy = replace(made.policy, limits=limits, weights={**made.policy.weights, "fair_load": weight})
    problem = planning_problem(replace(made, officers=(*made.officers, *away), policy=policy), calendar_year(YEAR))

    plan = solve(problem)
    assert (plan.status, audit(problem, plan)) == (PlanStatus.OPTIMAL, ())


def with_one_inspector(made, hours):
    """The borough without neighbours, in which one inspector on duty at these hours visits every ward."""
    inspector = next(officer for officer in made.officers if officer.role is Role.INSPECTOR)
    others = [officer for officer in made.officers if officer.role is not Role.INSPECTOR]
    codes = frozenset(ward.code for ward in made.wards)
    kept = {officer.officer_id for officer in others}
    return replace(
        made,
        officers=tuple(
            sorted(
                (*others, replace(inspector, ward_codes=codes, working_hours=hours)),
                key=lambda officer: officer.officer_id,
            )
        ),
        absences=tuple(absence for absence in made.absences if absence.officer_id in kept),
        wards=tuple(replace(ward, neighbours=frozenset()) for ward in made.wards),
        policy=replace(made.policy, limits=replace(made.policy.limits, meetings_a_day=3)),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_plan_keeps_every_must_rule_and_its_points_add_up(seed):
    problem, plan = solved(seed)
    if plan is not None:
        assert audit(problem, plan) == ()
        assert (plan.cost, plan.cost_by_rule) == (sum(plan.cost_by_rule.values()), cost_by_rule(problem, plan))


def test_seeds_hold_enough_years_with_a_plan_and_some_without():
    found = Counter(solved(seed)[1] is not None for seed in SEEDS)

    assert found[True] >= enough(6, 40)
    assert found[False] >= enough(1, 5)


@pytest.mark.parametrize("seed", LARGER)
def test_six_wards_are_planned_to_proven_optimum(seed):
    problem = planning_problem(borough(seed, wards=6), calendar_year(YEAR))

    plan = solve(problem)
    assert (plan.status, plan.bound) == (PlanStatus.OPTIMAL, plan.cost)
    assert sum(plan.cost_by_rule.values()) == plan.cost
    assert audit(problem, plan) == ()
    assert Counter(meeting.ward_code for meeting in plan.meetings) == {
        view.ward.code: view.owed for view in problem.wards
    }


def test_a_ward_with_more_halls_than_a_search_remembers_gets_a_legal_plan_that_is_not_called_proven():
    plain = borough(4, wards=3)
    everywhere = frozenset(ward.code for ward in plain.wards)
    shared = tuple(replace(venue, ward_codes=everywhere, capacity=200) for venue in plain.venues)
    problem = planning_problem(replace(plain, venues=shared), calendar_year(2027))

    plan = solve(problem)

    assert audit(problem, plan) == ()
    assert (plan.status, plan.bound) == ("feasible", 0)
