"""A clash is the smallest one, checked by solving again, and every repair offered mends it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.boroughs import borough, tiny_borough
from scheduler.errors import NoPlan
from scheduler.problem import planning_problem
from scheduler.solver import solve
from scheduler.solver.clashes import clashes, smallest, without_wards


def test_smallest_keeps_only_what_is_needed():
    needed = {3, 17, 18}

    found = smallest(list(range(30)), lambda kept: needed <= set(kept))

    assert sorted(found) == [3, 17, 18]


def test_smallest_of_nothing_needed_is_empty():
    assert smallest([1, 2, 3], lambda kept: True) == []


def test_halls_that_are_too_small_are_named_with_how_many_they_hold():
    [clash] = clashes(planning_problem(borough(5), 2027))

    assert clash.subject == "Ward 7"
    assert clash.is_proven
    assert clash.demands == (
        "Its tier 'well attended' owes 4 evening and 2 daytime meetings",
        "Centre 23 holds 30 people, and 31 are expected",
        "Library 24 holds 20 people, and 31 are expected",
        "Library 25 holds 20 people, and 31 are expected",
    )
    assert clash.repairs == (
        "Use Centre 1, a neighbouring ward's hall",
        "Use Library 5, a neighbouring ward's hall",
    )


@pytest.mark.parametrize("seed", [4, 12, 19, 38, 47])
def test_every_clash_of_a_tiny_borough_is_proven_smallest(seed):
    found = clashes(planning_problem(tiny_borough(seed), 2027))

    assert found
    assert all(clash.is_proven for clash in found)


def test_a_clash_between_wards_names_the_wards_and_the_rule_they_share():
    [clash] = clashes(planning_problem(tiny_borough(25), 2027))

    assert clash.demands == ("No officer is at two meetings at once",)
    assert len(clash.ward_codes) == 2


def test_a_day_cap_that_is_too_small_is_named():
    plain = borough(1, wards=3)
    capped = replace(plain.policy, limits=replace(plain.policy.limits, meetings_a_day=0))

    [clash] = clashes(planning_problem(replace(plain, policy=capped), 2027))

    assert clash.demands == ("The borough holds no more meetings on one day than its teams can serve",)
    assert len(clash.ward_codes) == 1


def test_a_borough_with_a_plan_has_no_clash():
    assert clashes(planning_problem(tiny_borough(0), 2027)) == ()


def test_the_wards_left_can_be_planned_without_the_one_that_cannot():
    problem = planning_problem(borough(5, wards=20), 2027)
    with pytest.raises(NoPlan):
        solve(problem)

    rest = without_wards(problem, clashes(problem)[0].ward_codes)

    assert len(rest.wards) == 19
    assert all(clash.ward_codes not in rest.ward_by_code for clash in clashes(rest))
