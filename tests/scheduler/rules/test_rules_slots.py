"""The must-rules about one meeting: when it starts, on which day, and in which hall."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduler.facts import DayKind, DaySpan, Known, PartOfDay, SpecialDays
from scheduler.plan import MeetingState
from scheduler.policy import Session
from scheduler.problem import Sitting
from scheduler.rules.hall_open import HallOpen
from scheduler.rules.shapes import Occasion
from tests.scheduler.examples import MILE_END, a_library, a_policy, a_venue, at
from tests.scheduler.rules.examples import bow, breach, breaches, mile, the_problem, the_year, year_with

FIRST = "2027-E05009317-1 on Thu 14 Jan 2027 19:00"


def with_centre(**changes):
    """The problem with a changed Bow Centre, where second and fourth meetings are."""
    return the_problem(venues=(a_venue(**changes), a_library()))


def closed_on(day, part):
    return the_problem(special_days=(SpecialDays(DaySpan(day, day), DayKind.CLOSED, part, "Polling day"),))


def test_permitted_slots_is_kept_by_every_permitted_start():
    plan = year_with(
        {
            bow(1): {"starts_at": at("Mon 2027-01-11 18:30")},
            bow(2): {"starts_at": at("Fri 2027-04-09 16:30"), "session": Session.WEEKDAY_DAYTIME},
            bow(3): {"starts_at": at("Sun 2027-07-11 14:00"), "session": Session.WEEKEND_DAYTIME},
        }
    )

    assert breaches("permitted_slots", the_problem(), plan) == []


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        (
            {"starts_at": at("Thu 2027-01-14 18:45")},
            "2027-E05009317-1 on Thu 14 Jan 2027 18:45 is not at a permitted evening start",
        ),
        (
            {"starts_at": at("Sat 2027-01-16 19:00")},
            "2027-E05009317-1 on Sat 16 Jan 2027 19:00 is not at a permitted evening start",
        ),
        (
            {"starts_at": at("Fri 2027-01-15 11:00"), "session": Session.WEEKEND_DAYTIME},
            "2027-E05009317-1 on Fri 15 Jan 2027 11:00 is not at a permitted weekend daytime start",
        ),
        ({"starts_at": at("Thu 2026-12-31 19:00")}, "2027-E05009317-1 on Thu 31 Dec 2026 19:00 is outside 2027"),
        ({"venue_id": "barn"}, f"{FIRST} is in an unknown hall 'barn'"),
        ({"ward_code": "E05000001"}, f"{FIRST} is of an unknown ward 'E05000001'"),
        ({"ends_at": at("Thu 2027-01-14 20:00")}, f"{FIRST} does not last 90 minutes"),
    ],
)
def test_permitted_slots_is_broken_by(changes, seen):
    assert breaches("permitted_slots", the_problem(), year_with({bow(1): changes})) == [
        breach("permitted_slots", seen, bow(1))
    ]


def test_permitted_slots_is_broken_by_a_hall_of_other_wards():
    problem = with_centre(ward_codes=frozenset({MILE_END}))

    assert breaches("permitted_slots", problem, year_with({bow(4): {"venue_id": "library"}})) == [
        breach(
            "permitted_slots",
            "2027-E05009317-2 on Thu 08 Apr 2027 19:00 is in Bow Centre, which does not serve Bow East",
            bow(2),
        )
    ]


def test_closed_days_is_kept_beside_a_bank_holiday_and_on_the_other_part_of_a_closed_day():
    plan = year_with({bow(2): {"starts_at": at("Tue 2027-03-30 19:00")}})

    assert breaches("closed_days", the_problem(), plan) == []
    assert breaches("closed_days", closed_on(date(2027, 1, 14), PartOfDay.DAYTIME), plan) == []


@pytest.mark.parametrize(
    ("when", "holiday"),
    [
        ("Mon 2027-03-29 19:00", "Easter Monday"),
        ("Fri 2027-01-01 19:00", "New Year's Day"),
        ("Sat 2027-12-25 11:00", "Christmas Day"),
        ("Sun 2027-12-26 11:00", "Boxing Day"),
    ],
)
def test_closed_days_is_broken_by_a_bank_holiday(when, holiday):
    plan = year_with({bow(1): {"starts_at": at(when)}})

    (found,) = breaches("closed_days", the_problem(), plan)
    assert (found.meeting_ids, found.seen.endswith(f" falls on {holiday}")) == ((bow(1),), True)


@pytest.mark.parametrize("part", [PartOfDay.EVENING, PartOfDay.ANY])
def test_closed_days_is_broken_by_a_day_the_borough_closed(part):
    assert breaches("closed_days", closed_on(date(2027, 1, 14), part), the_year()) == [
        breach("closed_days", f"{FIRST} falls on a closed day (Polling day)", bow(1))
    ]


def test_hall_size_is_kept_by_a_hall_that_just_holds_everyone():
    assert breaches("hall_size", with_centre(capacity=24), the_year()) == []


def test_hall_size_is_broken_by_one_chair_too_few():
    assert breaches("hall_size", with_centre(capacity=23), the_year()) == [
        breach("hall_size", f"{spoken} is at Bow Centre, which holds 23 of the 24 expected", meeting)
        for meeting, spoken in (
            (bow(2), "2027-E05009317-2 on Thu 08 Apr 2027 19:00"),
            (bow(4), "2027-E05009317-4 on Thu 07 Oct 2027 19:00"),
        )
    ]


def test_step_free_is_kept_where_the_borough_only_prefers_it():
    problem = the_problem(policy=a_policy(step_free_required=False), venues=(a_venue(step_free=Known.NO), a_library()))

    assert breaches("step_free", problem, the_year()) == []


@pytest.mark.parametrize("known", [Known.NO, Known.UNKNOWN])
def test_step_free_is_broken_by_steps_and_by_nobody_knowing(known):
    plan = year_with(
        {mile(2): {"venue_id": "library"}, mile(4): {"venue_id": "library"}, bow(4): {"venue_id": "library"}}
    )

    assert breaches("step_free", with_centre(step_free=known), plan) == [
        breach(
            "step_free",
            f"2027-E05009317-2 on Thu 08 Apr 2027 19:00 is at Bow Centre, where step-free access is {known}",
            bow(2),
        )
    ]


def test_hall_open_is_kept_until_the_minute_of_closing():
    problem = with_centre(opening_hours="Th 19:00-20:30", closed=(DaySpan(date(2027, 4, 9), date(2027, 4, 14)),))

    assert breaches("hall_open", problem, the_year()) == []


@pytest.mark.parametrize("hours", ["Th 19:00-20:29", "Th 19:01-22:00", "Th 18:00-20:00,20:15-22:00", "Fr 09:00-22:00"])
def test_hall_open_is_broken_by_opening_hours_that_leave_out_a_minute(hours):
    plan = year_with({meeting: {"venue_id": "library"} for meeting in (mile(2), mile(4), bow(4))})

    assert breaches("hall_open", with_centre(opening_hours=hours), plan) == [
        breach(
            "hall_open",
            f"2027-E05009317-2 on Thu 08 Apr 2027 19:00 is at Bow Centre, which is open {hours}",
            bow(2),
        )
    ]


def test_hall_open_is_broken_by_hours_that_do_not_say_so_and_kept_where_somebody_rings_first():
    hours = 'Mo-Su 08:00-22:00 "by appointment"'
    plan = year_with({meeting: {"venue_id": "library"} for meeting in (mile(2), mile(4), bow(4))})
    ringing = the_problem(venues=(a_venue(opening_hours=hours), a_library()), policy=a_policy(rings_first=True))

    assert breaches("hall_open", with_centre(opening_hours=hours), plan) == [
        breach(
            "hall_open",
            "2027-E05009317-2 on Thu 08 Apr 2027 19:00 is at Bow Centre, "
            f"whose hours do not say that it is open then: {hours}",
            bow(2),
        )
    ]
    assert breaches("hall_open", ringing, plan) == []


def test_hall_that_closes_at_sunset_closes_by_the_sun_of_its_own_place_and_day():
    problem, winter = with_centre(opening_hours="Mo-Su 12:00-sunset"), date(2027, 1, 4)
    rule, view, centre = HallOpen(), problem.wards[0], problem.borough.venues[0]

    def is_open(day, starts):
        occasion = Occasion(day, Sitting(Session.WEEKDAY_DAYTIME, starts), centre)
        return rule.refusal(problem, view, occasion) is None

    assert [is_open(winter, time(14)), is_open(winter, time(15))] == [True, False]
    assert [is_open(date(2027, 6, 21), time(19)), is_open(date(2027, 6, 21), time(20, 30))] == [True, False]
    permitted = rule.permits(problem, view)[:, :, view.halls.index(centre)]
    for n, day in enumerate(problem.days):
        for m, sitting in enumerate(problem.sittings):
            assert permitted[n, m] == is_open(day, sitting.starts)


def test_hall_open_is_broken_on_the_last_day_of_a_closure():
    problem = with_centre(closed=(DaySpan(date(2027, 4, 1), date(2027, 4, 8)),))

    assert breaches("hall_open", problem, the_year()) == [
        breach(
            "hall_open", "2027-E05009317-2 on Thu 08 Apr 2027 19:00 is at Bow Centre, which is closed that day", bow(2)
        )
    ]


def test_cancelled_meeting_may_be_anywhere():
    plan = year_with({bow(1): {"venue_id": "barn", "state": MeetingState.CANCELLED}})

    assert breaches("permitted_slots", the_problem(), plan) == []
