"""Attendance as evidence: whose meeting a row is of, and when it is old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scheduler.attendance import matched, resting_on_old
from scheduler.facts import HeldMeeting
from scheduler.plan import MeetingState
from scheduler.policy import Session
from scheduler.release.making import next_release
from scheduler.tiers import standings
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_meeting, a_plan, utc

MOMENT = utc("2026-11-22 09:00")
RELEASE = next_release(a_borough(), a_plan(a_meeting()), None, MOMENT)


def held(ward_code, day):
    return HeldMeeting(ward_code, date.fromisoformat(day), Session.EVENING, 12)


def test_row_is_of_the_released_meeting_of_its_ward_and_date():
    before, own, other_ward, other_day = (
        held(BOW_EAST, "2026-03-25"),
        held(BOW_EAST, "2027-03-25"),
        held(MILE_END, "2027-03-25"),
        held(BOW_EAST, "2027-03-26"),
    )

    found = matched((before, own, other_ward, other_day), [RELEASE])

    assert found.ids == {own: "2027-E05009317-1"}
    assert found.strangers == (other_ward, other_day)
    assert found.rows == 3


def test_row_of_a_cancelled_meeting_is_of_none():
    cancelled = next_release(a_borough(), a_plan(a_meeting(state=MeetingState.CANCELLED)), RELEASE, MOMENT)
    row = held(BOW_EAST, "2027-03-25")

    assert matched((row,), [cancelled]).strangers == (row,)


def test_attendance_is_old_once_it_is_more_than_two_years_ago():
    borough = replace(a_borough(), attendance=(held(BOW_EAST, "2025-03-10"),))
    bow, mile_end = standings(borough)

    assert (bow.newest, mile_end.newest) == (date(2025, 3, 10), None)
    assert resting_on_old((bow, mile_end), date(2027, 3, 10)) == ()
    assert resting_on_old((bow, mile_end), date(2027, 3, 11)) == (bow,)
