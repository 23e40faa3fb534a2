"""The shared sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from publishers import wording
from scheduler.facts import Known, Role
from scheduler.plan import MeetingState
from scheduler.release.value import Change, ChangeKind, PastFacts
from tests.publishers.examples import (
    BOW,
    HALL,
    HOSTILE,
    HOSTILE_LINE,
    MILE_END,
    TOWN_HALL,
    a_hall,
    a_meeting,
    at,
    with_facts,
)
from tests.publishers.examples import a_release as released


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("Tue 2027-03-02 19:00", "7pm"),
        ("Tue 2027-03-02 18:30", "6:30pm"),
        ("Tue 2027-03-02 09:05", "9:05am"),
        ("Tue 2027-03-02 12:00", "midday"),
        ("Tue 2027-03-02 12:30", "12:30pm"),
        ("Tue 2027-03-02 00:00", "midnight"),
        ("Tue 2027-03-02 00:15", "12:15am"),
    ],
)
def test_clock_is_said_as_people_say_it(moment, words):
    assert wording.clock(at(moment)) == words


def test_day_is_said_in_full():
    assert wording.day(date(2027, 3, 2)) == "Tuesday 2 March 2027"


def test_when_has_the_day_and_both_times():
    assert wording.when(a_meeting("2027-E05009317-1", "Tue 2027-03-02 19:00")) == "Tuesday 2 March 2027, 7pm to 8:30pm"


def test_where_is_one_line_without_saying_anything_twice():
    assert wording.where(HALL) == "Bow Library, 1 Roman Road, E3 5LU"
    assert wording.where(a_hall(address="1 Roman Road,\nLondon E3 5LU")) == "Bow Library, 1 Roman Road, London E3 5LU"
    assert wording.where(a_hall(address="")) == "Bow Library, E3 5LU"


def test_access_notes_say_what_is_not_known():
    assert wording.access_notes(HALL) == (
        "Step-free: yes",
        "Hearing loop: not checked yet",
        "Accessible toilet: no",
        "Entrance: Use the side door",
    )
    assert wording.access_notes(TOWN_HALL)[-1] == "Accessible toilet: no"


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        ((), ""),
        ((Role.SERGEANT,), "You can meet the ward sergeant."),
        (
            (Role.INSPECTOR, Role.PCSO, Role.PCSO, Role.SERGEANT),
            "You can meet the ward sergeant, a Police Community Support Officer (PCSO) and a police inspector.",
        ),
    ],
)
def test_who_attends_is_told_by_role(roles, sentence):
    assert wording.who_attends(roles) == sentence


def test_what_changed_is_said_in_whole_sentences():
    seen = {meeting.meeting_id: wording.what_changed(meeting) for meeting in released().meetings}

    assert {meeting_id: words for meeting_id, words in seen.items() if words} == {
        "2027-E05009328-1": "Moved from Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, 1 Roman Road, E3 5LU.",
        "2027-E05009328-2": "New place: moved from Bow Library, 1 Roman Road, E3 5LU. The day and time are the same.",
        "2027-E05009328-3": "This meeting is cancelled. It will not be held.",
    }


WAS_CANCELLED = PastFacts(at("Tue 2027-03-02 19:00"), at("Tue 2027-03-02 20:30"), HALL, is_cancelled=True)
WAS_FIRST = PastFacts(at("Mon 2027-03-01 19:00"), at("Mon 2027-03-01 20:30"), TOWN_HALL)


@pytest.mark.parametrize(
    ("starts", "sentence"),
    [
        ("Tue 2027-03-02 19:00", "This meeting was cancelled. It will be held after all."),
        (
            "Tue 2027-03-09 19:00",
            "This meeting was cancelled. It will be held after all. "
            "Moved from Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, 1 Roman Road, E3 5LU.",
        ),
    ],
)
def test_meeting_that_was_cancelled_is_said_to_be_held_after_all(starts, sentence):
    assert wording.what_changed(a_meeting("2027-E05009317-1", starts, was=WAS_CANCELLED)) == sentence


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"was": WAS_CANCELLED, "first": WAS_FIRST}, "First announced for Monday 1 March 2027, 7pm to 8:30pm, "
         "at Town Hall, 160 Whitechapel Road, E1 1BJ."),
        ({"was": WAS_FIRST, "first": WAS_FIRST}, ""),
        ({"was": WAS_FIRST, "first": replace(WAS_CANCELLED, is_cancelled=False)}, ""),
        ({"was": WAS_CANCELLED, "first": WAS_FIRST, "state": MeetingState.CANCELLED}, ""),
        ({}, ""),
    ],
    ids=["moved twice", "moved once", "moved back", "cancelled", "never moved"],
)  # fmt: skip  # a row a case
def test_what_was_announced_first_is_said_where_nothing_else_says_it(facts, sentence):
    assert wording.first_announced(a_meeting("2027-E05009317-1", "Tue 2027-03-02 19:00", **facts)) == sentence


BEFORE = a_meeting("2027-E05009317-1", "Tue 2027-03-02 19:00")
MARCH_9 = a_meeting("2027-E05009317-1", "Tue 2027-03-09 19:00")
IN_TOWN = replace(BEFORE, hall=TOWN_HALL)
STEPS = replace(BEFORE, hall=with_facts(BEFORE.hall, step_free=Known.NO, entrance=""))
CANCELLED = replace(BEFORE, state=MeetingState.CANCELLED)
SAID = "Bow East ward panel meeting"
HELD = "Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, 1 Roman Road, E3 5LU."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Change(ChangeKind.UNCHANGED, BEFORE, BEFORE), ""),
        (Change(ChangeKind.NEW, None, BEFORE), f"New: {SAID} on {HELD}"),
        (Change(ChangeKind.CANCELLED, BEFORE, CANCELLED), f"Cancelled: {SAID} on {HELD} It will not be held."),
        (Change(ChangeKind.REINSTATED, CANCELLED, BEFORE), f"Back on: {SAID} will be held after all, on {HELD}"),
        (
            Change(ChangeKind.MOVED, BEFORE, MARCH_9),
            f"{SAID} is now on {HELD.replace('2 March', '9 March')} Moved from {HELD}",
        ),
        (
            Change(ChangeKind.VENUE_CHANGED, BEFORE, IN_TOWN),
            f"{SAID} is now on Tuesday 2 March 2027, 7pm to 8:30pm, at Town Hall, 160 Whitechapel Road, E1 1BJ. "
            "New place: moved from Bow Library, 1 Roman Road, E3 5LU. The day and time are the same.",
        ),
        (
            Change(ChangeKind.ACCESS_CHANGED, BEFORE, STEPS),
            f"{SAID}, {HELD} Getting in has changed. Now: Step-free: no; Entrance: not checked yet. "
            "Before: Step-free: yes; Entrance: Use the side door. The day, time and place are the same.",
        ),
        (Change(ChangeKind.NOT_HELD, BEFORE, BEFORE), f"Not held: {SAID} on {HELD}"),
        (Change(ChangeKind.HELD, BEFORE, BEFORE), f"Held after all: {SAID} on {HELD}"),
        (
            Change(ChangeKind.UPDATED, BEFORE, BEFORE),
            f"{SAID} is now on {HELD} Some details have changed. The day, time and place are the same.",
        ),
    ],
    ids=lambda given: given.kind.value if isinstance(given, Change) else "",
)
def test_every_kind_of_change_has_its_sentence(change, sentence):
    assert wording.change_sentence(change, BOW) == sentence


def test_cancelled_meeting_says_so_first():
    meeting = released().meetings[6]

    assert wording.announced_title(meeting, MILE_END) == "CANCELLED: Mile End ward panel meeting"


def test_one_line_keeps_every_letter_and_drops_what_no_format_can_hold():
    assert wording.one_line(HOSTILE) == HOSTILE_LINE
    assert wording.one_line("a\ud800\ufffe\u2028b\tc") == "a b c"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"because": "hall-closed", "new_date_follows": True}, "The hall is closed. A new date will follow."),
        ({"because": "weather"}, "The weather is too bad."),
        ({"new_date_follows": True}, "A new date will follow."),
        ({}, ""),
        ({"because": "other: Ann is ill"}, ""),
    ],
)
def test_why_a_meeting_is_cancelled_is_said_as_far_as_it_is_known(facts, words):
    assert wording.why_cancelled(replace(CANCELLED, **facts)) == words
    assert wording.why_cancelled(replace(BEFORE, **facts)) == ""
