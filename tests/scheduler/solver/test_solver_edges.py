"""Periods that follow one another: what was held before and what is told for afterwards bounds what is between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from benchmarks.boroughs import borough
from benchmarks.monolith import solve_monolith
from benchmarks.tiny_boroughs import tiny_borough
from scheduler.audit import audit
from scheduler.errors import NoPlan
from scheduler.period import Period, calendar_year
from scheduler.plan import Plan
from scheduler.posing import planning_problem
from scheduler.rules.gaps import longest_waits
from scheduler.rules.shapes import promised
from scheduler.rules.usable import usable_halls
from scheduler.solver import solve
from tests.thorough import some

SEEDS = some(range(12), every=3)
WHOLE = some((4, 17, 23, 31))


def planned(made, period: Period, others=()) -> Plan | None:
    try:
        return solve(planning_problem(made, period, others))
    except NoPlan:
        return None


def begins(meeting):
    return meeting.starts_at


@cache
def beside(seed: int, year: int):
    """The borough, and a plan of another year of it where there is one."""
    made = tiny_borough(seed)
    plan = planned(made, calendar_year(year))
    return made, plan.meetings if plan else ()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "other",
    [
        pytest.param((2026,), id="before", marks=pytest.mark.thorough),
        pytest.param((2028,), id="after", marks=pytest.mark.thorough),
        pytest.param((2026, 2028), id="both"),
    ],
)
def test_solver_finds_what_the_plain_model_proves_between_other_years(seed, other):
    made, others = tiny_borough(seed), [meeting for year in other for meeting in beside(seed, year)[1]]

    plain = solve_monolith(made, 2027, seconds=120, others=others)
    plan = planned(made, calendar_year(2027), others)

    assert (plan.status if plan else "infeasible", plan and plan.cost) == (plain.status, plain.cost)


def test_seeds_hold_years_that_other_years_make_dearer():
    """So that the test above is no test of years by themselves."""
    dearer = 0
    for seed in SEEDS:
        made, others = beside(seed, 2026)
        alone, between = planned(made, calendar_year(2027)), planned(made, calendar_year(2027), others)
        dearer += bool(others) and (alone and alone.cost) != (between and between.cost)
    assert dearer >= 3


@pytest.mark.parametrize("seed", WHOLE)
@pytest.mark.parametrize("cut", [date(2027, 3, 10), date(2027, 7, 1), date(2027, 10, 20)])
def test_a_year_in_two_periods_keeps_every_rule_where_they_meet(seed, cut):
    made = borough(seed, wards=4)
    first = planned(made, Period(date(2027, 1, 1), cut - timedelta(days=1)))
    rest = Period(cut, date(2027, 12, 31))
    second = planned(made, rest, first.meetings)

    problem = planning_problem(made, rest, first.meetings)
    assert audit(problem, second) == ()
    assert not {each.meeting_id for each in first.meetings} & {each.meeting_id for each in second.meetings}
    for view in problem.wards:
        own = [[each for each in plan.meetings if each.ward_code == view.ward.code] for plan in (first, second)]
        if all(own):
            gap = (own[1][0].held_on - own[0][-1].held_on).days
            assert view.standing.tier.min_gap_days <= gap <= longest_waits(problem, view)[0]
            assert own[1][0].venue_id != own[0][-1].venue_id or len(usable_halls(problem, view)) == 1


def test_audit_names_the_ward_that_waits_too_long_over_the_edge():
    made = borough(WHOLE[0], wards=4)
    year = planned(made, calendar_year(2027))
    by_ward = promised(year).values()
    first, last = max((own[0] for own in by_ward), key=begins), min((own[-1] for own in by_ward), key=begins)
    wards = planning_problem(made, calendar_year(2027)).ward_by_code

    for meeting, way, name in ((first, -1, "2026-E1-4"), (last, 1, "2028-E1-1")):
        wait = wards[meeting.ward_code].standing.tier.max_gap_days + 1
        starts_at = meeting.starts_at + way * timedelta(days=wait)
        other = replace(meeting, meeting_id=name, starts_at=starts_at, venue_id="elsewhere")
        breaches = audit(planning_problem(made, calendar_year(2027), [other]), year)
        assert [(each.rule, each.meeting_ids) for each in breaches] == [("largest_gap", (meeting.meeting_id,))]
        assert f"waits {wait} days" in breaches[0].seen


def test_what_is_told_of_an_edge_is_the_plans_own_meeting():
    made = borough(WHOLE[0], wards=4)
    year = planned(made, calendar_year(2027))
    last = year.meetings[-1]
    after = replace(last, meeting_id="2028-E1-1", starts_at=last.starts_at + timedelta(days=60))

    breaches = audit(planning_problem(made, calendar_year(2027), [after]), year)

    assert [(each.rule, each.meeting_ids) for each in breaches] == [("hall_rotation", (last.meeting_id,))]
    assert "2028-E1-1 on" in breaches[0].seen
