"""Who is invited, followed over the releases of a year in a real store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publishers.invitations import invitations as made
from scheduler.facts import Role
from scheduler.period import calendar_year
from scheduler.plan import MeetingState, Plan
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.scheduler.examples import BOW_EAST, a_borough, a_meeting, a_plan, an_officer, at, the_officers, utc
from wardpanels.publicity import attendances

FIRST, SECOND, THIRD = (utc(day) for day in ("2026-11-22 09:00", "2026-12-01 09:00", "2026-12-08 09:00"))
MEETING = "2027-E05009317-1"
BOROUGH = a_borough(officers=(*the_officers(), an_officer("sgt-2", Role.SERGEANT)))


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    yield store
    store.close()


def released(store, *plans: Plan):
    for plan, at_moment in zip(plans, (FIRST, SECOND, THIRD), strict=False):
        previous = store.latest_release("E09000030", calendar_year(2027).first_day)
        store.append_release(next_release(BOROUGH, plan, previous, at_moment), plan)
    return attendances.attendances(store, BOROUGH, store.latest_release("E09000030", calendar_year(2027).first_day))


def told(everybody) -> list[tuple]:
    return [(each.officer_id, each.comes, each.sequence, each.changed_at) for each in everybody]


def test_everybody_who_is_planned_is_invited_by_role_name_and_address(store):
    everybody = released(store, a_plan(a_meeting()))

    assert [(each.officer_id, each.role, each.name, each.address) for each in everybody] == [
        ("dwo-1", Role.DWO, "Secret dwo-1", "dwo-1@police.example"),
        ("sgt-1", Role.SERGEANT, "Secret sgt-1", "sgt-1@police.example"),
    ]
    assert told(everybody) == [("dwo-1", True, 0, FIRST), ("sgt-1", True, 0, FIRST)]


def test_move_raises_the_sequence_of_everybody(store):
    moved = a_meeting(starts_at=at("Thu 2027-04-01 19:00"))

    assert told(released(store, a_plan(a_meeting()), a_plan(moved))) == [
        ("dwo-1", True, 1, SECOND),
        ("sgt-1", True, 1, SECOND),
    ]


def test_swap_of_officers_calls_one_off_and_invites_the_other(store):
    # A release with nothing but a swap is no news for the public, so something else changes too: another meeting.
    other = a_meeting(meeting_id="2027-E05009317-2", ward_code=BOW_EAST, starts_at=at("Thu 2027-06-24 19:00"))
    everybody = released(store, a_plan(a_meeting()), a_plan(replace(a_meeting(), sergeant="sgt-2"), other))

    assert told(each for each in everybody if each.meeting_id == MEETING) == [
        ("dwo-1", True, 0, FIRST),
        ("sgt-1", False, 1, SECOND),
        ("sgt-2", True, 0, SECOND),
    ]


def test_officer_who_comes_back_is_invited_with_a_higher_sequence(store):
    plans = (a_plan(a_meeting()), a_plan(a_meeting(sergeant="sgt-2")), a_plan(a_meeting()))

    found = {officer_id: facts for officer_id, *facts in told(released(store, *plans))}

    assert found["sgt-1"] == [True, 2, THIRD]


def test_meeting_that_is_gone_from_the_plan_is_called_off_for_those_who_were_to_come(store):
    other = a_meeting(meeting_id="2027-E05009317-2", starts_at=at("Thu 2027-06-24 19:00"))
    everybody = released(store, a_plan(a_meeting(), other), a_plan(other))
    release = store.latest_release("E09000030", calendar_year(2027).first_day)

    sent = {(piece.subject, piece.recipient): piece.artifacts[2].media_type for piece in made(release, everybody)}

    assert sent == {
        (MEETING, "officer:dwo-1"): "text/calendar; method=CANCEL; charset=utf-8",
        (MEETING, "officer:sgt-1"): "text/calendar; method=CANCEL; charset=utf-8",
        ("2027-E05009317-2", "officer:dwo-1"): "text/calendar; method=REQUEST; charset=utf-8",
        ("2027-E05009317-2", "officer:sgt-1"): "text/calendar; method=REQUEST; charset=utf-8",
    }


def test_withdrawal_is_for_those_alone_who_no_longer_come(store):
    everybody = released(store, a_plan(a_meeting()), a_plan(a_meeting(sergeant="sgt-2")))
    release = store.latest_release("E09000030", calendar_year(2027).first_day)

    found = {who: attendances.withdrawal(release, everybody, MEETING, f"officer:{who}") for who in ("sgt-1", "sgt-2")}

    assert found["sgt-1"].recipient == "officer:sgt-1"
    assert found["sgt-2"] is None


def test_cancelled_meeting_in_the_plan_calls_everybody_off(store):
    off = a_meeting(state=MeetingState.CANCELLED)

    everybody = released(store, a_plan(a_meeting()), a_plan(off))

    assert told(everybody) == [("dwo-1", True, 1, SECOND), ("sgt-1", True, 1, SECOND)]


def test_officer_whom_the_borough_no_longer_lists_is_nobody(store):
    assert attendances.officer_of(BOROUGH, "officer:sgt-1").email == "sgt-1@police.example"
    assert attendances.officer_of(BOROUGH, "officer:sgt-9") is None
