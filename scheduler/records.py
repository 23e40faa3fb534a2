"""What became of a meeting, as somebody told it: held, or not and why; and whether what is owed for it was let go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.errors import RefusedRecord
from scheduler.facts import HeldMeeting, Role
from scheduler.plan import Plan, PlannedMeeting
from scheduler.reasons import NOBODY_CAME, said

MOST_AT_A_MEETING = 10_000
"""More than any hall holds: a slip of the finger."""


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What is known of one meeting. A later record of the same meeting takes the place of this one, which is kept.

    Units: `residents` who came, `first_timers` those of them who had never come before
    Edges: None is not known. `not_held` is a reason of `scheduler.reasons`, None where it was held; `waived` is why
           nobody is owed it any more, None where somebody is
    """

    meeting_id: str
    residents: int | None = None
    first_timers: int | None = None
    roles: tuple[Role, ...] | None = None
    not_held: str | None = None
    waived: str | None = None

    @property
    def tells_outcome(self) -> bool:
        """Whether it says that the meeting was held, or that it was not."""
        return self.residents is not None or self.not_held is not None

    @property
    def attended(self) -> int | None:
        """Residents who came, as evidence of what the ward's meetings draw.

        Edges: 0 where nobody came; None where nobody could, for that says nothing of the ward
        """
        return 0 if self.not_held == NOBODY_CAME.code else self.residents

    def __str__(self) -> str:
        """In a few words: `24 residents, 3 for the first time`, or `not held: The hall was locked.`"""
        if self.not_held is not None:
            return f"not held: {said(self.not_held)}"
        if self.residents is None:
            return "nothing of how it went"
        came = "1 resident" if self.residents == 1 else f"{self.residents:,} residents"
        return came if self.first_timers is None else f"{came}, {self.first_timers:,} for the first time"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as it was told: lines are numbered from 1 over the whole store. Units: `recorded_at` is aware UTC.

    Edges: `by` is who told it, as they said; "" where an older version asked nobody
    """

    number: int
    recorded_at: datetime
    record: MeetingRecord
    by: str = ""


def recorded(
    meeting: PlannedMeeting, earlier: MeetingRecord | None, told: MeetingRecord, at: datetime, *, corrects: bool
) -> MeetingRecord:
    """What is told of a meeting, if it can be so. `corrects`: it takes the place of what was told `earlier`.

    Edges:  what was let go stays so
    Errors: RefusedRecord for a meeting that has not begun or is cancelled, a second record that corrects nothing, a
            correction of nothing, and for counts that cannot be
    """
    known = earlier if earlier is not None and earlier.tells_outcome else None
    if not meeting.stands:
        raise RefusedRecord(meeting.meeting_id, "a cancelled meeting", "one that was to be held")
    if meeting.starts_at > at:
        begins = f"a meeting that begins on {meeting.starts_at:%a %d %b %Y at %H:%M}"
        raise RefusedRecord(meeting.meeting_id, begins, "one that has begun")
    if known is not None and not corrects:
        raise RefusedRecord(meeting.meeting_id, f"a record already ({known})", "none, or --correct")
    if known is None and corrects:
        raise RefusedRecord(meeting.meeting_id, "no record to correct", "a first record, without --correct")
    _refuse_counts(told)
    return replace(told, waived=earlier.waived if earlier else None)


def _refuse_counts(told: MeetingRecord) -> None:
    came, new = told.residents, told.first_timers
    if came is not None and not 0 <= came <= MOST_AT_A_MEETING:
        raise RefusedRecord(told.meeting_id, f"{came:,} residents", f"0 to {MOST_AT_A_MEETING:,}")
    if new is not None and not 0 <= new <= (came or 0):
        raise RefusedRecord(told.meeting_id, f"{new:,} first-timers", f"0 to {came or 0:,}, the residents who came")


def attendance_of_records(records: Mapping[str, MeetingRecord], plan: Plan) -> tuple[HeldMeeting, ...]:
    """What the records of a plan's meetings say of how many come, in the plan's order."""
    found = ((meeting, records.get(meeting.meeting_id)) for meeting in plan.meetings)
    return tuple(
        HeldMeeting(meeting.ward_code, meeting.held_on, meeting.session, record.attended)
        for meeting, record in found
        if record is not None and record.attended is not None
    )


def with_records(attendance: Iterable[HeldMeeting], records: Iterable[HeldMeeting]) -> tuple[HeldMeeting, ...]:
    """Attendance from a file and from records, each ward and date once: the record, where there are both."""
    told = tuple(records)
    known: set[tuple[str, date]] = {(held.ward_code, held.held_on) for held in told}
    return (*(held for held in attendance if (held.ward_code, held.held_on) not in known), *told)
