"""What a measure is: a sentence that a resident can read, the promises it counts, and the facts that keep them.

To add one, write its class in `scheduler/evidence/measures/` and list it in `scheduler/evidence/book.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from scheduler.evidence.status import Fact, Promise, Status, by_key, status
from scheduler.evidence.year import YearKnown
from scheduler.plan import PlannedMeeting
from scheduler.policy import Target

SCRUTINY = "Scrutiny review"
GUARANTEE = "Neighbourhood Policing Guarantee"
"""Where a measure comes from."""


class Measure(ABC):
    """One thing that is promised and can be counted.

    Units: `unit` is what is counted, one and several
    Edges: `recommendation` is None where it comes from elsewhere, and `origin` says from where. Promises may go only
           where none was missed or off course, so that cancelling a meeting never makes a colour better
    """

    name: ClassVar[str]
    recommendation: ClassVar[int | None]
    origin: ClassVar[str] = SCRUTINY
    sentence: ClassVar[str]
    unit: ClassVar[tuple[str, str]] = ("meeting", "meetings")
    target: ClassVar[Target]

    @abstractmethod
    def promises(self, year: YearKnown) -> Iterable[Promise]:
        """What is owed in the period, each key once."""

    @abstractmethod
    def facts(self, year: YearKnown) -> Iterable[Fact]:
        """What was seen of them."""

    def is_on_course(self, year: YearKnown, promise: Promise) -> bool:
        """Whether something planned would still keep a promise that is not due yet. Edges: yes, where none plans it"""
        return True


class MeetingMeasure(Measure):
    """A measure of each meeting that the public was told of, due so many days before or after it.

    Edges: nothing is owed of a meeting that was cancelled by the day it was due, or that was not held, from its day on:
           that counts once, as a meeting owed. What was missed by then stays missed
    """

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One a meeting."""
        for meeting in self.meetings(year):
            promise = self.promise(year, meeting)
            if not self.is_let_go(year, meeting, promise):
                yield promise

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """What became of each meeting."""
        for meeting in self.meetings(year):
            yield from self.facts_of(year, meeting)

    def meetings(self, year: YearKnown) -> Iterable[PlannedMeeting]:
        """The meetings that it is of: all, unless a measure says otherwise."""
        return year.meetings

    def days_after(self, year: YearKnown) -> int:
        """How many days after a meeting the promise is due. Edges: less than 0 before it"""
        return 0

    def promise(self, year: YearKnown, meeting: PlannedMeeting) -> Promise:
        """The promise of a meeting, with the day it was first due, and how often that moved."""
        days = [year.day_of(version.starts_at) for version in year.versions_by_meeting.get(meeting.meeting_id, ())]
        moves = sum(earlier != later for earlier, later in pairwise(days))
        away = timedelta(self.days_after(year))
        return Promise(
            key=meeting.meeting_id,
            subject=year.named(meeting),
            due=meeting.held_on + away,
            ward_code=meeting.ward_code,
            meeting_id=meeting.meeting_id,
            first_due=days[0] + away if moves else None,
            moves=moves,
        )

    def is_let_go(self, year: YearKnown, meeting: PlannedMeeting, promise: Promise) -> bool:
        """Whether nothing is owed, as the meeting was cancelled in time, or not held."""
        fallen = fell_out(year, meeting)
        return fallen is not None and fallen.on <= promise.due

    @abstractmethod
    def facts_of(self, year: YearKnown, meeting: PlannedMeeting) -> Iterable[Fact]:
        """What is known of one meeting."""


def fell_out(year: YearKnown, meeting: PlannedMeeting) -> Fact | None:
    """That a meeting was cancelled or not held; None where it stands, or was held, or nobody said."""
    cancelled = year.cancelled_on(meeting.meeting_id)
    if cancelled is not None:
        day, number = cancelled
        return missed(year, meeting, "cancelled", day, f"release/{number}")
    line = year.records.get(meeting.meeting_id)
    return missed(year, meeting, "not held") if line and line.record.not_held is not None else None


def missed(year: YearKnown, meeting: PlannedMeeting, why: str, on: date | None = None, source: str = "") -> Fact:
    """That a meeting kept nothing, by its record if nothing else says so."""
    says = f"{year.named(meeting)}: {why}"
    return Fact(meeting.meeting_id, on or meeting.held_on, keeps=False, source=source or record_of(meeting), says=says)


def never_planned(year: YearKnown, key: str) -> Iterator[Fact]:
    """That no meeting was ever planned that might have kept a promise. Edges: nothing before the first release"""
    if year.versions:
        newest = max(version.last for version in year.versions)
        yield Fact(key, year.period.last_day, keeps=False, source=f"release/{newest}", says="never planned")


def record_of(meeting: PlannedMeeting) -> str:
    """Where a meeting's record is looked up."""
    return f"record/{meeting.meeting_id}"


def share(green: int, amber: int, because: str) -> Target:
    """A target from whole per cent."""
    return Target(Fraction(green, 100), Fraction(amber, 100), because)


def measured(measure: Measure, year: YearKnown, target: Target | None = None) -> Status:
    """How a measure stands in a period, against its own target or a borough's.

    Edges: before the first release nothing is off course: nobody has been told a plan yet
    """
    return status(
        measure.promises(year),
        by_key(measure.facts(year)),
        target or measure.target,
        year.as_of,
        lambda promise: not year.meetings or measure.is_on_course(year, promise),
    )
