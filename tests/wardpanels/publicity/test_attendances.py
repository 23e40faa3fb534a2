"""Who is invited, followed over the releases of a year in a real store."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers.invitations import invitations as made
from publishers.letters import letter_in
from scheduler.facts import Role
from scheduler.invitee import Contact
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
    return [(each.officer_id, each.comes, each.sequence, each.turned_at) for each in everybody]


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
        ("dwo-1", True, 1, FIRST),
        ("sgt-1", True, 1, FIRST),
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

    sent = {(piece.subject, piece.recipient): piece.artifacts[-1].media_type for piece in made(release, everybody)}

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


def test_officer_who_is_replaced_as_a_meeting_moves_is_called_off_the_day_they_were_asked_for(store):
    moved = a_meeting(starts_at=at("Thu 2027-04-01 19:00"), sergeant="sgt-2")
    later = replace(moved, starts_at=at("Thu 2027-04-08 19:00"), ends_at=at("Thu 2027-04-08 20:30"))
    everybody = released(store, a_plan(a_meeting()), a_plan(moved), a_plan(later))
    release = store.latest_release("E09000030", calendar_year(2027).first_day)

    piece = attendances.withdrawal(release, everybody, MEETING, "officer:sgt-1")

    letter = letter_in(piece.artifacts, "en")
    assert letter.subject == "You need not come: Bow East ward panel meeting, Thursday 25 March 2027"
    assert "When: Thursday 25 March 2027" in letter.text
    assert "April" not in f"{letter.text}{letter.html}"
    calendar = letter.calendar.content.decode()
    assert "METHOD:CANCEL" in calendar
    assert "DTSTART;TZID=Europe/London:20270325T190000" in calendar
    assert "SUMMARY:Bow East" in calendar
    assert {each.officer_id: each.sequence for each in everybody}["sgt-1"] > 0


def test_cancelled_meeting_in_the_plan_calls_everybody_off(store):
    off = a_meeting(state=MeetingState.CANCELLED)

    everybody = released(store, a_plan(a_meeting()), a_plan(off))

    assert told(everybody) == [("dwo-1", True, 1, FIRST), ("sgt-1", True, 1, FIRST)]


def written_to(store, moment, **addresses: str) -> None:
    """Let the borough's officers be those alone who have an address here."""
    known = (Contact(name, Role.SERGEANT, f"Secret {name}", address, moment) for name, address in addresses.items())
    store.invitees.know("E09000030", known, moment)


def test_officer_who_has_another_address_is_called_off_at_the_old_one_and_asked_at_the_new(store):
    written_to(store, FIRST, **{"sgt-1": "ann@police.example"})
    written_to(store, SECOND, **{"sgt-1": "ann.jones@police.example"})

    everybody = released(store, a_plan(a_meeting()))

    assert [
        (each.recipient, each.address, *facts) for each, (_, *facts) in zip(everybody, told(everybody), strict=True)
    ][1:] == [
        ("officer:sgt-1", "ann@police.example", False, 1, SECOND),
        ("officer/2:sgt-1", "ann.jones@police.example", True, 2, SECOND),
    ]


def test_officer_who_takes_an_address_up_again_is_asked_there_with_a_higher_sequence(store):
    for moment, address in ((FIRST, "a@police.example"), (SECOND, "b@police.example"), (THIRD, "A@police.example")):
        written_to(store, moment, **{"sgt-1": address})

    found = {each.recipient: each for each in released(store, a_plan(a_meeting()))}

    assert [found[who].comes for who in ("officer:sgt-1", "officer/2:sgt-1")] == [True, False]
    assert [found[who].sequence for who in ("officer:sgt-1", "officer/2:sgt-1")] == [4, 3]
    assert (found["officer:sgt-1"].is_back, found["officer:sgt-1"].address) == (True, "A@police.example")


def test_officer_whom_the_borough_no_longer_lists_is_called_off_where_they_were_asked(store):
    written_to(store, FIRST, **{"sgt-1": "ann@police.example"})
    written_to(store, SECOND, **{"dwo-1": "dwo-1@police.example"})

    (*_, gone) = released(store, a_plan(a_meeting()))

    assert (gone.recipient, gone.address, gone.comes, gone.sequence) == (
        "officer:sgt-1",
        "ann@police.example",
        False,
        1,
    )


def test_who_was_never_asked_at_an_address_is_not_called_off_there(store):
    written_to(store, FIRST, **{"sgt-9": "old@police.example"})
    written_to(store, SECOND, **{"sgt-9": "new@police.example"})

    assert [each.officer_id for each in released(store, a_plan(a_meeting()))] == ["dwo-1", "sgt-1"]


MOMENTS = [utc(f"2026-12-{day:02} 09:00") for day in range(1, 29)]


@given(
    st.lists(st.tuples(st.sampled_from(MOMENTS), st.booleans())),
    st.lists(st.tuples(st.sampled_from(MOMENTS), st.integers(0, 3))),
)
def test_of_all_that_an_officer_is_told_the_newest_has_the_highest_number(turns, places):
    turns, places = sorted(turns), sorted(places)
    found = attendances._parts(turns, places)

    newest_first = sorted(found.values(), key=lambda part: part.turns, reverse=True)
    comes_to = [number for number, part in found.items() if part.comes]
    assert len({part.turns for part in found.values()}) == len(found)
    assert all(part.turned_at >= after.turned_at for part, after in pairwise(newest_first))
    assert comes_to == ([places[-1][1]] if turns and places and turns[-1][1] and places[-1][1] else [])
    assert all(part.comes is (part is newest_first[0]) for part in found.values() if comes_to)


def test_recipient_stands_for_the_address_that_was_written_to(store):
    written_to(store, FIRST, **{"sgt-1": "ann@police.example"})
    written_to(store, SECOND, **{"sgt-1": "ann.jones@police.example"})
    written_to(store, THIRD)

    found = {who: attendances.contact_of(store, BOROUGH, who) for who in ("officer:sgt-1", "officer/2:sgt-1")}

    assert [one.address for one in found.values()] == ["ann@police.example", "ann.jones@police.example"]
    for nobody in ("officer/3:sgt-1", "officer:sgt-9", "subscriber:sgt-1", "nobody", ""):
        assert attendances.contact_of(store, BOROUGH, nobody) is None
