"""Writes down what became of a meeting. Nothing here prints or reads a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from scheduler.edit import find
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.plan import Plan, PlannedMeeting
from scheduler.reasons import WHY_NOT_HELD, reason_of
from scheduler.records import MeetingRecord, attendance_of_records, recorded, with_records
from scheduler.store import Store
from wardpanels.year.asking import plan_of
from wardpanels.year.releasing import with_the_past


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is now known of a meeting, and what was before."""

    meeting: PlannedMeeting
    record: MeetingRecord
    before: MeetingRecord | None


def record_meeting(
    store: Store, borough: Borough, period: Period, told: MeetingRecord, at: datetime, *, corrects: bool = False
) -> Recorded:
    """Write down what became of a meeting that has begun: as it was released, or of the draft where nothing was.

    Errors: NothingYet; UnknownName for a meeting or a reason; RefusedRecord as `records.recorded`; StaleRecord
    """
    plan, code = plan_at(store, borough, period, at), borough.profile.code
    meeting = find(plan, told.meeting_id)
    if told.not_held is not None:
        told = replace(told, not_held=reason_of(told.not_held, WHY_NOT_HELD))
    line = store.records.latest(code).get(told.meeting_id)
    before = line.record if line else None
    record = recorded(meeting, before, told, at, corrects=corrects)
    store.records.add(code, record, after=line.number if line else 0, at=at)
    return Recorded(meeting, record, before)


def plan_at(store: Store, borough: Borough, period: Period, at: datetime) -> Plan:
    """The plan of a period as it stands at a moment: what has begun as it was released. Errors: NothingYet."""
    return with_the_past(store, plan_of(store, borough, period), at)


def records_of(store: Store, borough_code: str) -> Mapping[str, MeetingRecord]:
    """What is known of each meeting that was recorded, by its id."""
    return {meeting_id: line.record for meeting_id, line in store.records.latest(borough_code).items()}


def with_recorded(store: Store, borough: Borough, period: Period) -> Borough:
    """The borough with what was recorded before a period as attendance beside that of its file: evidence for its tiers.

    Edges: of a ward and date that are in both, the record counts
    """
    code = borough.profile.code
    records = records_of(store, code)
    earlier = [known.period for known in store.periods(code) if known.period.first_day < period.first_day]
    if not records or not earlier:
        return borough
    begins = datetime.combine(period.first_day, time.min, ZoneInfo(borough.profile.timezone))
    plans = (plan_at(store, borough, each, begins) for each in earlier)
    rows = (row for plan in plans for row in attendance_of_records(records, plan))
    before = [row for row in rows if row.held_on < period.first_day]
    return replace(borough, attendance=with_records(borough.attendance, before))
