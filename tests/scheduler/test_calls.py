"""Which halls are to be rung before a meeting, and what to ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.calls import calls_to_make
from scheduler.plan import MeetingState
from tests.scheduler.examples import a_borough, a_library, a_meeting, a_policy, a_venue
from tests.scheduler.opening.school import SCHOOL

MEETING = a_meeting()


def asked(hours, *, rings_first=True, meeting=MEETING, school=()):
    venues = (a_venue(opening_hours=hours), a_library())
    borough = a_borough(venues=venues, policy=a_policy(rings_first=rings_first), school=school)
    return [call.question for call in calls_to_make(borough, (meeting,))]


@pytest.mark.parametrize(
    ("hours", "note"),
    [
        ('Mo-Fr 09:00-22:00 "by appointment"', " Your hours are not sure: by appointment."),
        ("Mo-Fr 09:00-22:00 unknown", ""),
        ('Mo-Fr 09:00-19:30 || "ask the warden"', " Your hours are not sure: ask the warden."),
        (
            'Th 19:00-20:00 unknown "ask Ann", Th 20:00-22:00 unknown "ask Bob"',
            " Your hours are not sure: ask Ann; ask Bob.",
        ),
        ("Th 18:00+", " Your hours are not sure: they do not say until when."),
        (
            "Mo-Fr 09:00-22:00; SH off",
            " Your hours are not sure: they go by the school holidays, and the terms are not known for that day.",
        ),
    ],
)
def test_hall_that_may_be_open_is_asked_whether_it_is_with_what_its_hours_say(hours, note):
    assert asked(hours) == [f"Are you open on Thu 25 Mar 2027, 19:00-20:30?{note}"]


def test_nobody_rings_where_the_hours_tell_the_meeting_is_off_or_the_borough_does_not_ring():
    unsure = 'Mo-Fr 09:00-22:00 "by appointment"'

    assert asked("Mo-Fr 09:00-22:00") == []
    assert asked("Mo-Fr 09:00-17:00") == []
    assert asked("Mo-Fr 09:00-22:00; SH off", school=SCHOOL) == []
    assert asked(unsure, rings_first=False) == []
    assert asked(unsure, meeting=a_meeting(venue_id="barn")) == []
    assert asked(unsure, meeting=replace(MEETING, state=MeetingState.CANCELLED)) == []


@pytest.mark.parametrize("answer", ['2027 Mar 25 open "Ann, by phone"', "2027 Mar 25 18:00-22:00", "2027 Mar 25 off"])
def test_hall_that_has_answered_is_not_rung_again(answer):
    assert asked(f'Mo-Fr 09:00-22:00 "by appointment"; {answer}') == []
