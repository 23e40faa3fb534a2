"""What a measure is: a sentence that a resident can read, the promises it counts, and the facts that keep them.

To add one, write its class in `scheduler/evidence/measures/` and list it in `scheduler/evidence/book.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from scheduler.evidence.status import Fact, Promise, Status, by_key, status
from scheduler.evidence.year import YearKnown
from scheduler.plan import PlannedMeeting
from scheduler.policy import Target


class Measure(ABC):
    """One thing that is promised and can be counted.

    Units: `unit` is what is counted, one and several
    Edges: promises may only grow by what is released or agreed: a meeting that is cancelled keeps its promise, which is
           then broken, so that cancelling never makes a colour better
    """

    name: ClassVar[str]
    recommendation: ClassVar[int]
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
    """A measure of each meeting that the public was told of. The promise is due on the meeting's day.

    Edges: a meeting that was cancelled, or was not held, breaks its promise, unless `holds_without_it`
    """

    holds_without_it: ClassVar[bool] = False

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One a meeting."""
        for meeting in self.meetings(year):
            yield promise_of(year, meeting)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """What became of each meeting, and that it is off."""
        for meeting in self.meetings(year):
            off = None if self.holds_without_it else why_off(year, meeting)
            if off:
                yield off
            else:
                yield from self.facts_of(year, meeting)

    def meetings(self, year: YearKnown) -> Iterable[PlannedMeeting]:
        """The meetings that it is of: all, unless a measure says otherwise."""
        return year.meetings

    @abstractmethod
    def facts_of(self, year: YearKnown, meeting: PlannedMeeting) -> Iterable[Fact]:
        """What is known of one meeting that is on."""


def promise_of(year: YearKnown, meeting: PlannedMeeting) -> Promise:
    """The promise of a meeting, due on its day; with the day it was first to be on, and how often it moved."""
    days = [year.day_of(version.starts_at) for version in year.versions_by_meeting.get(meeting.meeting_id, ())]
    moves = sum(earlier != later for earlier, later in pairwise(days))
    first = days[0] if moves else None
    return Promise(
        meeting.meeting_id, year.named(meeting), meeting.held_on, meeting.ward_code, meeting.meeting_id, first, moves
    )


def why_off(year: YearKnown, meeting: PlannedMeeting) -> Fact | None:
    """That a meeting is cancelled or was not held; None where neither is so."""
    cancelled = year.cancelled_on(meeting.meeting_id)
    if cancelled:
        day, release = cancelled
        return Fact(meeting.meeting_id, day, keeps=False, source=f"release/{release}", says="cancelled")
    line = year.records.get(meeting.meeting_id)
    if line and line.record.not_held is not None:
        return Fact(meeting.meeting_id, meeting.held_on, keeps=False, source=record_of(meeting), says="not held")
    return None


def record_of(meeting: PlannedMeeting) -> str:
    """Where a meeting's record is looked up."""
    return f"record/{meeting.meeting_id}"


def share(green: int, amber: int, because: str) -> Target:
    """A target from whole per cent."""
    return Target(Fraction(green, 100), Fraction(amber, 100), because)


def measured(measure: Measure, year: YearKnown, target: Target | None = None) -> Status:
    """How a measure stands in a period, against its own target or a borough's."""
    return status(
        measure.promises(year),
        by_key(measure.facts(year)),
        target or measure.target,
        year.as_of,
        lambda promise: measure.is_on_course(year, promise),
    )
