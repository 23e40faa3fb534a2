"""The year of halls and officers, a letter a week."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.facts import Absence, DaySpan
from scheduler.period import Period
from scheduler.year_strips import hall_strips, halls_not_sure, mondays, officer_strips
from tests.scheduler.examples import a_library, a_venue
from tests.scheduler.rules.examples import the_problem


def strip_of(hours, **changes):
    problem = the_problem(venues=(a_venue(opening_hours=hours, **changes), a_library()))
    (strip,) = (each for each in hall_strips(problem) if each.subject == "bow-centre")
    return strip.by_day, strip.by_evening


@pytest.mark.parametrize(
    ("hours", "by_day", "by_evening"),
    [
        ("Mo-Fr 09:00-17:00", "O" * 53, "-" * 53),
        ("Mo-Fr 18:00-22:00", "-" * 53, "O" * 53),
        ('Mo-Fr 09:00-17:00 || "by appointment"', "O" * 53, "?" * 53),
        ("Sa 10:00-17:00", "O" * 52 + "-", "-" * 53),
        ("Mo-Fr 18:00-22:00; Jul 05-25 off", "-" * 53, "O" * 27 + "---" + "O" * 23),
        ("week 2-52/2 We 18:00-22:00", "-" * 53, "-" + "-O" * 26),
        ("off", "-" * 53, "-" * 53),
    ],
)
def test_each_week_says_whether_a_meeting_could_be_there_by_day_and_in_the_evening(hours, by_day, by_evening):
    assert strip_of(hours) == (by_day, by_evening)


def test_days_on_which_a_hall_is_closed_and_leave_are_left_out():
    closed = DaySpan(date(2027, 1, 11), date(2027, 1, 24))
    problem = the_problem(absences=(Absence("sgt-1", closed),))

    _, evening = strip_of("Mo-Fr 18:00-22:00", closed=(closed,))
    (officer,) = (each for each in officer_strips(problem) if each.subject == "sgt-1")

    assert evening == "OO--" + "O" * 49
    assert officer.by_evening[2:4] == "--"
    assert "-" not in officer.by_evening[4:]


def test_period_that_begins_on_a_sunday_has_a_week_for_that_day():
    assert mondays(Period(date(2026, 11, 29), date(2026, 12, 7))) == (
        date(2026, 11, 23),
        date(2026, 11, 30),
        date(2026, 12, 7),
    )


def test_halls_that_are_not_sure_are_those_whose_hours_leave_some_time_of_the_period_open_to_doubt():
    unsure = a_venue(opening_hours="Mo-Fr 09:00-22:00; SH off")
    elsewhen = a_library(opening_hours="Mo-Fr 09:00-22:00; 2030 Mar 03 unknown")
    problem = the_problem(venues=(unsure, elsewhen))

    assert halls_not_sure(problem.borough, problem.period) == (unsure,)
