"""The rules a borough may add: the chair, school-age residents, the budget, the dark, and the way between two halls."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.facts import ChairFree, DaySpan, Known, SchoolPeriod
from scheduler.policy import Limits, Session
from scheduler.rules.officer_travel import minutes_of_travel
from scheduler.rules.shapes import Charge
from tests.scheduler.examples import MILE_END, a_library, a_policy, a_venue, a_ward, at
from tests.scheduler.rules.examples import (
    bow,
    breach,
    breaches,
    charges,
    mile,
    the_problem,
    the_year,
    with_limits,
    year_with,
)

SPRING = SchoolPeriod(DaySpan(date(2027, 1, 4), date(2027, 3, 25)), is_term=True)
HALF_TERM = SchoolPeriod(DaySpan(date(2027, 2, 15), date(2027, 2, 19)), is_term=False)
SUMMER = SchoolPeriod(DaySpan(date(2027, 4, 12), date(2027, 7, 21)), is_term=True)
SCHOOL = (SPRING, HALF_TERM, SUMMER)


def on(when, session=Session.WEEKDAY_DAYTIME):
    """Bow East's first meeting then."""
    return year_with({bow(1): {"starts_at": at(when), "session": session}})


def with_chair(chair_free):
    return the_problem(wards=(a_ward(chair_free=chair_free), a_ward(code=MILE_END, name="Mile End", slug="mile-end")))


@pytest.mark.parametrize(
    ("chair_free", "when", "session"),
    [
        (ChairFree.EVENING, "Thu 2027-01-14 19:00", Session.EVENING),
        (ChairFree.WEEKEND, "Sat 2027-01-16 11:00", Session.WEEKEND_DAYTIME),
        (ChairFree.ANY, "Thu 2027-01-14 10:30", Session.WEEKDAY_DAYTIME),
    ],
)
def test_chair_free_is_kept_when_the_chair_can_come(chair_free, when, session):
    assert charges("chair_free", with_chair(chair_free), on(when, session)) == []


@pytest.mark.parametrize(
    ("chair_free", "when", "session", "day"),
    [
        (ChairFree.WEEKEND, "Thu 2027-01-14 10:30", Session.WEEKDAY_DAYTIME, "Thursday"),
        (ChairFree.EVENING, "Sat 2027-01-16 11:00", Session.WEEKEND_DAYTIME, "Saturday"),
    ],
)
def test_chair_free_is_broken_by_a_daytime_when_the_chair_works(chair_free, when, session, day):
    assert charges("chair_free", with_chair(chair_free), on(when, session)) == [
        Charge("chair_free", bow(1), 120, f"a {day} daytime meeting, which the chair cannot make")
    ]


def all_late(first, session=Session.EVENING):
    """Bow East's year at 19:30, but for the first meeting."""
    later = {bow(n): {"starts_at": the_start(n).replace(hour=19, minute=30)} for n in (2, 3, 4)}
    return year_with({**later, bow(1): {"starts_at": at(first), "session": session}})


def the_start(ordinal):
    return next(meeting.starts_at for meeting in the_year().meetings if meeting.meeting_id == bow(ordinal))


def school_problem(school=SCHOOL, wanted=1):
    return the_problem(school=school, policy=a_policy(limits=Limits(school_age_meetings=wanted)))


@pytest.mark.parametrize(
    ("first", "session"),
    [
        ("Thu 2027-01-14 19:00", Session.EVENING),
        ("Sat 2027-01-16 14:00", Session.WEEKEND_DAYTIME),
        ("Wed 2027-02-17 10:30", Session.WEEKDAY_DAYTIME),
        ("Thu 2027-04-01 10:30", Session.WEEKDAY_DAYTIME),
    ],
    ids=["early evening", "weekend", "half term", "between two terms"],
)
def test_school_age_is_kept_by_one_meeting_that_pupils_can_make(first, session):
    assert breaches("school_age", school_problem(), all_late(first, session)) == []


