"""The rules a borough may ask for: the solver finds what trying every year finds, and what only one day allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from benchmarks.boroughs import tiny_borough
from scheduler.audit import audit, cost_by_rule
from scheduler.errors import NoPlan
from scheduler.facts import BusyTime, ChairFree, DaySpan, Known, SchoolPeriod
from scheduler.period import calendar_year
from scheduler.policy import Session
from scheduler.posing import planning_problem
from scheduler.solver import solve
from tests.scheduler.examples import at
from tests.scheduler.solver.examples import every_legal_year, the_ward, two_wards, with_limits
from tests.thorough import some


def chosen(plan):
    return tuple((meeting.held_on, meeting.venue_id) for meeting in plan.meetings)


@pytest.mark.parametrize("budget", some([22, 30, 52, 60, 71], every=5))
def test_budget_leaves_the_cheapest_of_all_legal_years(budget):
    problem = with_limits(the_ward(), ward_hire_gbp=budget)
    years = every_legal_year(problem)

    plan = solve(problem)

    assert years[chosen(plan)] == plan.cost == min(years.values())


def test_budget_that_no_year_keeps_leaves_no_plan():
    problem = with_limits(the_ward(), ward_hire_gbp=10)

    assert every_legal_year(problem) == {}
    with pytest.raises(NoPlan):
        solve(problem)


@pytest.mark.parametrize("hall", some(["bow-centre", "library", "school"]))
def test_dark_evenings_leave_the_cheapest_of_all_legal_years(hall):
    venues = [
        replace(each, near_transport=Known.NO if each.venue_id == hall else Known.YES)
        for each in the_ward().borough.venues
    ]
    problem = the_ward(venues=tuple(venues))
    years = every_legal_year(problem)

    plan = solve(problem)

    assert years[chosen(plan)] == plan.cost == min(years.values())


def test_busy_officer_leaves_the_cheapest_of_the_other_years():
    taken = tuple(
        BusyTime("dwo-1", *(at(f"{day} {clock}").replace(tzinfo=None) for clock in ("20:00", "21:00")))
        for day in ("Thu 2027-01-14", "Thu 2027-10-14")
    )
    problem = the_ward(busy=taken)
    years = every_legal_year(problem)

    plan = solve(problem)

    assert years[chosen(plan)] == plan.cost == min(years.values())
    assert {busy.starts.date() for busy in taken} & {day for day, _ in chosen(plan)} == set()


def times_of(problem):
    return {meeting.starts_at.time() for meeting in solve(problem).meetings}


def test_travel_needs_a_later_start_that_would_else_be_as_good_as_an_earlier_one():
    nine, half_past_ten, eleven = time(9), time(10, 30), time(11)

    assert times_of(two_wards((nine, half_past_ten, eleven), officer_travel_kmh=3)) == {nine, eleven}
    assert times_of(two_wards((nine, half_past_ten), officer_travel_kmh=0)) == {nine, half_past_ten}


def test_travel_that_takes_longer_than_the_day_leaves_no_plan():
    with pytest.raises(NoPlan):
        solve(two_wards((time(9), time(10, 30)), officer_travel_kmh=3))


@pytest.mark.parametrize("seed", some(range(6)))
@pytest.mark.parametrize(
    "limits",
    [{"school_age_meetings": 4}, {"ward_hire_gbp": 150}, {"officer_travel_kmh": 1}],
    ids=lambda each: next(iter(each)),
)
def test_plan_under_a_limit_keeps_it_and_never_costs_less(seed, limits):
    free = asking(seed)
    asked = with_limits(free, **limits)
    try:
        least = solve(free)
        plan = solve(asked)
    except NoPlan:
        return

    assert audit(asked, plan) == ()
    assert plan.cost == sum(cost_by_rule(asked, plan).values()) >= least.cost
    assert plan.cost == least.cost or audit(asked, least) != ()


def asking(seed):
    """A tiny borough with chairs who cannot always come, long walks and school terms, at points that make a change."""
    borough = tiny_borough(seed)
    wards = [replace(ward, chair_free=[*ChairFree][n % 3]) for n, ward in enumerate(borough.wards, seed)]
    venues = [replace(venue, near_transport=[*Known][n % 3]) for n, venue in enumerate(borough.venues, seed)]
    weights = {**borough.policy.weights, "chair_free": 37, "evening_light": 11}
    starts = {**borough.policy.starts, Session.EVENING: (time(18, 30), time(19, 30))}
    return planning_problem(
        replace(
            borough,
            wards=tuple(wards),
            venues=tuple(venues),
            policy=replace(borough.policy, weights=weights, starts=starts),
            school=(SchoolPeriod(DaySpan(at("Mon 2027-01-04 00:00").date(), at("Fri 2027-07-23 00:00").date()), True),),
        ),
        calendar_year(2027),
    )
