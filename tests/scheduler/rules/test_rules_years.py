"""The must-rules about a ward's whole year: how many meetings, how far apart, in which halls, in time for the board."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduler.facts import BoardMeeting
from scheduler.plan import MeetingState
from scheduler.policy import Limits, Session
from tests.scheduler.examples import BOW_EAST, a_library, a_policy, a_venue, at
from tests.scheduler.rules.examples import (
    bow,
    breach,
    breaches,
    mile,
    the_problem,
    the_year,
    with_limits,
    with_tier,
    without,
    year_with,
)

IN_ONE_HALL = {bow(ordinal): {"venue_id": "library"} for ordinal in (1, 2, 3, 4)}
LONE_HALL = (a_library(), a_venue(capacity=10))


def test_meetings_owed_is_kept_by_a_cancelled_meeting_since_it_was_promised():
    plan = year_with({bow(1): {"state": MeetingState.CANCELLED}})

    assert breaches("meetings_owed", the_problem(), plan) == []


def test_meetings_owed_is_broken_by_one_too_few_and_by_the_wrong_kind():
    daytime = year_with({bow(1): {"starts_at": at("Thu 2027-01-14 13:00"), "session": Session.WEEKDAY_DAYTIME}})

    assert breaches("meetings_owed", the_problem(), without(mile(4))) == [
        breach(
            "meetings_owed",
            "Mile End has 3 evening and 0 daytime meetings, its tier 'steady' owes 4 and 0",
            *(mile(1), mile(2), mile(3)),
        )
    ]
    assert breaches("meetings_owed", the_problem(), daytime) == [
        breach(
            "meetings_owed",
            "Bow East has 3 evening and 1 daytime meetings, its tier 'steady' owes 4 and 0",
            *(bow(1), bow(2), bow(3), bow(4)),
        )
    ]


def test_hall_rotation_is_kept_by_a_ward_with_one_usable_hall():
    assert breaches("hall_rotation", the_problem(venues=LONE_HALL), year_with(IN_ONE_HALL)) == []


def test_hall_rotation_is_broken_by_the_same_hall_twice_running_cancelled_or_not():
    plan = year_with({bow(2): {"venue_id": "library", "state": MeetingState.CANCELLED}})

    assert breaches("hall_rotation", the_problem(), plan) == [
        breach(
            "hall_rotation",
            f"{bow(2)} on Thu 08 Apr 2027 19:00 is in the same hall as {bow(1)} on Thu 14 Jan 2027 19:00",
            *(bow(1), bow(2)),
        ),
        breach(
            "hall_rotation",
            f"{bow(3)} on Thu 08 Jul 2027 19:00 is in the same hall as {bow(2)} on Thu 08 Apr 2027 19:00",
            *(bow(2), bow(3)),
        ),
    ]


def test_different_halls_is_kept_by_all_the_halls_a_ward_can_use():
    assert breaches("different_halls", the_problem(), the_year()) == []  # two of three wanted: there are no more
    assert breaches("different_halls", the_problem(venues=LONE_HALL), year_with(IN_ONE_HALL)) == []
    assert breaches("different_halls", with_limits(halls_a_ward=1), year_with(IN_ONE_HALL)) == []


def test_different_halls_is_kept_by_one_hall_a_meeting_where_more_are_wanted():
    halls = tuple(a_venue(venue_id=f"hall-{n}", ward_codes=frozenset({BOW_EAST})) for n in (1, 2, 3))
    problem = the_problem(venues=(a_venue(), a_library(), *halls), policy=a_policy(limits=Limits(halls_a_ward=5)))
    plan = year_with({bow(3): {"venue_id": "hall-1"}, bow(4): {"venue_id": "hall-2"}})

    assert breaches("different_halls", problem, plan) == []


def test_different_halls_is_broken_by_one_hall_too_few():
    third = a_venue(venue_id="school", name="School")

    assert breaches("different_halls", the_problem(), year_with(IN_ONE_HALL)) == [
        breach("different_halls", "Bow East uses 1, wanted 2", *(bow(1), bow(2), bow(3), bow(4)))
    ]
    assert breaches("different_halls", the_problem(venues=(*LONE_HALL, third)), the_year()) == []
    assert [
        each.seen
        for each in breaches("different_halls", the_problem(venues=(a_venue(), a_library(), third)), the_year())
    ] == ["Bow East uses 2, wanted 3", "Mile End uses 2, wanted 3"]


def test_smallest_gap_is_kept_by_exactly_that_many_days():
    plan = year_with({bow(2): {"starts_at": at("Thu 2027-03-11 19:00")}})

    assert breaches("smallest_gap", the_problem(), plan) == []


def test_smallest_gap_is_broken_by_a_day_less():
    plan = year_with({bow(2): {"starts_at": at("Wed 2027-03-10 19:00")}})

    assert breaches("smallest_gap", the_problem(), plan) == [
        breach("smallest_gap", "Bow East waits 55 days before 10 Mar 2027, at least 56", bow(1), bow(2))
    ]


def test_largest_gap_is_kept_by_exactly_that_many_days():
    plan = year_with({bow(3): {"starts_at": at("Tue 2027-07-27 19:00")}})

    assert breaches("largest_gap", the_problem(), plan) == []


def test_largest_gap_is_broken_by_a_day_more():
    plan = year_with({bow(3): {"starts_at": at("Wed 2027-07-28 19:00")}})

    assert breaches("largest_gap", the_problem(), plan) == [
        breach("largest_gap", "Bow East waits 111 days before 28 Jul 2027, at most 110", bow(2), bow(3))
    ]


def test_gaps_are_those_of_the_wards_own_tier():
    assert breaches("smallest_gap", with_tier(min_gap_days=84), the_year()) == []
    assert [each.seen for each in breaches("smallest_gap", with_tier(min_gap_days=85), the_year())] == [
        "Bow East waits 84 days before 08 Apr 2027, at least 85",
        "Mile End waits 84 days before 15 Apr 2027, at least 85",
    ]


def test_quarters_is_kept_by_a_meeting_just_in_time_for_the_board():
    assert breaches("quarters", the_problem(), the_year()) == []  # Mile End meets five days before 20 April


def test_quarters_is_broken_by_a_meeting_a_day_too_late_for_the_board():
    plan = year_with({mile(2): {"starts_at": at("Fri 2027-04-16 19:00")}})

    assert breaches("quarters", the_problem(), plan) == [
        breach("quarters", "Mile End has none from 01 Apr to 15 Apr 2027", *map(mile, (1, 2, 3, 4)))
    ]


@pytest.mark.parametrize(("days_before", "late"), [(5, []), (6, ["Mile End has none from 01 Apr to 14 Apr 2027"])])
def test_first_board_of_a_quarter_is_the_one_to_be_in_time_for(days_before, late):
    board = tuple(BoardMeeting(date(2027, month, 20), time(18, 30)) for month in (4, 5))
    problem = the_problem(board=board, policy=a_policy(limits=Limits(days_before_board=days_before)))

    assert [each.seen for each in breaches("quarters", problem, the_year())] == late


def test_quarter_without_a_board_has_its_meeting_by_its_last_day():
    plan = year_with({bow(3): {"starts_at": at("Thu 2027-09-30 19:00")}})

    assert breaches("quarters", the_problem(), plan) == []
