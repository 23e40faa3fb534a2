"""Kinds of change: what people have to hear of, and what is only said in other words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts import Known, Role
from scheduler.plan import MeetingState
from scheduler.release.grading import (
    change_of,
    is_as_first_told,
    is_news,
    is_same_place,
    keeps_access,
    keeps_facts,
    revised,
)
from scheduler.release.value import ChangeKind, PastFacts, ReleasedMeeting
from tests.publishers.examples import with_facts
from tests.scheduler.examples import a_hall, a_released_meeting, at, utc

FIRST, SECOND, THIRD = utc("2026-11-22 09:00"), utc("2027-01-10 12:00"), utc("2027-02-01 08:30")
TOLD = a_released_meeting()
HALL = TOLD.hall
LIBRARY = a_hall(venue_id="library", name="Mile End Library", address="2 Bancroft Road", postcode="E1 4DQ")


def moved(meeting: ReleasedMeeting, days: int) -> ReleasedMeeting:
    later = timedelta(days=days)
    return replace(meeting, starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later)


def in_hall(meeting: ReleasedMeeting = TOLD, **facts) -> ReleasedMeeting:
    return replace(meeting, hall=with_facts(meeting.hall, **facts))


def facts_of(meeting: ReleasedMeeting) -> PastFacts:
    return PastFacts(meeting.starts_at, meeting.ends_at, meeting.hall, meeting.is_cancelled)


OFF = replace(TOLD, state=MeetingState.CANCELLED)
NOT_HELD = replace(TOLD, is_not_held=True)
NEWS = {
    "moved": (TOLD, moved(TOLD, 7), ChangeKind.MOVED),
    "longer": (TOLD, replace(TOLD, ends_at=at("Thu 2027-03-25 21:00")), ChangeKind.MOVED),
    "moved to another hall": (TOLD, replace(moved(TOLD, 7), hall=LIBRARY), ChangeKind.MOVED),
    "another hall": (TOLD, replace(TOLD, hall=LIBRARY), ChangeKind.VENUE_CHANGED),
    "another house number": (TOLD, in_hall(address="11 High Street, London"), ChangeKind.VENUE_CHANGED),
    "another postcode": (TOLD, in_hall(postcode="E3 2AC"), ChangeKind.VENUE_CHANGED),
    "steps": (TOLD, in_hall(step_free=Known.NO), ChangeKind.ACCESS_CHANGED),
    "hearing loop": (in_hall(hearing_loop=Known.NO), in_hall(hearing_loop=Known.YES), ChangeKind.ACCESS_CHANGED),
    "toilet": (TOLD, in_hall(accessible_toilet=Known.UNKNOWN), ChangeKind.ACCESS_CHANGED),
    "entrance": (TOLD, in_hall(entrance="Side door"), ChangeKind.ACCESS_CHANGED),
    "cancelled": (TOLD, OFF, ChangeKind.CANCELLED),
    "back on": (OFF, TOLD, ChangeKind.REINSTATED),
    "not held": (TOLD, NOT_HELD, ChangeKind.NOT_HELD),
    "held after all": (NOT_HELD, TOLD, ChangeKind.HELD),
    "back on, and not held": (OFF, NOT_HELD, ChangeKind.NOT_HELD),
    "not held, and off": (NOT_HELD, OFF, ChangeKind.CANCELLED),
}
WORDS = {
    "hall's name": in_hall(name="The Bow Centre"),
    "street": in_hall(address="1 High St., Bow, London"),
    "postcode's blank": in_hall(postcode="e32ab"),
    "hearing loop that was looked for": in_hall(hearing_loop=Known.YES),
    "entrance's capitals": in_hall(entrance="ramp on Fairfield road."),
    "point on the map": in_hall(lat=51.5),
    "who comes": replace(TOLD, attending=(Role.PCSO, Role.SERGEANT)),
    "agenda": replace(TOLD, agenda=("Traffic",)),
}


@pytest.mark.parametrize(("before", "now", "kind"), NEWS.values(), ids=NEWS)
def test_time_place_access_and_whether_it_is_held_are_news_and_raise_the_sequence_by_one(before, now, kind):
    change = change_of(before, revised(before, now, SECOND))

    assert change.kind is kind is change.after.last_change
    assert is_news(kind)
    assert (change.after.sequence, change.after.last_changed_at) == (before.sequence + 1, SECOND)


@pytest.mark.parametrize("now", WORDS.values(), ids=WORDS)
def test_words_are_shown_and_are_no_news(now):
    after = revised(TOLD, now, SECOND)

    assert after == now
    assert change_of(TOLD, after).kind is ChangeKind.UPDATED
    assert not is_news(ChangeKind.UPDATED)


def test_meeting_that_was_never_told_of_is_new():
    assert change_of(None, TOLD).kind is ChangeKind.NEW


def test_another_reason_for_a_cancellation_is_words():
    assert revised(OFF, replace(OFF, because="weather"), SECOND).sequence == OFF.sequence


def test_access_that_changed_is_remembered_as_it_was():
    after = revised(TOLD, in_hall(step_free=Known.NO), SECOND)

    assert after.was == facts_of(TOLD)
    assert (after.first, is_as_first_told(after)) == (facts_of(TOLD), False)
    assert is_as_first_told(revised(after, TOLD, THIRD))


def test_words_keep_what_was_told_before_and_when():
    later = revised(TOLD, moved(TOLD, 7), SECOND)

    reworded = revised(later, in_hall(later, name="The Bow Centre"), THIRD)

    assert (reworded.hall.name, reworded.was, reworded.first) == ("The Bow Centre", facts_of(TOLD), facts_of(TOLD))
    assert (reworded.sequence, reworded.last_changed_at, reworded.last_change) == (1, SECOND, ChangeKind.MOVED)


def test_meeting_that_moved_there_and_back_is_twice_news_and_as_first_told():
    there = revised(TOLD, moved(TOLD, 7), SECOND)

    back = revised(there, TOLD, THIRD)

    assert (back.sequence, back.was, back.first) == (2, facts_of(there), facts_of(TOLD))
    assert is_as_first_told(back)
    assert not is_as_first_told(there)


def test_meeting_that_is_off_is_not_as_first_told_unless_it_was_so_from_the_first():
    called_off, missed = (revised(TOLD, each, SECOND) for each in (OFF, NOT_HELD))

    assert [is_as_first_told(each) for each in (TOLD, called_off, missed, OFF)] == [True, False, False, True]


BLANKS = st.text(st.sampled_from(" .,-"), max_size=2)
STREETS = st.text(st.sampled_from("abc ,.'-éß"), max_size=8)


@given(st.text(max_size=8), STREETS, STREETS, BLANKS)
def test_spelling_never_makes_another_place_or_another_way_in(name, before, after, blank):
    spelled = with_facts(
        HALL,
        name=name,
        address=f"{before}1{after}",
        postcode=f" {HALL.postcode.lower()}",
        entrance=f"{blank}{HALL.access.entrance.upper().replace(' ', f'{blank} ')}",
    )

    assert is_same_place(HALL, spelled)
    assert keeps_access(HALL, spelled)


@given(st.integers(2, 999), STREETS)
def test_another_house_number_is_another_place(number, street):
    assert not is_same_place(HALL, replace(HALL, address=f"{number}{street}"))


STEPS = st.one_of(
    st.sampled_from([0, 7, 14]).map(lambda days: lambda meeting: replace(moved(TOLD, days), hall=meeting.hall)),
    st.sampled_from([HALL, LIBRARY]).map(lambda hall: lambda meeting: replace(meeting, hall=hall)),
    st.sampled_from(Known).map(lambda answer: lambda meeting: in_hall(meeting, step_free=answer)),
    st.sampled_from(MeetingState).map(lambda state: lambda meeting: replace(meeting, state=state)),
    st.booleans().map(lambda is_off: lambda meeting: replace(meeting, is_not_held=is_off)),
    st.sampled_from(["Bow Centre", "The Bow Centre"]).map(lambda name: lambda meeting: in_hall(meeting, name=name)),
    st.sampled_from([(), ("Traffic",)]).map(lambda agenda: lambda meeting: replace(meeting, agenda=agenda)),
)


@given(st.lists(STEPS, max_size=12))
def test_sequence_counts_the_news_and_what_was_told_is_never_lost(steps):
    told = [TOLD]
    for number, step in enumerate(steps, 1):
        told.append(revised(told[-1], step(told[-1]), SECOND + timedelta(days=number)))

    kinds = [change_of(before, after).kind for before, after in pairwise(told)]
    assert told[-1].sequence == sum(map(is_news, kinds))
    for kind, (before, after) in zip(kinds, pairwise(told), strict=True):
        if kind is ChangeKind.UNCHANGED:
            assert after is before
        if not is_news(kind):
            assert (after.was, after.first, after.last_change, after.last_changed_at) == (
                before.was, before.first, before.last_change, before.last_changed_at
            )  # fmt: skip
        if kind in (ChangeKind.MOVED, ChangeKind.VENUE_CHANGED, ChangeKind.ACCESS_CHANGED, ChangeKind.REINSTATED):
            assert after.was == facts_of(before)
    assert (told[-1].first is None) == all(keeps_facts(TOLD, each) for each in told)
