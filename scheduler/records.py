"""What became of a meeting, as somebody told it: held, or not and why; and whether what is owed for it was let go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.errors import Refusal, RefusedRecord
from scheduler.evidence import agreed as agreements
from scheduler.evidence.agreed import NOTHING_TOLD, Agreed
from scheduler.evidence.bands import AgeBand, overlapping
from scheduler.facts import HeldMeeting, Role
from scheduler.plan import Plan, PlannedMeeting
from scheduler.policy import Session
from scheduler.reasons import NOBODY_CAME, said

MOST_AT_A_MEETING = 10_000
"""More than any hall holds: a slip of the finger."""


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What is known of one meeting. A later record of the same meeting takes the place of this one, which is kept.

    Units: `residents` who came, `first_timers` those of them who had never come before, `ages` of those who said,
           youngest first; `apologies` are counted and never named
    Edges: None is not known. `not_held` is a reason of `scheduler.reasons`, None where it was held; `waived` is why
           nobody is owed it any more, None where somebody is; `stood_in` are those of the roles that somebody else than
           the ward's own officer filled
    """

    meeting_id: str
    residents: int | None = None
    first_timers: int | None = None
    roles: tuple[Role, ...] | None = None
    not_held: str | None = None
    waived: str | None = None
    ages: tuple[AgeBand, ...] | None = None
    stood_in: tuple[Role, ...] = ()
    apologies: int | None = None

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
    meeting: PlannedMeeting,
    earlier: MeetingRecord | None,
    told: MeetingRecord,
    at: datetime,
    *,
    corrects: bool,
    agreed: Agreed = NOTHING_TOLD,
) -> MeetingRecord:
    """What is told of a meeting, if it can be so. `corrects`: it takes the place of what was told `earlier`.

    Edges:  what was let go stays so
    Errors: RefusedRecord, with everything that cannot be: a meeting that has not begun or is cancelled, a second record
            that corrects nothing, a correction of nothing, counts that do not fit, what cannot have been `agreed`
    """
    refused = (
        *_of_time(meeting, earlier, at, corrects=corrects),
        *_of_counts(told),
        *_of_roles(told),
        *agreements.refusals(meeting, agreed),
    )
    if refused:
        raise RefusedRecord(meeting.meeting_id, *refused)
    return replace(told, waived=earlier.waived if earlier else None)


def _of_time(
    meeting: PlannedMeeting, earlier: MeetingRecord | None, at: datetime, *, corrects: bool
) -> Iterator[Refusal]:
    known = earlier if earlier is not None and earlier.tells_outcome else None
    if not meeting.stands:
        yield Refusal("a cancelled meeting", "one that was to be held")
    if meeting.starts_at > at:
        yield Refusal(f"a meeting that begins on {meeting.starts_at:%a %d %b %Y at %H:%M}", "one that has begun")
    if known is not None and not corrects:
        yield Refusal(f"a record already ({known})", "none, or --correct")
    if known is None and corrects:
        yield Refusal("no record to correct", "a first record, without --correct")


def _of_counts(told: MeetingRecord) -> Iterator[Refusal]:
    came, new, away = told.residents, told.first_timers, told.apologies
    if came is not None and not 0 <= came <= MOST_AT_A_MEETING:
        yield Refusal(f"{came:,} residents", f"0 to {MOST_AT_A_MEETING:,}", "residents")
        return  # what is told of so many people cannot be held against anything
    if new is not None and not 0 <= new <= (came or 0):
        yield Refusal(f"{new:,} first-timers", f"0 to {came or 0:,}, the residents who came", "first_timers")
    if away is not None and not 0 <= away <= MOST_AT_A_MEETING:
        yield Refusal(f"{away:,} apologies", f"0 to {MOST_AT_A_MEETING:,}", "apologies")
    for band in told.ages or ():
        if band.people < 0:
            yield Refusal(f"{band.people:,} residents aged {band.name}", "0 or more", "ages")
    for younger, older in overlapping(told.ages or ()):
        yield Refusal(f"the ages {younger} and {older}", "ages of which nobody is in two", "ages")
    aged = sum(band.people for band in told.ages or ())
    if aged > (came or 0):
        yield Refusal(f"{aged:,} residents in the ages", f"{came or 0:,} at most, the residents who came", "ages")


def _of_roles(told: MeetingRecord) -> Iterator[Refusal]:
    absent = [role for role in told.stood_in if role not in (told.roles or ())]
    if absent:
        yield Refusal(f"a stand-in for {', '.join(absent)}", "some of the roles that were there", "stood_in")


@dataclass(frozen=True, slots=True)
class RecordedAttendance:
    """What a meeting's record says of how many came. Edges: `residents` is None where nobody could: it was not held"""

    ward_code: str
    held_on: date
    session: Session
    residents: int | None


def attendance_of_records(records: Mapping[str, MeetingRecord], plan: Plan) -> tuple[RecordedAttendance, ...]:
    """What the records of a plan's meetings say of how many came, in the plan's order."""
    found = ((meeting, records.get(meeting.meeting_id)) for meeting in plan.meetings)
    told = (attended_as_recorded(meeting, record) for meeting, record in found if record is not None)
    return tuple(filter(None, told))


def attended_as_recorded(meeting: PlannedMeeting, record: MeetingRecord) -> RecordedAttendance | None:
    """What one record says of how many came; None where it says nothing of that."""
    if not record.tells_outcome:
        return None
    return RecordedAttendance(meeting.ward_code, meeting.held_on, meeting.session, record.attended)


@dataclass(frozen=True, slots=True)
class AttendanceClash:
    """A ward and day of which the file says one number and a record another. The record counts.

    Edges: `recorded` is None where the meeting was not held, as far as its record says
    """

    ward_code: str
    held_on: date
    in_file: int
    recorded: int | None


def clashes(attendance: Iterable[HeldMeeting], records: Iterable[RecordedAttendance]) -> tuple[AttendanceClash, ...]:
    """Where a file and records differ on how many came, by day and ward."""
    in_file = {(held.held_on, held.ward_code): held.residents for held in attendance}
    told = sorted(records, key=lambda each: (each.held_on, each.ward_code))
    found = ((each, in_file.get((each.held_on, each.ward_code))) for each in told)
    return tuple(
        AttendanceClash(each.ward_code, each.held_on, came, each.residents)
        for each, came in found
        if came is not None and came != each.residents
    )


def with_records(attendance: Iterable[HeldMeeting], records: Iterable[RecordedAttendance]) -> tuple[HeldMeeting, ...]:
    """Attendance from a file and from records, each ward and date once: the record, where there are both.

    Edges: a meeting that was not held has none, whatever the file says; where the two differ, `clashes` says so
    """
    told = tuple(records)
    known: set[tuple[str, date]] = {(each.ward_code, each.held_on) for each in told}
    rest = (held for held in attendance if (held.ward_code, held.held_on) not in known)
    held = (
        HeldMeeting(each.ward_code, each.held_on, each.session, each.residents)
        for each in told
        if each.residents is not None
    )
    return (*rest, *held)
