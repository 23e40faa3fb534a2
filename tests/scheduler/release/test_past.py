"""What has begun stays as it was released, whatever a plan says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.plan import MeetingState, by_id
from scheduler.release.past import changed_past, with_cancelled_as_told, with_what_began
from tests.scheduler.examples import a_meeting, a_plan, at, utc

BEGUN, COMING = a_meeting(meeting_id="m1"), a_meeting(meeting_id="m2", starts_at=at("Thu 2027-05-06 19:00"))
RELEASED = a_plan(BEGUN, COMING)
NOW = utc("2027-04-01 09:00")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts_at": at("Fri 2027-03-26 19:00")}, "would be moved"),
        ({"starts_at": at("Fri 2027-06-25 19:00")}, "would be moved"),
        ({"ends_at": at("Thu 2027-03-25 21:00")}, "would be moved"),
        ({"venue_id": "library"}, "would be in another hall"),
        ({"sergeant": "sgt-2"}, "would be with other officers"),
        ({"public_realm": "realm-1"}, "would be with other officers"),
        ({"state": MeetingState.CANCELLED}, "would be cancelled or put back"),
        ({"venue_id": "library", "sergeant": "sgt-2"}, "would be in another hall, with other officers"),
    ],
)
def test_change_of_what_has_begun_is_named(changed, said):
    after = a_plan(a_meeting(meeting_id="m1", **changed), COMING)

    assert changed_past(RELEASED, after, NOW) == (f"m1 began on Thu 25 Mar 2027 and {said}",)


@pytest.mark.parametrize("changed", [{}, {"venue_id": "library"}, {"starts_at": at("Fri 2027-05-07 19:00")}])
def test_what_is_still_to_come_may_change(changed):
    assert changed_past(RELEASED, a_plan(BEGUN, replace(COMING, **changed)), NOW) == ()


def test_what_is_still_to_come_may_be_dropped_and_what_has_begun_may_not():
    assert changed_past(RELEASED, a_plan(BEGUN), NOW) == ()
    assert changed_past(RELEASED, a_plan(COMING), NOW) == ("m1 began on Thu 25 Mar 2027 and would be dropped",)


def test_cancelled_meeting_is_not_put_back_once_it_would_have_begun():
    cancelled = a_plan(replace(BEGUN, state=MeetingState.CANCELLED), COMING)

    assert changed_past(cancelled, RELEASED, NOW) == ("m1 began on Thu 25 Mar 2027 and would be cancelled or put back",)
    assert changed_past(cancelled, cancelled, NOW) == ()


@pytest.mark.parametrize(
    "changed", [{"venue_id": "library"}, {"starts_at": at("Fri 2027-03-26 19:00")}, {"sergeant": "s"}]
)
def test_where_a_cancelled_meeting_would_have_been_changes_nothing(changed):
    """Called off with a change that nobody had been told: no release was made any more once it would have begun."""
    off = {"state": MeetingState.CANCELLED}
    told, drafted = a_plan(replace(BEGUN, **off), COMING), a_plan(replace(BEGUN, **off, **changed), COMING)

    assert changed_past(told, drafted, NOW) != ()
    assert with_cancelled_as_told(told, drafted) == told
    assert with_cancelled_as_told(RELEASED, drafted) == drafted
    assert with_cancelled_as_told(told, RELEASED) == RELEASED


def test_nothing_is_moved_into_the_past():
    after = a_plan(BEGUN, replace(COMING, starts_at=at("Wed 2027-03-31 19:00")))

    assert changed_past(RELEASED, after, NOW) == (
        "m2 is on Thu 06 May 2027 and would be moved to Wed 31 Mar 2027, which is past",
    )


def test_meeting_that_was_never_released_lies_ahead():
    assert changed_past(None, RELEASED, NOW) == ("m1 began on Thu 25 Mar 2027 and was never released",)
    assert changed_past(None, RELEASED, BEGUN.starts_at - timedelta(seconds=1)) == ()


def test_meeting_begins_at_its_very_start():
    moved = a_plan(replace(BEGUN, venue_id="library"), COMING)

    assert changed_past(RELEASED, moved, BEGUN.starts_at - timedelta(seconds=1)) == ()
    assert len(changed_past(RELEASED, moved, BEGUN.starts_at)) == 1


STARTS = st.integers(0, 300).map(lambda days: at("Fri 2027-01-08 19:00") + timedelta(days=days))


@st.composite
def plans(draw):
    """Plans that share some ids."""
    meetings = [
        a_meeting(
            meeting_id=f"m{number}",
            starts_at=draw(STARTS),
            venue_id=draw(st.sampled_from(["bow-centre", "library"])),
            sergeant=draw(st.sampled_from(["sgt-1", "sgt-2"])),
            state=draw(st.sampled_from(MeetingState)),
        )
        for number in draw(st.frozensets(st.integers(1, 6), min_size=1))
    ]
    return a_plan(*meetings)


def begun(plan, moment):
    """The meetings that began by a moment."""
    return [meeting for meeting in plan.meetings if meeting.starts_at <= moment]


@given(plans(), plans(), STARTS)
def test_any_plan_may_be_released_once_what_began_is_put_right(before, after, moment):
    mended = with_what_began(before, after, moment)

    assert changed_past(before, mended, moment) == ()
    assert by_id(begun(mended, moment)) == by_id(begun(before, moment))


@given(plans(), plans(), STARTS)
def test_putting_the_past_right_leaves_what_is_to_come_as_the_plan_has_it(before, after, moment):
    mended = with_what_began(before, after, moment).meeting_by_id

    told = before.meeting_by_id
    over = by_id(begun(before, moment))
    for meeting in after.meetings:
        if meeting.starts_at > moment and meeting.meeting_id not in over:
            assert mended[meeting.meeting_id] == meeting
    assert all(name in told or name in after.meeting_by_id for name in mended)
