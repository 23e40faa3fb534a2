"""The must-rules about what wards share: officers, halls, neighbours' evenings and the teams' days."""

from __future__ import annotations

from dataclasses import replace

from scheduler.plan import MeetingState
from scheduler.policy import Session
from scheduler.rules.sharing import cliques_by_ward
from tests.scheduler.examples import MILE_END, a_ward, at
from tests.scheduler.rules.examples import bow, breach, breaches, mile, the_problem, with_limits, year_with

ONE, OTHER = f"{bow(1)} on Thu 14 Jan 2027 19:00", f"{mile(1)} on Thu 14 Jan 2027 19:30"
APART = (a_ward(neighbours=frozenset()), a_ward(code=MILE_END, name="Mile End", neighbours=frozenset()))


def at_once(**changes):
    """Mile End's first meeting half an hour after Bow East's, on the same evening."""
    return year_with({mile(1): {"starts_at": at("Thu 2027-01-14 19:30"), **changes}})


def one_after_the_other():
    """Bow East's ends as Mile End's begins, in the same hall with the same officers."""
    return year_with(
        {
            bow(1): {"starts_at": at("Thu 2027-01-14 18:00")},
            mile(1): {"starts_at": at("Thu 2027-01-14 19:30"), "ward_officers": ("dwo-1",)},
        }
    )


def test_officer_once_is_kept_when_one_meeting_begins_as_another_ends():
    assert breaches("officer_once", the_problem(), one_after_the_other()) == []


def test_officer_once_is_broken_by_every_officer_whatever_the_post():
    assert breaches("officer_once", the_problem(), at_once(ward_officers=("pcso-1",), inspector=None)) == [
        breach("officer_once", f"officer {officer_id} is at {ONE} and {OTHER}", bow(1), mile(1))
        for officer_id in ("realm-1", "sgt-1")
    ]


def test_shared_hall_is_kept_when_one_meeting_begins_as_another_ends_or_is_elsewhere():
    assert breaches("shared_hall", the_problem(), one_after_the_other()) == []
    assert breaches("shared_hall", the_problem(), at_once(venue_id="bow-centre")) == []


def test_shared_hall_is_broken_by_two_meetings_at_once():
    assert breaches("shared_hall", the_problem(), at_once()) == [
        breach("shared_hall", f"{ONE} and {OTHER} are both in library", bow(1), mile(1))
    ]


def test_neighbours_apart_is_kept_by_wards_without_a_border_and_by_cancelling():
    assert breaches("neighbours_apart", the_problem(wards=APART), at_once()) == []
    assert breaches("neighbours_apart", the_problem(), at_once(state=MeetingState.CANCELLED)) == []
    assert breaches("neighbours_apart", the_problem(), one_after_the_other()) == []


def test_neighbours_apart_is_broken_by_an_overlap_in_different_halls():
    assert breaches("neighbours_apart", the_problem(), at_once(venue_id="bow-centre")) == [
        breach("neighbours_apart", f"{ONE} and {OTHER} overlap", bow(1), mile(1))
    ]


def test_meetings_a_day_is_kept_by_as_many_as_the_borough_can_hold():
    assert breaches("meetings_a_day", with_limits(meetings_a_day=2), at_once()) == []
    assert breaches("meetings_a_day", with_limits(meetings_a_day=1), at_once(state=MeetingState.CANCELLED)) == []


def test_meetings_a_day_is_broken_by_one_more_at_any_hour():
    plan = year_with({mile(1): {"starts_at": at("Thu 2027-01-14 10:30"), "session": Session.WEEKDAY_DAYTIME}})

    assert breaches("meetings_a_day", with_limits(meetings_a_day=1), plan) == [
        breach("meetings_a_day", "2 on Thursday 14 January 2027, at most 1", mile(1), bow(1))
    ]


def test_cliques_are_the_largest_sets_of_wards_that_all_border_one_another():
    borders = {"A": "BC", "B": "ACD", "C": "ABD", "D": "BC", "E": ""}
    wards = tuple(
        replace(a_ward(), code=code, slug=code.lower(), neighbours=frozenset(near)) for code, near in borders.items()
    )

    problem = the_problem(wards=wards, attendance=())
    assert cliques_by_ward(problem) == (
        ((0, 1, 2),),
        ((0, 1, 2), (1, 2, 3)),
        ((0, 1, 2), (1, 2, 3)),
        ((1, 2, 3),),
        (),
    )
