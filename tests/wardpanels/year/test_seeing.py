"""What became of a meeting, by what is known at a moment."""

from __future__ import annotations

import pytest

from scheduler.plan import MeetingState
from scheduler.reasons import NOBODY_CAME
from scheduler.records import MeetingRecord
from tests.scheduler.examples import a_meeting, at
from wardpanels.year.seeing import StateSeen, became_of

MEETING = a_meeting()
HELD = MeetingRecord(MEETING.meeting_id, residents=0)
NOT_HELD = MeetingRecord(MEETING.meeting_id, not_held=NOBODY_CAME.code)
LET_GO = MeetingRecord(MEETING.meeting_id, waived="The chair asked for it.")


@pytest.mark.parametrize(
    ("moment", "record", "became"),
    [
        ("Thu 2027-03-25 20:29", None, StateSeen.TO_COME),
        ("Thu 2027-03-25 20:30", None, StateSeen.UNRECORDED),
        ("Thu 2027-03-25 20:30", LET_GO, StateSeen.UNRECORDED),
        ("Thu 2027-03-25 20:30", HELD, StateSeen.HELD),
        ("Thu 2027-03-25 19:30", NOT_HELD, StateSeen.NOT_HELD),
    ],
    ids=["runs", "is over", "is let go", "was held, with nobody there", "was not held"],
)
def test_meeting_that_stands_is_what_is_known_of_it(moment, record, became):
    assert became_of(MEETING, record, at(moment)) is became


def test_cancelled_meeting_stays_cancelled_when_its_day_has_gone():
    off = a_meeting(state=MeetingState.CANCELLED)

    assert became_of(off, None, at("Fri 2027-03-26 12:00")) is StateSeen.CANCELLED
