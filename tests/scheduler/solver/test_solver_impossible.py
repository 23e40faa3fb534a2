"""Where no plan exists, the answer names the ward and the first thing that is missing."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduler.errors import NoPlan
from scheduler.facts import Absence, DaySpan
from scheduler.period import calendar_year
from scheduler.policy import Session
from scheduler.posing import planning_problem
from scheduler.solver import solve
from tests.scheduler.examples import a_borough, a_policy, a_tier, an_officer, the_officers
from tests.scheduler.solver.examples import EVENINGS, the_ward

ONE_EVENING = "2027 Jan 14 18:00-22:00; 2027 Apr 8 18:00-22:00; 2027 Jul 8 18:00-22:00; 2027 Oct 7 18:00-22:00"
AT_SEVEN = {Session.EVENING: (time(19),)}


def with_tier(**changes):
    return the_ward(policy=a_policy(starts=AT_SEVEN, tiers=(a_tier(**changes),)))


def reasons(problem):
    with pytest.raises(NoPlan) as none:
        solve(problem)
    return none.value.reasons


@pytest.mark.parametrize(
    ("problem", "missing"),
    [
        (the_ward(venues=()), "no hall is open, big enough and step-free"),
        (
            the_ward(absences=(Absence("sgt-1", DaySpan(date(2027, 7, 1), date(2027, 7, 31))),)),
            "no hall and officers are free on any day from 01 July to 30 September 2027",
        ),
        (with_tier(evening=3), "owes 3 meetings, fewer than one a quarter"),
        (with_tier(evening=3, daytime=1), "no daytime slot exists, and its tier 'steady' owes 1"),
        (with_tier(min_gap_days=90), "4 evening and 0 daytime meetings, 90 to 110 days apart"),
    ],
    ids=["halls", "sergeant", "too few owed", "no daytime", "gaps"],
)
def test_ward_without_a_year_is_named_with_what_is_missing(problem, missing):
    (reason,) = reasons(problem)

    assert reason.startswith("Bow East: ")
    assert missing in reason


def two_wards_with_one_sergeant(hours):
    officers = tuple(an_officer(each.officer_id, each.role, working_hours=hours) for each in the_officers())
    return planning_problem(a_borough(officers=officers, policy=a_policy(starts=AT_SEVEN)), calendar_year(2027))


def test_two_wards_with_one_sergeant_meet_on_different_evenings():
    plan = solve(two_wards_with_one_sergeant(EVENINGS))

    assert len({meeting.held_on for meeting in plan.meetings}) == 8


def test_two_wards_with_one_sergeant_and_one_evening_a_quarter_have_no_plan():
    assert reasons(two_wards_with_one_sergeant(ONE_EVENING)) != ()
