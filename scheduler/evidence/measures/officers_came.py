"""Recommendations 4 and 9: who of the police and of Public Realm was there, as the meetings' records say."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from scheduler.evidence.measure import MeetingMeasure, fell_out, missed, record_of, share
from scheduler.evidence.measures.numbered import NumberedMeasure, OwedNumber
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown
from scheduler.facts import Role
from scheduler.plan import PlannedMeeting


class SergeantAndWardOfficer(MeetingMeasure):
    """Both were at a meeting. Edges: a record without roles says nothing of who was there"""

    name = "sergeant_and_ward_officer"
    recommendation = 9
    sentence = "A sergeant and a ward officer come to every meeting."
    target = share(90, 75, "Leave and emergencies take an officer away now and then; one meeting in ten allows for it.")

    def is_let_go(self, year: YearKnown, meeting: PlannedMeeting, promise: Promise) -> bool:
        """A meeting that was to have both: without, it was off course before it fell out, and stays so."""
        return _has_both(meeting) and super().is_let_go(year, meeting, promise)

    def facts_of(self, year: YearKnown, meeting: PlannedMeeting) -> Iterator[Fact]:
        """Who was there; or that it fell out, of a meeting that was to have not both."""
        roles = _roles(year, meeting)
        if roles is None:
            fallen = fell_out(year, meeting)
            yield from (fallen,) if fallen else ()
            return
        came = {"sergeant": Role.SERGEANT in roles, "ward officer": any(role.is_ward_officer for role in roles)}
        absent = [who for who, is_there in came.items() if not is_there]
        says = f"no {' and no '.join(absent)} came" if absent else "both came"
        yield Fact(meeting.meeting_id, meeting.held_on, not absent, record_of(meeting), says)

    def is_on_course(self, year: YearKnown, promise: Promise) -> bool:
        """Whether the meeting has both, as it was released."""
        meeting = year.meeting_by_id[promise.meeting_id]
        return meeting.stands and _has_both(meeting)


def _has_both(meeting: PlannedMeeting) -> bool:
    return bool(meeting.sergeant and meeting.ward_officers)


def _roles(year: YearKnown, meeting: PlannedMeeting) -> tuple[Role, ...] | None:
    """Who was at a meeting; None where nobody said."""
    line = year.records.get(meeting.meeting_id)
    return line.record.roles if line else None


class _Visits(NumberedMeasure):
    """An officer of a kind came to as many meetings of each ward as the borough asks for, by the end of the period."""

    unit = ("visit", "visits")
    role: ClassVar[Role]
    nobody: ClassVar[str]

    @abstractmethod
    def visits(self, year: YearKnown) -> int:
        """How many visits a year a ward is owed."""

    @abstractmethod
    def comes(self, meeting: PlannedMeeting) -> bool:
        """Whether one is to come to a meeting."""

    def owed(self, year: YearKnown) -> Iterator[OwedNumber]:
        """As many a ward as are owed, pro rata."""
        count = year.period.pro_rata(self.visits(year))
        for ward in year.borough.wards:
            yield OwedNumber(ward.code, ward.code, f"{ward.name}, visit", count, is_one_of_a_kind=True)

    def group(self, meeting: PlannedMeeting) -> str | None:
        """All of its ward."""
        return meeting.ward_code

    def keeps(self, year: YearKnown, meeting: PlannedMeeting) -> bool:
        """Whether one was there."""
        return self.role in (_roles(year, meeting) or ())

    def misses(self, year: YearKnown, meeting: PlannedMeeting) -> Fact | None:
        """That it fell out, or that others were there and no such officer."""
        if _roles(year, meeting) is None or self.keeps(year, meeting):
            return super().misses(year, meeting)
        return missed(year, meeting, self.nobody)

    def would_keep(self, year: YearKnown, meeting: PlannedMeeting) -> bool:
        """Whether it is to come, with one."""
        return year.is_to_come(meeting) and self.comes(meeting)


class InspectorCame(_Visits):
    """An inspector came to a meeting of each ward."""

    name = "inspector_came"
    recommendation = 9
    sentence = "An inspector comes to at least one meeting in every ward each year."
    target = share(100, 80, "It is one evening a year in each ward, and known a year ahead.")
    role = Role.INSPECTOR
    nobody = "no inspector came"

    def visits(self, year: YearKnown) -> int:
        """The borough's limit."""
        return year.borough.policy.limits.inspector_meetings

    def comes(self, meeting: PlannedMeeting) -> bool:
        """Whether an inspector is to come."""
        return meeting.inspector is not None


class PublicRealmCame(_Visits):
    """A Public Realm officer came to a meeting of each ward."""

    name = "public_realm_came"
    recommendation = 4
    sentence = "A Public Realm officer comes to at least one meeting in every ward each year."
    target = share(100, 80, "It is one meeting a year in each ward, and known a year ahead.")
    role = Role.PUBLIC_REALM
    nobody = "no Public Realm officer came"

    def visits(self, year: YearKnown) -> int:
        """The borough's limit."""
        return year.borough.policy.limits.public_realm_meetings

    def comes(self, meeting: PlannedMeeting) -> bool:
        """Whether a Public Realm officer is to come."""
        return meeting.public_realm is not None