@pytest.mark.parametrize(
    ("first", "session", "school"),
    [
        ("Thu 2027-01-14 19:30", Session.EVENING, SCHOOL),
        ("Thu 2027-02-11 16:30", Session.WEEKDAY_DAYTIME, SCHOOL),
        ("Thu 2027-04-01 10:30", Session.WEEKDAY_DAYTIME, ()),
    ],
    ids=["late evening", "term time", "terms nobody knows"],
)
def test_school_age_is_broken_by_a_year_of_meetings_that_pupils_cannot_make(first, session, school):
    assert breaches("school_age", school_problem(school), all_late(first, session)) == [
        breach("school_age", "Bow East has 0, wanted 1", *(bow(n) for n in (1, 2, 3, 4)))
    ]


def test_school_age_is_kept_by_any_year_where_the_borough_does_not_ask():
    assert breaches("school_age", the_problem(), all_late("Thu 2027-01-14 19:30")) == []


def test_hire_budget_is_kept_by_the_last_pound():
    assert breaches("hire_budget", with_limits(ward_hire_gbp=120), the_year()) == []
    assert breaches("hire_budget", with_limits(), the_year()) == []


def test_hire_budget_is_broken_by_one_pound_more():
    assert breaches("hire_budget", with_limits(ward_hire_gbp=119), the_year()) == [
        breach("hire_budget", "Bow East spends £120, its budget is £119", *(bow(n) for n in (1, 2, 3, 4))),
        breach("hire_budget", "Mile End spends £120, its budget is £119", *(mile(n) for n in (1, 2, 3, 4))),
    ]


def test_borough_hire_budget_is_kept_by_the_last_pound():
    assert breaches("borough_hire_budget", with_limits(borough_hire_gbp=240), the_year()) == []
    assert breaches("borough_hire_budget", with_limits(), the_year()) == []


def test_borough_hire_budget_is_broken_by_one_pound_more():
    assert breaches("borough_hire_budget", with_limits(borough_hire_gbp=239), the_year()) == [
        breach(
            "borough_hire_budget",
            "Tower Hamlets spends £240, its budget is £239",
            *(name(n) for name in (bow, mile) for n in (1, 2, 3, 4)),
        )
    ]


def far_hall(near_transport):
    return the_problem(venues=(a_venue(), a_library(near_transport=near_transport)))


@pytest.mark.parametrize("known", [Known.YES, Known.UNKNOWN])
def test_evening_light_is_kept_where_nobody_knows_of_a_long_walk(known):
    assert charges("evening_light", far_hall(known), the_year()) == []


def test_evening_light_is_kept_in_summer_when_it_ends_before_sunset():
    charged = {charge.subject for charge in charges("evening_light", far_hall(Known.NO), the_year())}

    assert bow(3) not in charged


def test_evening_light_is_broken_after_dark_in_a_hall_far_from_any_stop():
    why = "ends after dark at Mile End Library, which is not near transport"

    assert charges("evening_light", far_hall(Known.NO), the_year())[0] == Charge("evening_light", bow(1), 40, why)


def two_on_a_day(second):
    """Bow East at 10:30 to 12:00 and Mile End later that day, with the same sergeant."""
    day = {"session": Session.WEEKDAY_DAYTIME, "inspector": None, "public_realm": None}
    return year_with(
        {
            bow(1): {**day, "starts_at": at("Thu 2027-01-14 10:30")},
            mile(1): {**day, "starts_at": at(f"Thu 2027-01-14 {second}")},
        }
    )


def test_minutes_of_travel_are_those_between_the_farthest_two_halls_rounded_up():
    problem = with_limits(officer_travel_kmh=4)

    assert minutes_of_travel(problem, "sgt-1") == 16  # 1,002 metres at 4 km/h


def test_officer_travel_is_kept_with_just_enough_time():
    assert breaches("officer_travel", with_limits(officer_travel_kmh=4), two_on_a_day("12:16")) == []
    assert breaches("officer_travel", with_limits(), two_on_a_day("12:00")) == []


def test_officer_travel_is_broken_by_a_minute_too_little():
    seen = (
        f"officer sgt-1 has 15 minutes between {bow(1)} on Thu 14 Jan 2027 10:30 and "
        f"{mile(1)} on Thu 14 Jan 2027 12:15, may need 16"
    )
    assert breaches("officer_travel", with_limits(officer_travel_kmh=4), two_on_a_day("12:15")) == [
        breach("officer_travel", seen, bow(1), mile(1))
    ]
