"""The weeks before a poll are marked where a person decides: on the draft and on the release."""

from __future__ import annotations

from datetime import date

from scheduler.facts import Election
from scheduler.release.making import next_release
from tests.scheduler.examples import a_borough, a_plan, utc
from wardpanels.facts.plan import shown_facts
from wardpanels.facts.release import release_facts
from wardpanels.terminal.words.plan import meeting_row
from wardpanels.terminal.words.release import poll_sentences
from wardpanels.year.releasing import NextRelease

POLL = Election(date(2027, 5, 6), date(2027, 1, 1), "Mayor of London")
BOROUGH = a_borough(elections=(POLL,))
RELEASE = next_release(BOROUGH, a_plan(), None, utc("2026-11-02 09:00"))


def test_release_says_how_many_meetings_fall_before_the_poll():
    held = [meeting.meeting_id for meeting in RELEASE.meetings if meeting.held_on <= POLL.polling_day]

    assert len(held) == 2
    assert poll_sentences(RELEASE) == (
        "Before the poll of 06 May 2027 (Mayor of London), from 01 Jan 2027: 2 meetings. "
        "What goes out in these weeks is worded neutrally, and a person decides.",
    )
    assert release_facts(NextRelease(RELEASE, is_news=True, is_stored=True))["polls"] == [
        {"name": "Mayor of London", "quiet_from": "2027-01-01", "polling_day": "2027-05-06", "meetings": held}
    ]


def test_draft_marks_each_meeting_before_the_poll():
    states = [meeting_row(BOROUGH, meeting)[-1] for meeting in a_plan().meetings]
    facts = [shown_facts(BOROUGH, meeting)["is_before_a_poll"] for meeting in a_plan().meetings]

    assert states == ["confirmed, before a poll", "confirmed, before a poll", "confirmed"]
    assert facts == [True, True, False]
