"""Writes down what became of a meeting. Nothing here prints or reads a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.days import first_moment, local_day
from scheduler.edit import find
from scheduler.evidence.agreed import NOTHING_TOLD, Agreed, agreed_lines
from scheduler.evidence.lines import in_force
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.plan import Plan, PlannedMeeting
from scheduler.reasons import WHY_NOT_HELD, reason_of
from scheduler.records import (
    MeetingRecord,
    RecordedAttendance,
    attendance_of_records,
    attended_as_recorded,
    clashes,
    recorded,
    with_records,
)
from scheduler.store import StaleRecord, Store
from wardpanels.year.asking import plan_of
from wardpanels.year.releasing import with_the_past


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody tells of a meeting: its record, what was agreed at it, and who says so.

    Edges: `by` is a role or an account; "" is where nobody was asked
    """

    record: MeetingRecord
    agreed: Agreed = NOTHING_TOLD
    by: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is now known of a meeting, and what was before.

    Edges: `in_file` is what attendance.csv says of the ward and day where that is something else, else None
    """

    meeting: PlannedMeeting
    record: MeetingRecord
    before: MeetingRecord | None
    agreed: Agreed = NOTHING_TOLD
    in_file: int | None = None


def record_meeting(
    store: Store,
    borough: Borough,
    period: Period,
    told: Account,
    at: datetime,
    *,
    corrects: bool = False,
    after: int | None = None,
) -> Recorded:
    """Write down what became of a meeting that has begun: as it was released, or of the draft where nothing was.

    Edges:  its record and what was agreed at it are written together, or neither is; `after` is the meeting's newest
            line that whoever tells it has seen, 0 where there was none, None where nobody looked
    Errors: NothingYet; UnknownName for a meeting or a reason; RefusedRecord as `records.recorded`; StaleRecord;
            StaleNote
    """
    plan, code = plan_at(store, borough, period, at), borough.profile.code
    meeting, record = find(plan, told.record.meeting_id), told.record
    if record.not_held is not None:
        record = replace(record, not_held=reason_of(record.not_held, WHY_NOT_HELD))
    line = store.records.latest(code).get(meeting.meeting_id)
    before, newest = (line.record, line.number) if line else (None, 0)
    if after not in (None, newest):
        raise StaleRecord(meeting.meeting_id, newest, after or 0)
    record = recorded(meeting, before, record, at, corrects=corrects, agreed=told.agreed)
    today, was_held = local_day(at, borough.profile.timezone), record.not_held is None
    beside = agreed_lines(meeting, told.agreed, in_force(store.notes.lines(code)), today, was_held=was_held)
    store.records.add(code, record, after=newest, at=at, by=told.by, beside=beside)
    return Recorded(meeting, record, before, told.agreed, _told_otherwise(borough, meeting, record))


def _told_otherwise(borough: Borough, meeting: PlannedMeeting, record: MeetingRecord) -> int | None:
    mine = attended_as_recorded(meeting, record)
    found = clashes(borough.attendance, (mine,) if mine else ())
    return found[0].in_file if found else None


def plan_at(store: Store, borough: Borough, period: Period, at: datetime) -> Plan:
    """The plan of a period as it stands at a moment: what has begun as it was released. Errors: NothingYet."""
    return with_the_past(store, plan_of(store, borough, period), at)


def records_of(store: Store, borough_code: str) -> Mapping[str, MeetingRecord]:
    """What is known of each meeting that was recorded, by its id."""
    return {meeting_id: line.record for meeting_id, line in store.records.latest(borough_code).items()}


def with_recorded(store: Store, borough: Borough, period: Period) -> Borough:
    """The borough with what was recorded as attendance beside that of its file: evidence for a period's tiers."""
    found = recorded_for(store, borough, period)
    return replace(borough, attendance=with_records(borough.attendance, found)) if found else borough


def recorded_for(store: Store, borough: Borough, period: Period) -> tuple[RecordedAttendance, ...]:
    """What the records say that counts for a period's tiers: all of before it, and of the period what the file has too.

    Edges: so of a ward and date that are in both, the record counts
    """
    in_file = {(held.ward_code, held.held_on) for held in borough.attendance}
    return tuple(
        row
        for row in recorded_before(store, borough, period.last_day + timedelta(1))
        if row.held_on < period.first_day or (row.ward_code, row.held_on) in in_file
    )


def with_recorded_by(store: Store, borough: Borough, day: date) -> Borough:
    """The borough with the attendance of every meeting recorded by the end of a day, of the running period too."""
    found = recorded_before(store, borough, day + timedelta(1))
    return replace(borough, attendance=with_records(borough.attendance, found)) if found else borough


def recorded_before(store: Store, borough: Borough, day: date) -> tuple[RecordedAttendance, ...]:
    """How many came to each meeting before a day, as it was recorded, by period and in the plan's order."""
    code = borough.profile.code
    records = records_of(store, code)
    earlier = [known.period for known in store.periods(code) if known.period.first_day < day]
    if not records or not earlier:
        return ()
    begins = first_moment(day, borough.profile.timezone)
    plans = (plan_at(store, borough, each, begins) for each in earlier)
    rows = (row for plan in plans for row in attendance_of_records(records, plan))
    return tuple(row for row in rows if row.held_on < day)
