"""Promises made to the public: identities last, changes are told, nobody is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import UnknownName
from scheduler.facts import Acronym, AgendaItem, BoardMeeting, Known, Role
from scheduler.plan import MeetingState
from scheduler.release.making import applied, calling_off, changes, in_order, is_news, is_other_facts, next_release
from scheduler.release.value import Change, ChangeKind, PastFacts, Release, ReleasedMeeting
from tests.publishers.examples import with_facts
from tests.scheduler.examples import (
    BOW_EAST,
    MILE_END,
    a_borough,
    a_hall,
    a_library,
    a_meeting,
    a_plan,
    a_profile,
    a_released_meeting,
    a_venue,
    a_ward,
    at,
    the_meetings,
    utc,
)

FIRST, SECOND, THIRD = utc("2026-11-22 09:00"), utc("2027-01-10 12:00"), utc("2027-02-01 08:30")
MEETING_ID = "2027-E05009317-1"


def first_release(**changes):
    return next_release(a_borough(**changes), a_plan(a_meeting()), None, FIRST)


def the_meeting(release: Release) -> ReleasedMeeting:
    return next(meeting for meeting in release.meetings if meeting.meeting_id == MEETING_ID)


def test_first_release_tells_each_planned_meeting_as_new():
    release = first_release()

    assert release.number == 1
    assert release.meetings == (a_released_meeting(),)
    assert release.changes == (Change(ChangeKind.NEW, None, a_released_meeting()),)
    assert is_news(release)


def test_release_of_the_same_plan_changes_no_meeting_and_is_no_news():
    first = first_release()

    second = next_release(a_borough(), a_plan(a_meeting()), first, SECOND)

    assert (second.number, second.meetings, second.changes) == (2, first.meetings, ())
    assert not is_news(second)


def test_release_holds_roles_and_never_an_officer():
    release = next_release(a_borough(), a_plan(), None, FIRST)

    written = msgspec.json.encode(release).decode()

    assert [meeting.attending for meeting in release.meetings] == [
        (Role.DWO, Role.SERGEANT),
        (Role.DWO, Role.INSPECTOR, Role.SERGEANT),
        (Role.DWO, Role.PUBLIC_REALM, Role.SERGEANT),
    ]
    assert [
        secret for secret in ("Secret", "police.example", "sgt-1", "dwo-1", "insp-1", "realm-1") if secret in written
    ] == []


def test_two_officers_of_one_role_are_told_once():
    meeting = a_meeting(ward_officers=("pcso-1", "dwo-1", "dwo-1"))

    release = next_release(a_borough(), a_plan(meeting), None, FIRST)

    assert the_meeting(release).attending == (Role.DWO, Role.PCSO, Role.SERGEANT)


def test_moved_meeting_keeps_its_id_and_remembers_where_it_was():
    first = first_release()
    moved = a_meeting(starts_at=at("Thu 2027-04-01 19:00"), venue_id="library")

    second = next_release(a_borough(), a_plan(moved), first, SECOND)

    expected = a_released_meeting(
        starts_at=at("Thu 2027-04-01 19:00"),
        ends_at=at("Thu 2027-04-01 20:30"),
        hall=a_hall(**LIBRARY_FACTS),
        sequence=1,
        last_changed_at=SECOND,
        was=PastFacts(at("Thu 2027-03-25 19:00"), at("Thu 2027-03-25 20:30"), a_hall()),
        last_change=ChangeKind.MOVED,
        first=ORIGINAL,
    )
    assert second.meetings == (expected,)
    assert second.changes == (Change(ChangeKind.MOVED, the_meeting(first), expected),)


ORIGINAL = PastFacts(at("Thu 2027-03-25 19:00"), at("Thu 2027-03-25 20:30"), a_hall())
LIBRARY_FACTS = {
    name: getattr(a_library(), name) for name in ("venue_id", "name", "address", "postcode", "lat", "lon", "entrance")
}


def test_change_of_hall_alone_is_a_change_of_venue():
    first = first_release()

    second = next_release(a_borough(), a_plan(a_meeting(venue_id="library")), first, SECOND)

    assert [change.kind for change in second.changes] == [ChangeKind.VENUE_CHANGED]
    assert the_meeting(second).was == PastFacts(at("Thu 2027-03-25 19:00"), at("Thu 2027-03-25 20:30"), a_hall())


@pytest.mark.parametrize("is_hall_first", [False, True])
def test_second_change_tells_what_was_told_just_before_and_what_was_told_first(is_hall_first):
    later, library = {"starts_at": at("Thu 2027-04-01 19:00")}, {"venue_id": "library"}
    second = next_release(
        a_borough(), a_plan(a_meeting(**(library if is_hall_first else later))), first_release(), SECOND
    )

    third = next_release(a_borough(), a_plan(a_meeting(**later, **library)), second, THIRD)

    told = the_meeting(second)
    assert the_meeting(third).was == PastFacts(told.starts_at, told.ends_at, told.hall)
    assert (told.first, the_meeting(third).first) == (ORIGINAL, ORIGINAL)


def test_meeting_that_moves_back_was_where_it_comes_from_alone():
    moved = a_meeting(starts_at=at("Thu 2027-04-01 19:00"))
    second = next_release(a_borough(), a_plan(moved), first_release(), SECOND)

    third = next_release(a_borough(), a_plan(a_meeting()), second, THIRD)

    assert the_meeting(third).was == PastFacts(at("Thu 2027-04-01 19:00"), at("Thu 2027-04-01 20:30"), a_hall())


def test_new_access_fact_is_news_that_says_what_it_was():
    first = first_release()
    second = next_release(a_borough(), a_plan(a_meeting(venue_id="library")), first, SECOND)
    looped = a_borough(venues=(a_venue(), a_library(accessible_toilet=Known.NO)))

    third = next_release(looped, a_plan(a_meeting(venue_id="library")), second, THIRD)

    told = the_meeting(second)
    assert [change.kind for change in third.changes] == [ChangeKind.ACCESS_CHANGED]
    assert the_meeting(third) == replace(
        told,
        hall=with_facts(told.hall, accessible_toilet=Known.NO),
        sequence=2,
        last_changed_at=THIRD,
        was=PastFacts(told.starts_at, told.ends_at, told.hall),
        last_change=ChangeKind.ACCESS_CHANGED,
    )


def test_new_access_fact_of_a_hall_is_no_news_of_a_meeting_that_has_begun():
    first = first_release()

    second = next_release(
        a_borough(venues=(a_venue(step_free=Known.NO), a_library())),
        a_plan(a_meeting()),
        first,
        at("Thu 2027-03-25 19:00"),
    )

    assert second.meetings == first.meetings
    assert second.changes == ()
    assert [hall.access.step_free for hall in second.halls if hall.venue_id == "bow-centre"] == [Known.NO]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"venues": (a_venue(entrance="side door"),)}, id="how the entrance is spelled"),
        pytest.param({"venues": (a_venue(entrance="Side door.", name="The Bow Centre"),)}, id="hall's name"),
        pytest.param(
            {"venues": (a_venue(entrance="Side door.", address="1 High St."),)}, id="how the street is spelled"
        ),
        pytest.param(
            {"officers": (*a_borough().officers[1:], replace(a_borough().officers[0], role=Role.PCSO))},
            id="an officer's role",
        ),
        pytest.param({"agendas": (AgendaItem(MEETING_ID, 1, "Traffic"),)}, id="agenda"),
    ],
)
def test_changed_words_of_a_meeting_are_shown_and_are_no_news(changed):
    before = a_borough(venues=(a_venue(entrance="Side door."),))
    first = next_release(before, a_plan(a_meeting()), None, FIRST)
    after = replace(before, **changed)

    second = next_release(after, a_plan(a_meeting()), first, SECOND)

    (change,) = second.changes
    assert (change.kind, change.after.sequence, change.after.last_changed_at) == (ChangeKind.UPDATED, 0, FIRST)
    assert (change.after.last_change, change.after.was) == (ChangeKind.NEW, None)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"profile": a_profile(contact_email="new@example.org")}, id="contact"),
        pytest.param({"profile": a_profile(site_url="https://new.example")}, id="site"),
        pytest.param({"wards": (a_ward(name="Bow East & Fish Island"),)}, id="ward's name"),
        pytest.param({"acronyms": (Acronym("DWO", "Designated Ward Officer", ""),)}, id="short name"),
    ],
)
def test_words_beside_the_meetings_change_none_of_them(changed):
    first = first_release()

    second = next_release(a_borough(**changed), a_plan(a_meeting()), first, SECOND)

    assert (second.meetings, second.changes) == (first.meetings, ())
    assert is_other_facts(second, first)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"venues": (a_venue(capacity=20, hire_gbp_per_hour=99.0), a_library())}, id="hire and capacity"),
        pytest.param({"board": ()}, id="board"),
        pytest.param({"acronyms": ()}, id="glossary"),
    ],
)
def test_facts_outside_an_entry_do_not_touch_it(changed):
    second = next_release(a_borough(**changed), a_plan(a_meeting()), first_release(), SECOND)

    assert not is_news(second)
    assert second.meetings == first_release().meetings


def test_another_officer_of_the_same_role_is_no_news():
    substitute = replace(a_borough().officers[0], officer_id="dwo-2")
    borough = a_borough(officers=(*a_borough().officers, substitute))

    second = next_release(borough, a_plan(a_meeting(ward_officers=("dwo-2",))), first_release(), SECOND)

    assert not is_news(second)


CALLED_OFF = {
    "state": MeetingState.CANCELLED,
    "sequence": 1,
    "last_changed_at": SECOND,
    "last_change": ChangeKind.CANCELLED,
}


def test_meeting_gone_from_the_plan_is_cancelled_and_stays_cancelled():
    first = next_release(a_borough(), a_plan(), None, FIRST)
    rest = a_plan(*the_meetings()[1:])

    second = next_release(a_borough(), rest, first, SECOND)
    third = next_release(a_borough(), rest, second, THIRD)

    expected = a_released_meeting(**CALLED_OFF)
    assert second.changes == (Change(ChangeKind.CANCELLED, a_released_meeting(), expected),)
    assert len(second.meetings) == 3
    assert (third.meetings, third.changes) == (second.meetings, ())


def test_meeting_cancelled_in_the_plan_keeps_what_was_promised_even_without_its_hall():
    without_hall = a_borough(venues=(a_library(),))
    cancelled = a_meeting(state=MeetingState.CANCELLED, starts_at=at("Fri 2027-03-26 19:00"))

    second = next_release(without_hall, a_plan(cancelled), first_release(), SECOND)

    assert second.meetings == (a_released_meeting(**CALLED_OFF),)


@pytest.mark.parametrize(
    "told", [{}, {"because": "hall-closed", "new_date_follows": True}, {"because": "other: Jo fell"}]
)
def test_calling_one_meeting_off_tells_what_the_next_release_would_where_nothing_else_changed(told):
    first, (planned, *others) = next_release(a_borough(), a_plan(), None, FIRST), the_meetings()
    off = replace(planned, state=MeetingState.CANCELLED, **told)

    assert calling_off(first, off, SECOND) == next_release(a_borough(), a_plan(off, *others), first, SECOND)


def test_calling_one_meeting_off_tells_of_nothing_else_that_changed():
    first = next_release(a_borough(), a_plan(), None, FIRST)
    planned, other, last = the_meetings()
    off, elsewhere = replace(planned, state=MeetingState.CANCELLED), replace(other, venue_id="bow-centre")

    second = calling_off(first, off, SECOND)
    third = next_release(a_borough(), a_plan(off, elsewhere, last), second, THIRD)

    assert [(change.kind, change.after.meeting_id) for change in second.changes] == [(ChangeKind.CANCELLED, MEETING_ID)]
    assert [change.after.meeting_id for change in third.changes] == [other.meeting_id]


def test_cancelled_meeting_that_returns_is_reinstated():
    first = first_release()
    second = next_release(a_borough(), a_plan(a_meeting(state=MeetingState.CANCELLED)), first, SECOND)

    third = next_release(a_borough(), a_plan(a_meeting(starts_at=at("Thu 2027-04-01 19:00"))), second, THIRD)

    assert [change.kind for change in third.changes] == [ChangeKind.REINSTATED]
    assert the_meeting(third).last_change is ChangeKind.REINSTATED
    assert the_meeting(third).sequence == 2
    assert the_meeting(third).first_released_at == FIRST
    assert the_meeting(third).was == replace(ORIGINAL, is_cancelled=True)


def test_meeting_put_back_where_it_was_says_so_until_there_is_other_news():
    first = first_release()
    second = next_release(a_borough(), a_plan(a_meeting(state=MeetingState.CANCELLED)), first, SECOND)
    third = next_release(a_borough(), a_plan(a_meeting()), second, THIRD)
    respelled = a_borough(venues=(a_venue(name="The Bow Centre"), a_library()))
    reworded = next_release(respelled, a_plan(a_meeting()), third, THIRD + timedelta(days=1))

    moved = next_release(respelled, a_plan(a_meeting(venue_id="library")), reworded, THIRD + timedelta(days=2))

    back = replace(ORIGINAL, is_cancelled=True)
    assert [the_meeting(each).was for each in (third, reworded)] == [back, back]
    told = the_meeting(reworded)
    assert the_meeting(moved).was == the_meeting(moved).first == PastFacts(told.starts_at, told.ends_at, told.hall)


def test_local_times_hold_on_both_sides_of_both_clock_changes():
    evenings = ["Sat 2027-03-27 18:30", "Mon 2027-03-29 18:30", "Sat 2027-10-30 18:30", "Mon 2027-11-01 18:30"]
    plan = a_plan(
        *(
            a_meeting(meeting_id=f"m{number}", starts_at=at(spoken).astimezone(utc("2027-01-01 00:00").tzinfo))
            for number, spoken in enumerate(evenings)
        )
    )

    release = next_release(a_borough(), plan, None, FIRST)

    assert [meeting.starts_at.strftime("%H:%M %Z") for meeting in release.meetings] == [
        "18:30 GMT",
        "18:30 BST",
        "18:30 BST",
        "18:30 GMT",
    ]


def test_released_at_is_told_in_utc_to_the_second():
    moment = at("Thu 2026-07-02 09:00").replace(second=7, microsecond=5)

    release = next_release(a_borough(), a_plan(), None, moment)

    assert release.released_at.isoformat() == "2026-07-02T08:00:07+00:00"


def test_wards_come_by_name_and_the_board_within_the_year():
    board = (BoardMeeting(date(2027, 7, 6), time(18, 30)), BoardMeeting(date(2028, 1, 4), time(18, 30)))

    release = next_release(a_borough(board=board, wards=tuple(reversed(a_borough().wards))), a_plan(), None, FIRST)

    assert [(ward.name, ward.neighbours) for ward in release.wards] == [
        ("Bow East", (MILE_END,)),
        ("Mile End", (BOW_EAST,)),
    ]
    assert release.board == (at("Tue 2027-07-06 18:30"),)


def test_ward_that_left_the_borough_keeps_its_name_while_its_meetings_are_told():
    first = next_release(a_borough(), a_plan(), None, FIRST)
    smaller = a_borough(wards=a_borough().wards[:1])

    second = next_release(smaller, a_plan(the_meetings()[0], the_meetings()[2]), first, SECOND)

    assert [ward.name for ward in second.wards] == ["Bow East", "Mile End"]
    assert [change.kind for change in second.changes] == [ChangeKind.CANCELLED]


@pytest.mark.parametrize(
    ("meeting", "said"),
    [
        (a_meeting(venue_id="pub"), "hall: found 'pub', wanted a hall of the borough"),
        (a_meeting(ward_officers=("dwo-9",)), "officer: found 'dwo-9', wanted an officer of the borough"),
    ],
)
def test_unknown_hall_or_officer_is_named(meeting, said):
    with pytest.raises(UnknownName) as caught:
        next_release(a_borough(), a_plan(meeting), None, FIRST)

    assert str(caught.value) == said


def test_release_of_another_year_is_no_release_before():
    next_year = replace(a_plan(a_meeting()), first_day=date(2028, 1, 1), last_day=date(2028, 12, 31))

    with pytest.raises(ValueError) as caught:
        next_release(a_borough(), next_year, first_release(), SECOND)

    assert str(caught.value) == "previous release: found E09000030 2027, wanted E09000030 2028"


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError) as caught:
        next_release(a_borough(), a_plan(), None, FIRST.replace(tzinfo=None))

    assert str(caught.value) == "released_at: found 2026-11-22T09:00:00 without a zone, wanted a moment with one"


def test_meeting_lost_between_releases_is_our_bug():
    with pytest.raises(ValueError) as caught:
        changes((a_released_meeting(),), ())

    assert str(caught.value) == f"release: found no {MEETING_ID}, wanted every meeting of the release before"


HALLS = st.sampled_from([a_hall(), a_hall(entrance="Side door"), a_hall(venue_id="library", name="Library")])
STARTS = st.integers(0, 300).map(lambda days: at("Fri 2027-01-08 19:00") + timedelta(days=days))


@st.composite
def meetings_by_id(draw):
    drawn = {}
    for number in draw(st.frozensets(st.integers(1, 9))):
        starts_at = draw(STARTS)
        drawn[number] = a_released_meeting(
            meeting_id=f"2027-{BOW_EAST}-{number}",
            ward_code=draw(st.sampled_from([BOW_EAST, MILE_END])),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
            hall=draw(HALLS),
            state=draw(st.sampled_from(MeetingState)),
            sequence=draw(st.integers(0, 2)),
        )
    return drawn


@given(meetings_by_id(), meetings_by_id())
def test_applying_the_changes_of_two_releases_to_the_first_gives_the_second(one, other):
    before, after = in_order(one.values()), in_order((one | other).values())

    told = changes(before, after)

    assert applied(before, told) == after
    assert applied(before, tuple(change for change in told if change.kind is not ChangeKind.UNCHANGED)) == after
    assert all((change.kind is ChangeKind.UNCHANGED) == (change.before == change.after) for change in told)
    assert all((change.kind is ChangeKind.NEW) == (change.before is None) for change in told)


@pytest.mark.parametrize(
    ("because", "told"), [("hall-closed", "hall-closed"), ("other: Ann Secret is ill", ""), (None, "")]
)
def test_reason_of_a_cancellation_is_told_unless_it_is_in_somebodys_own_words(because, told):
    first = next_release(a_borough(), a_plan(), None, utc("2026-11-22 09:00"))
    gone = a_meeting(state=MeetingState.CANCELLED, because=because, new_date_follows=True)

    second = next_release(a_borough(), a_plan(gone, *the_meetings()[1:]), first, utc("2027-01-10 12:00"))
    back = next_release(a_borough(), a_plan(), second, utc("2027-01-11 12:00"))

    meeting = second.meeting_by_id[gone.meeting_id]
    assert (meeting.is_cancelled, meeting.because, meeting.new_date_follows) == (True, told, True)
    assert "Secret" not in str(second)
    again = back.meeting_by_id[gone.meeting_id]
    assert (again.because, again.new_date_follows) == ("", False)


@pytest.mark.parametrize(
    ("states", "follows"), [(("confirmed",), False), (("cancelled",), True), (("cancelled", "confirmed"), False)]
)
def test_new_date_follows_until_one_is_set(states, follows):
    """The page of the meeting that is off promised one while the new one stood beside it."""
    gone = a_meeting(meeting_id="m1", state=MeetingState.CANCELLED, new_date_follows=True)
    chain = [
        a_meeting(
            meeting_id=f"m{number}",
            starts_at=gone.starts_at + timedelta(days=7 * number),
            state=MeetingState(state),
            instead_of=f"m{number - 1}",
        )
        for number, state in enumerate(states, start=2)
    ]

    told = next_release(a_borough(), a_plan(gone, *chain), None, FIRST)

    assert told.meeting_by_id["m1"].new_date_follows is follows
