"""What people do by hand: posters to hang and take down, and the agenda that Public Realm officers get ahead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publishers import every_publisher as publishers_table
from publishers.channels import every_channel
from scheduler.facts import Role
from scheduler.plan import MeetingState
from scheduler.release.edition import Edition
from scheduler.release.value import PastFacts
from tests.publishers.examples import HALL, a_release

PLANNED, MOVED, CANCELLED = "2027-E05009317-1", "2027-E05009328-1", "2027-E05009328-3"
SITE = "https://panels.example.org/wp/"


def said(channel, meeting_id, release=None):
    made = {copy.path: copy.text for copy in every_channel.copies(release or a_release(), every_channel.named(channel))}
    return made[f"copy/{channel}/{meeting_id}.txt"]


def test_note_says_what_to_print_and_where_to_hang_it():
    assert said("poster", PLANNED).splitlines() == [
        "Posters: Bow East ward panel meeting",
        "",
        "When: Thursday 25 March 2027, 7pm to 8:30pm",
        "Where: Bow Library, 1 Roman Road, E3 5LU",
        "",
        "At Bow Library, 1 Roman Road, E3 5LU: put up the posters, where people come in and where they wait.",
        "",
        "Print:",
        f"- poster, A4: {SITE}posters/{PLANNED}.pdf",
        f"- flyer, A5: {SITE}print/{PLANNED}-flyer.pdf",
        f"- large print, A4: {SITE}print/{PLANNED}-large.pdf",
        f"- poster in English and বাংলা, A4: {SITE}bn/posters/{PLANNED}.pdf",
        f"- noticeboard sheet with the next meetings, A4: {SITE}print/bow-east-next.pdf",
        "",
        "Once it is the ward's next meeting, its page has a door sign with an arrow, "
        f"and flyers and large print in বাংলা: {SITE}meetings/{PLANNED}/",
    ]


def test_old_posters_are_taken_down_where_the_meeting_was_and_where_it_is_off():
    moved, off = said("poster", MOVED), said("poster", CANCELLED)

    assert "At Bow Library, 1 Roman Road, E3 5LU: take down the old posters." in moved
    assert "At Town Hall, 160 Whitechapel Road, E1 1BJ: put up the new posters." in moved
    assert "At Bow Library, 1 Roman Road, E3 5LU: take down the old posters." in off
    assert "which say that the meeting is cancelled" in off


def jobs(meeting):
    """The note's lines of what to do at which hall, of a release with one meeting."""
    text = said("poster", meeting.meeting_id, replace(a_release(), meetings=(meeting,), changes=()))
    return [line for line in text.splitlines() if line.startswith("At ")]


def past(name, **facts):
    return PastFacts(
        PLAIN.starts_at, PLAIN.ends_at, replace(HALL, venue_id=name, name=name, address="", postcode=""), **facts
    )


PLAIN = next(meeting for meeting in a_release().meetings if meeting.meeting_id == PLANNED)
FIRST, NEXT, HERE = past("First Hall"), past("Next Hall"), past("Last Hall").hall
CHANGED = replace(PLAIN, hall=HERE, first=FIRST, was=NEXT)
OFF, ON = {"state": MeetingState.CANCELLED}, {"was": past("Last Hall", is_cancelled=True)}


GO = "take down the old posters. Put up the new ones, which say where to go."
IS_OFF = "take down the old posters. Put up the new ones, which say that the meeting is cancelled."
IS_ON = "take down the posters that say that it is cancelled. Put up the new ones."
IS_HERE = "put up the new posters. Take down any old ones."


@pytest.mark.parametrize(
    ("meeting", "told"),
    [
        (CHANGED, {"First Hall": GO, "Next Hall": GO, "Last Hall": IS_HERE}),
        (replace(CHANGED, **OFF), dict.fromkeys(("First Hall", "Next Hall", "Last Hall"), IS_OFF)),
        (replace(CHANGED, **ON), {"First Hall": GO, "Last Hall": IS_ON}),
        (replace(PLAIN, hall=HERE, was=past("Next Hall", is_cancelled=True)), {"Next Hall": GO, "Last Hall": IS_HERE}),
    ],
    ids=["moved twice", "moved and off", "moved, off and on", "off, and on elsewhere"],
)
def test_every_hall_that_is_known_to_have_a_poster_is_told_what_to_do(meeting, told):
    """A hall kept one that sent people to a locked door, or said CANCELLED beside one that did not."""
    assert jobs(meeting) == [f"At {hall}: {job}" for hall, job in told.items()]


def test_every_sheet_that_is_named_is_on_the_site():
    release = a_release()
    printed = {SITE + recipe.path for recipe in publishers_table.recipes(Edition.of(release), "site and print")}
    named = {
        line.rpartition(": ")[2]
        for copy in every_channel.copies(release, every_channel.named("poster"))
        for line in copy.text.splitlines()
        if line.startswith("- ")
    }

    assert len(named) == 4 * len(release.meetings) + len({meeting.ward_code for meeting in release.meetings})
    assert named <= printed


def test_agenda_goes_ahead_of_meetings_that_public_realm_comes_to_and_of_no_other():
    release = a_release()
    wanted = {meeting.meeting_id for meeting in release.meetings if Role.PUBLIC_REALM in meeting.attending}

    assert {copy.subject for copy in every_channel.copies(release, every_channel.named("agenda"))} == wanted
    assert len(wanted) == 1


def test_agenda_is_the_one_that_was_written_or_else_the_usual_one():
    plain = replace(a_release().meetings[2], hall=HALL)
    written = replace(plain, agenda=("Bike theft\r\nBEGIN:VEVENT", "Street lights"))
    texts = [said("agenda", plain.meeting_id, a_release(meetings=(one,), priorities=())) for one in (written, plain)]

    assert texts[0].splitlines() == [
        "When: Saturday 24 April 2027, 11am to 12:30pm",
        "Where: Bow Library, 1 Roman Road, E3 5LU",
        "",
        "1. Bike theft BEGIN:VEVENT",
        "2. Street lights",
        "",
        "More about this meeting: https://panels.example.org/wp/meetings/2027-E05009317-2/",
    ]
    assert "1. What was done since the last meeting" in texts[1]
