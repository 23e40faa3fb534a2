"""Invitations to officers, read back by three independent readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest
import vobject

from publishers import feeds, invitations
from publishers.invited import Attendance
from publishers.letters import letter_in
from publishers.pieces import Piece
from scheduler.facts import Role
from tests.publishers.examples import FIRST, HOSTILE, HOSTILE_LINE, SECOND, a_meeting, a_release, at
from tests.publishers.ical_reader import calendar_by_ical
from tests.publishers.test_newsletter import Seen

BOW, MOVED, NEW_PLACE, CANCELLED = (
    "2027-E05009317-1",
    "2027-E05009328-1",
    "2027-E05009328-2",
    "2027-E05009328-3",
)
UID = "2027-E05009317-1.S01.invitation@e09000030.wardpanels"


def an_attendance(**facts: Any) -> Attendance:
    plain = Attendance(
        meeting_id="2027-E05009317-1",
        officer_id="S01",
        role=Role.SERGEANT,
        name="Ann O'Neill",
        address="ann@police.example",
        comes=True,
        sequence=0,
        turned_at=FIRST,
    )
    return replace(plain, **facts)


def sent(*attendances: Attendance, **facts: Any) -> list[Piece]:
    return list(invitations.invitations(a_release(**facts), attendances))


def calendar_of(piece: Piece) -> bytes:
    (calendar,) = (artifact for artifact in piece.artifacts if artifact.path.endswith(".ics"))
    return calendar.content


def read_by_icalendar(content: bytes) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(content)
    (vevent,) = calendar.walk("VEVENT")
    attendee = vevent["ATTENDEE"]
    return {
        "method": str(calendar["METHOD"]),
        "uid": str(vevent["UID"]),
        "sequence": int(vevent["SEQUENCE"]),
        "stamp": vevent["DTSTAMP"].dt,
        "starts": vevent["DTSTART"].dt,
        "ends": vevent["DTEND"].dt,
        "status": str(vevent["STATUS"]),
        "organiser": str(vevent["ORGANIZER"]),
        "attendee": (str(attendee), attendee.params["CN"], attendee.params["RSVP"]),
        "description": str(vevent["DESCRIPTION"]),
    }


def read_by_ical(content: bytes) -> dict[str, Any]:
    calendar = calendar_by_ical(content.decode())
    (event,) = calendar.events
    (attendee,) = event.attendees
    return {
        "method": calendar.method,
        "uid": event.uid,
        "sequence": event.sequence,
        "stamp": event.dtstamp,
        "starts": event.dtstart,
        "ends": event.dtend,
        "status": event.status,
        "organiser": str(event.organizer.uri),
        "attendee": (str(attendee.uri), attendee.common_name, "TRUE" if attendee.rsvp else "FALSE"),
        "description": event.description,
    }


def read_by_vobject(content: bytes) -> dict[str, Any]:
    calendar = vobject.readOne(content.decode())
    event = calendar.vevent
    return {
        "method": calendar.method.value,
        "uid": event.uid.value,
        "sequence": int(event.sequence.value),
        "stamp": event.dtstamp.value,
        "starts": event.dtstart.value,
        "ends": event.dtend.value,
        "status": event.status.value,
        "organiser": event.organizer.value,
        "attendee": (event.attendee.value, event.attendee.params["CN"][0], event.attendee.params["RSVP"][0]),
        "description": event.description.value,
    }


@pytest.fixture(params=[read_by_icalendar, read_by_ical, read_by_vobject], ids=["icalendar", "ical", "vobject"])
def read(request):
    return request.param


def test_officer_is_asked_to_come_and_to_answer(read):
    (piece,) = sent(an_attendance())

    read_back = read(calendar_of(piece))

    description = read_back.pop("description")
    assert read_back == {
        "method": "REQUEST",
        "uid": UID,
        "sequence": 0,
        "stamp": FIRST,
        "starts": at("Thu 2027-03-25 19:00"),
        "ends": at("Thu 2027-03-25 20:30"),
        "status": "CONFIRMED",
        "organiser": "mailto:panels@example.org",
        "attendee": ("mailto:ann@police.example", "Ann O'Neill", "TRUE"),
    }
    assert description.splitlines()[:4] == [
        "You are down to come as the sergeant who leads it.",
        "",
        "When: Thursday 25 March 2027, 7pm to 8:30pm",
        "Where: Bow Library, 1 Roman Road, E3 5LU",
    ]


def test_moved_meeting_asks_again_under_the_same_name_with_a_higher_sequence(read):
    told = an_attendance(meeting_id="2027-E05009328-1")
    (piece,) = sent(replace(told, sequence=1, turned_at=SECOND))

    read_back = read(calendar_of(piece))

    assert (read_back["method"], read_back["uid"], read_back["sequence"], read_back["stamp"], read_back["starts"]) == (
        "REQUEST",
        "2027-E05009328-1.S01.invitation@e09000030.wardpanels",
        1,
        SECOND,
        at("Tue 2027-03-30 18:30"),
    )
    assert "Moved from Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library" in read_back["description"]


def test_cancelled_meeting_is_called_off(read):
    (piece,) = sent(an_attendance(meeting_id="2027-E05009328-3", sequence=1, turned_at=SECOND))

    read_back = read(calendar_of(piece))

    assert (read_back["method"], read_back["status"], read_back["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert read_back["description"].startswith("This meeting is cancelled. It will not be held.")


def test_officer_who_no_longer_comes_is_called_off_though_the_meeting_stands(read):
    release, gone = a_release(), an_attendance(comes=False, sequence=1, turned_at=SECOND)

    read_back = read(calendar_of(invitations.invitation(release, release.meetings[0], gone)))

    assert (read_back["method"], read_back["status"], read_back["uid"]) == ("CANCEL", "CANCELLED", UID)
    assert read_back["description"].startswith("You do not need to come to this meeting any more.")
    assert list(invitations.invitations(release, (gone,))) == []


def test_hostile_name_stays_within_its_parameter(read):
    (piece,) = sent(an_attendance(name=HOSTILE, address="a+b@police.example"))

    read_back = read(calendar_of(piece))

    assert read_back["attendee"] == ("mailto:a+b@police.example", HOSTILE_LINE.replace('"', "'"), "TRUE")


def test_invitation_never_has_the_name_of_a_meeting_in_the_public_feeds():
    release = a_release()
    public = {made.content.partition(b"UID:")[2].partition(b"\r\n")[0] for made in feeds.publish(release)}

    assert UID.encode() not in public


def test_each_officer_sees_their_own_address_alone():
    ours, theirs = sent(an_attendance(), an_attendance(officer_id="D07", name="Bob", address="bob@police.example"))

    assert (ours.recipient, theirs.recipient) == ("officer:S01", "officer:D07")
    assert b"bob@" not in b"".join(artifact.content for artifact in ours.artifacts)
    assert b"ann@" not in b"".join(artifact.content for artifact in theirs.artifacts)


def test_invitation_is_a_letter_with_a_calendar_beside_its_words():
    (piece,) = sent(an_attendance())

    letter = letter_in(piece.artifacts, "en")

    assert letter.subject == "Invitation: Bow East ward panel meeting, Thursday 25 March 2027"
    assert letter.text.startswith("You are down to come as the sergeant who leads it.")
    assert letter.calendar.media_type == "text/calendar; method=REQUEST; charset=utf-8"


def test_same_facts_give_the_same_bytes():
    assert sent(an_attendance()) == sent(an_attendance())
    assert datetime(2026, 11, 2, 9, tzinfo=UTC) == FIRST


@pytest.mark.parametrize(
    ("meeting", "facts", "head"),
    [
        (BOW, {}, "Invitation: Bow East ward panel meeting, Thursday 25 March 2027"),
        (BOW, {"turned_at": SECOND, "is_back": True}, "Back on: Bow East"),
        (MOVED, {}, "Moved: Mile End ward panel meeting, Tuesday 30 March 2027"),
        (MOVED, {"turned_at": SECOND}, "Invitation: Mile End"),
        (NEW_PLACE, {}, "New place: Mile End"),
        (CANCELLED, {}, "Cancelled: Mile End"),
        (BOW, {"comes": False}, "You need not come: Bow East"),
        (BOW, {"comes": False, "is_elsewhere": True}, "At your other address: Bow East"),
        (CANCELLED, {"comes": False}, "Cancelled: Mile End"),
    ],
    ids=["new", "asked again", "moved", "moved before", "new place", "cancelled", "not needed", "elsewhere", "neither"],
)
def test_subject_says_first_what_is_new_to_the_officer(meeting, facts, head):
    release = a_release()
    piece = invitations.invitation(release, release.meeting_by_id[meeting], an_attendance(meeting_id=meeting, **facts))

    assert letter_in(piece.artifacts, "en").subject.startswith(head)


def test_meeting_that_is_on_again_says_so():
    meeting = replace(
        a_release().meeting_by_id[MOVED], was=replace(a_release().meeting_by_id[MOVED].was, is_cancelled=True)
    )
    (piece,) = sent(an_attendance(meeting_id=MOVED), meetings=(meeting,), changes=())

    assert letter_in(piece.artifacts, "en").subject.startswith("Back on: Mile End")
    assert "It will be held after all." in letter_in(piece.artifacts, "en").text


def test_officer_who_is_asked_at_another_address_is_not_told_to_stay_away():
    release = a_release()
    piece = invitations.invitation(release, release.meetings[0], an_attendance(comes=False, is_elsewhere=True))

    assert letter_in(piece.artifacts, "en").text.startswith(
        "You are now asked to come to this meeting at your other address, so this entry goes."
    )


def test_html_says_what_the_text_says_and_loads_nothing():
    meeting = a_meeting(BOW, "Thu 2027-03-25 19:00", agenda=("Litter in Roman Road",))
    (piece,) = sent(an_attendance(), meetings=(meeting,), changes=())
    letter = letter_in(piece.artifacts, "en")
    seen = Seen(letter.html)

    for words in (
        "You are down to come as the sergeant who leads it.",
        "Bow Library, 1 Roman Road, E3 5LU",
        "Litter in Roman Road",
    ):
        assert (words in letter.text, words in letter.html) == (True, True)
    assert {
        address
        for address in seen.addresses
        if not address.startswith(("https://panels.example.org/wp/", "mailto:panels@"))
    } == set()
    assert seen.tags & {"script", "img", "link", "iframe"} == set()


def test_hostile_words_are_text_in_the_html():
    meeting = a_meeting(BOW, "Thu 2027-03-25 19:00", agenda=("<script>alert(1)</script>",))
    (piece,) = sent(an_attendance(), meetings=(meeting,), changes=())

    assert "<script" not in letter_in(piece.artifacts, "en").html


def test_who_asks_says_who_sent_it_where_that_is_another(read):
    (piece,) = sent(an_attendance())
    letter = letter_in(piece.artifacts, "en")

    same, other = (letter.sent_by(who).calendar for who in ("Panels@example.org", "post@mail.example"))

    assert same == letter.calendar
    assert b'ORGANIZER;SENT-BY="mailto:post@mail.example";CN=' in other.content.replace(b"\r\n ", b"")
    assert max(map(len, other.content.split(b"\r\n"))) <= 75
    assert read(other.content) == read(letter.calendar.content)
    assert (
        icalendar.Calendar.from_ical(other.content).walk("VEVENT")[0]["ORGANIZER"].params["SENT-BY"]
        == "mailto:post@mail.example"
    )
