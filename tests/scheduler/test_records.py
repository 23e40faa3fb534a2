"""What can be told of a meeting, and what it says of the ward."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.errors import RefusedRecord
from scheduler.evidence.bands import AgeBand
from scheduler.facts import HeldMeeting, Role
from scheduler.plan import MeetingState
from scheduler.policy import Session
from scheduler.records import (
    AttendanceClash,
    MeetingRecord,
    RecordedAttendance,
    attendance_of_records,
    clashes,
    recorded,
    with_records,
)
from tests.scheduler.examples import BOW_EAST, MILE_END, a_meeting, a_plan, the_meetings

MEETING = a_meeting()
ID = MEETING.meeting_id
AFTER = MEETING.ends_at


def refusal(told, earlier=None, *, meeting=MEETING, at=AFTER, corrects=False):
    with pytest.raises(RefusedRecord) as refused:
        recorded(meeting, earlier, told, at, corrects=corrects)
    return str(refused.value).removeprefix(f"record of {ID}: ")


@pytest.mark.parametrize(
    "told",
    [
        MeetingRecord(ID, 0),
        MeetingRecord(ID, 10_000, 10_000),
        MeetingRecord(ID, 24, 0),
        MeetingRecord(ID, not_held="hall-locked"),
    ],
)
def test_record_that_can_be_so_is_taken_as_it_was_told(told):
    assert recorded(MEETING, None, told, AFTER, corrects=False) == told


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (MeetingRecord(ID, -1), "found -1 residents, wanted 0 to 10,000"),
        (MeetingRecord(ID, 10_001), "found 10,001 residents, wanted 0 to 10,000"),
        (MeetingRecord(ID, 3, 4), "found 4 first-timers, wanted 0 to 3, the residents who came"),
        (MeetingRecord(ID, 3, -1), "found -1 first-timers, wanted 0 to 3, the residents who came"),
        (MeetingRecord(ID, 3, apologies=-1), "found -1 apologies, wanted 0 to 10,000"),
        (
            MeetingRecord(ID, 3, ages=(AgeBand("18-29", 4),)),
            "found 4 residents in the ages, wanted 3 at most, the residents who came",
        ),
        (MeetingRecord(ID, 3, ages=(AgeBand("18-29", -1),)), "found -1 residents aged 18-29, wanted 0 or more"),
        (
            MeetingRecord(ID, 3, ages=(AgeBand("under 18", 1), AgeBand("17-29", 1))),
            "found the ages under 18 and 17-29, wanted ages of which nobody is in two",
        ),
        (
            MeetingRecord(ID, 3, roles=(Role.PCSO,), stood_in=(Role.SERGEANT,)),
            "found a stand-in for sergeant, wanted some of the roles that were there",
        ),
    ],
)
def test_count_that_cannot_be_is_refused(told, words):
    assert refusal(told) == words


def test_everything_that_cannot_be_is_told_at_once():
    told = MeetingRecord(ID, 3, 4, apologies=-2)

    assert refusal(told, at=MEETING.starts_at - timedelta(days=1), corrects=True).splitlines() == [
        f"record of {ID}:",
        "- found a meeting that begins on Thu 25 Mar 2027 at 19:00, wanted one that has begun",
        "- found no record to correct, wanted a first record, without --correct",
        "- found 4 first-timers, wanted 0 to 3, the residents who came",
        "- found -2 apologies, wanted 0 to 10,000",
    ]


def test_meeting_that_has_not_begun_has_no_record_and_one_that_begins_now_has():
    told = MeetingRecord(ID, 5)

    words = refusal(told, at=MEETING.starts_at - timedelta(seconds=1))
    assert words == "found a meeting that begins on Thu 25 Mar 2027 at 19:00, wanted one that has begun"
    assert recorded(MEETING, None, told, MEETING.starts_at, corrects=False) == told


def test_cancelled_meeting_has_no_record():
    cancelled = replace(MEETING, state=MeetingState.CANCELLED)

    assert refusal(MeetingRecord(ID, 5), meeting=cancelled) == (
        "found a cancelled meeting, wanted one that was to be held"
    )


def test_second_record_is_refused_unless_it_corrects_the_first():
    first, second = MeetingRecord(ID, 24, 3), MeetingRecord(ID, not_held="hall-locked")

    assert (
        refusal(second, first)
        == "found a record already (24 residents, 3 for the first time), wanted none, or --correct"
    )
    assert recorded(MEETING, first, second, AFTER, corrects=True) == second
    assert refusal(second, corrects=True) == "found no record to correct, wanted a first record, without --correct"


def test_what_was_let_go_stays_so_in_a_correction():
    first = MeetingRecord(ID, not_held="hall-locked", waived="The panel agreed.")

    assert recorded(MEETING, first, MeetingRecord(ID, not_held="nobody-came"), AFTER, corrects=True).waived


def test_nobody_who_came_is_nought_and_of_a_locked_hall_no_number_is_known():
    plan = a_plan()
    first, second, third = plan.meetings
    records = {
        first.meeting_id: MeetingRecord(first.meeting_id, not_held="nobody-came"),
        second.meeting_id: MeetingRecord(second.meeting_id, not_held="hall-locked"),
        third.meeting_id: MeetingRecord(third.meeting_id, 31),
    }

    assert attendance_of_records(records, plan) == (
        RecordedAttendance(BOW_EAST, date(2027, 3, 25), Session.EVENING, 0),
        RecordedAttendance(second.ward_code, second.held_on, second.session, None),
        RecordedAttendance(BOW_EAST, date(2027, 6, 12), Session.WEEKEND_DAYTIME, 31),
    )
    assert attendance_of_records({}, a_plan(*the_meetings())) == ()


def test_of_a_file_and_a_record_of_one_ward_and_date_the_record_counts():
    held, told = date(2027, 3, 25), RecordedAttendance(BOW_EAST, date(2027, 3, 25), Session.EVENING, 0)
    in_file = (
        HeldMeeting(BOW_EAST, held, Session.EVENING, 24),
        HeldMeeting(MILE_END, held, Session.EVENING, 12),
        HeldMeeting(BOW_EAST, date(2026, 9, 3), Session.EVENING, 24),
    )

    assert with_records(in_file, (told,)) == (*in_file[1:], HeldMeeting(BOW_EAST, held, Session.EVENING, 0))
    assert clashes(in_file, (told,)) == (AttendanceClash(BOW_EAST, held, in_file=24, recorded=0),)
    assert clashes(in_file, (replace(told, residents=24), replace(told, held_on=date(2027, 4, 1)))) == ()


def test_meeting_that_was_not_held_has_no_attendance_whatever_the_file_says():
    held, told = date(2027, 3, 25), RecordedAttendance(BOW_EAST, date(2027, 3, 25), Session.EVENING, None)
    in_file = (HeldMeeting(BOW_EAST, held, Session.EVENING, 24), HeldMeeting(MILE_END, held, Session.EVENING, 12))

    assert with_records(in_file, (told,)) == in_file[1:]
    assert clashes(in_file, (told,)) == (AttendanceClash(BOW_EAST, held, in_file=24, recorded=None),)
    assert clashes(in_file[1:], (told,)) == ()
