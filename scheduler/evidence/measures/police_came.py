"""Recommendation 9: a sergeant and a ward officer at every meeting, an inspector in every ward once a year."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.evidence.measure import Measure, MeetingMeasure, record_of, share
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown
from scheduler.facts import Role
from scheduler.plan import PlannedMeeting


class SergeantAndWardOfficer(MeetingMeasure):
    """Both were at a meeting, as its record says. Edges: a record without roles says nothing of who was there"""

    name = "sergeant_and_ward_officer"
    recommendation = 9
    sentence = "A sergeant and a ward officer or PCSO come to every meeting."
    target = share(90, 75, "Leave and emergencies take an officer away now and then; one meeting in ten allows for it.")

    def facts_of(self, year: YearKnown, meeting: PlannedMeeting) -> Iterator[Fact]:
        """Who was there."""
        line = year.records.get(meeting.meeting_id)
        if line is None or line.record.roles is None:
            return
        roles = set(line.record.roles)
        came = {"sergeant": Role.SERGEANT in roles, "ward officer": any(role.is_ward_officer for role in roles)}
        missing = [who for who, is_there in came.items() if not is_there]
        says = f"no {' and no '.join(missing)} came" if missing else "both came"
        yield Fact(meeting.meeting_id, meeting.held_on, not missing, record_of(meeting), says)

    def is_on_course(self, year: YearKnown, promise: Promise) -> bool:
        """Whether the meeting has both, as it was released."""
        meeting = year.meeting_by_id[promise.meeting_id]
        return meeting.stands and bool(meeting.sergeant) and bool(meeting.ward_officers)


class InspectorCame(Measure):
    """An inspector came to as many meetings of each ward as the borough asks for, by the end of the period."""

    name = "inspector_came"
    recommendation = 9
    sentence = "An inspector comes to at least one meeting in every ward each year."
    unit = ("visit", "visits")
    target = share(100, 80, "It is one evening a year in each ward, and known a year ahead.")

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """As many a ward as the limit says, pro rata."""
        owed = year.period.pro_rata(year.borough.policy.limits.inspector_meetings)
        for ward in year.borough.wards:
            for number in range(1, owed + 1):
                subject = ward.name if owed == 1 else f"{ward.name}, visit {number}"
                yield Promise(f"{ward.code}/{number}", subject, year.period.last_day, ward.code)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """The meetings that an inspector was at, in date order."""
        for code, meetings in year.meetings_by_ward.items():
            came = [meeting for meeting in meetings if _inspector_came(year, meeting)]
            for number, meeting in enumerate(came, 1):
                yield Fact(
                    f"{code}/{number}", meeting.held_on, keeps=True, source=record_of(meeting), says=year.named(meeting)
                )

    def is_on_course(self, year: YearKnown, promise: Promise) -> bool:
        """Whether visits still planned, after those that were made, reach this one."""
        meetings = year.meetings_by_ward.get(promise.ward_code, ())
        made = sum(_inspector_came(year, meeting) for meeting in meetings)
        planned = sum(_is_visit_to_come(year, meeting) for meeting in meetings)
        return int(promise.key.rpartition("/")[2]) <= made + planned


def _inspector_came(year: YearKnown, meeting: PlannedMeeting) -> bool:
    line = year.records.get(meeting.meeting_id)
    return line is not None and line.record.roles is not None and Role.INSPECTOR in line.record.roles


def _is_visit_to_come(year: YearKnown, meeting: PlannedMeeting) -> bool:
    is_to_come = meeting.held_on >= year.as_of and meeting.meeting_id not in year.records
    return meeting.stands and meeting.inspector is not None and is_to_come
