"""Recommendation 3: each ward against its tier, in numbers; its halls; and its weekends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scheduler.evidence.measure import Measure, fell_out, missed, never_planned, record_of, share
from scheduler.evidence.measures.numbered import NumberedMeasure, OwedNumber
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown
from scheduler.plan import PlannedMeeting
from scheduler.policy import DaytimePreference, Session

EVENING, DAYTIME = "evening", "daytime"


def is_held(year: YearKnown, meeting: PlannedMeeting) -> bool:
    """Whether somebody recorded that a meeting was held."""
    line = year.records.get(meeting.meeting_id)
    return line is not None and line.record.residents is not None


class MeetingsHeld(NumberedMeasure):
    """Each evening and daytime meeting that a ward's tier owes it was held, by the end of the period.

    Edges: extra meetings make up for none; a meeting nobody has recorded is not known to have been held
    """

    name = "meetings_held"
    recommendation = 3
    sentence = "Every ward gets all the evening and daytime meetings that it is owed."
    unit = ("meeting owed", "meetings owed")
    target = share(95, 85, "A ward has only four to six meetings a year, and one that falls out can be made good.")

    def owed(self, year: YearKnown) -> Iterator[OwedNumber]:
        """The evenings and daytimes of each ward's tier."""
        for standing in year.standings:
            ward = standing.ward
            for kind, count in zip((EVENING, DAYTIME), standing.owed(year.period), strict=True):
                yield OwedNumber(ward.code, f"{ward.code}/{kind}", f"{ward.name}, {kind}", count)

    def group(self, meeting: PlannedMeeting) -> str | None:
        """The evenings or the daytimes of its ward."""
        kind = DAYTIME if meeting.session.is_daytime else EVENING
        return None if meeting.is_extra else f"{meeting.ward_code}/{kind}"

    def keeps(self, year: YearKnown, meeting: PlannedMeeting) -> bool:
        """Whether it was held."""
        return is_held(year, meeting)

    def would_keep(self, year: YearKnown, meeting: PlannedMeeting) -> bool:
        """Whether it is to come."""
        return year.is_to_come(meeting)


def _is_over(year: YearKnown, meeting: PlannedMeeting) -> Fact | None:
    """What became of a meeting, and in which hall; None where nobody said."""
    if not is_held(year, meeting):
        return fell_out(year, meeting)
    halls = {venue.venue_id: venue.name for venue in year.borough.venues}
    return missed(year, meeting, f"in {halls.get(meeting.venue_id, meeting.venue_id)}")


class HallsVaried(Measure):
    """Each ward's meetings were held in as many halls as the borough asks for, or as the ward has.

    Edges: a ward with one meeting or one hall is owed one hall; meetings that nobody recorded may have used theirs
    """

    name = "halls_varied"
    recommendation = 3
    sentence = "Meetings move around each ward: they are held in different halls."
    unit = ("ward", "wards")
    target = share(90, 75, "Some wards have few halls that are open in the evening.")

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One a ward that is owed a meeting."""
        for standing in year.standings:
            if sum(standing.owed(year.period)):
                yield Promise(standing.ward.code, standing.ward.name, year.period.last_day, standing.ward.code)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """The meeting by which enough halls were used, or those that show that they were not."""
        for standing in year.standings:
            if sum(standing.owed(year.period)):
                yield from self._facts_of(year, standing.ward.code)

    def _facts_of(self, year: YearKnown, code: str) -> Iterator[Fact]:
        meetings, wanted = year.meetings_by_ward.get(code, ()), self._wanted(year, code)
        used: set[str] = set()
        for meeting in (each for each in meetings if is_held(year, each)):
            used.add(meeting.venue_id)
            if len(used) == wanted:
                says = f"{wanted} different halls by then"
                yield Fact(code, meeting.held_on, keeps=True, source=record_of(meeting), says=says)
                return
        over = [_is_over(year, each) for each in meetings]
        may_be = {each.venue_id for each, fact in zip(meetings, over, strict=True) if fact is None}
        if len(used | may_be) < wanted:
            shown = [replace(fact, key=code) for fact in over if fact]
            yield from shown or never_planned(year, code)

    def is_on_course(self, year: YearKnown, promise: Promise) -> bool:
        """Whether the halls that were used and those of meetings to come are enough."""
        meetings = year.meetings_by_ward.get(promise.ward_code, ())
        halls = {each.venue_id for each in meetings if is_held(year, each) or year.is_to_come(each)}
        return len(halls) >= self._wanted(year, promise.ward_code)

    def _wanted(self, year: YearKnown, code: str) -> int:
        owed = next((sum(each.owed(year.period)) for each in year.standings if each.ward.code == code), 0)
        return max(1, min(year.borough.policy.limits.halls_a_ward, owed, year.halls.get(code, 0)))


class DaytimeAtWeekend(NumberedMeasure):
    """Each daytime meeting of a ward whose tier would rather have weekends was held at one."""

    name = "daytime_at_weekend"
    recommendation = 3
    sentence = "Where daytime meetings were added, they are held at the weekend."
    unit = ("daytime meeting owed", "daytime meetings owed")
    target = share(75, 50, "The review asks for weekends by preference: chairs work in the week, some halls shut.")

    def owed(self, year: YearKnown) -> Iterator[OwedNumber]:
        """The daytimes of each ward with such a tier."""
        for standing in year.standings:
            if standing.tier.daytime_prefers is DaytimePreference.WEEKEND:
                ward, count = standing.ward, standing.owed(year.period)[1]
                yield OwedNumber(ward.code, ward.code, f"{ward.name}, daytime", count)

    def group(self, meeting: PlannedMeeting) -> str | None:
        """The daytimes of its ward."""
        return meeting.ward_code if meeting.session.is_daytime and not meeting.is_extra else None

    def keeps(self, year: YearKnown, meeting: PlannedMeeting) -> bool:
        """Whether it was held, at a weekend."""
        return _is_at_weekend(meeting) and is_held(year, meeting)

    def misses(self, year: YearKnown, meeting: PlannedMeeting) -> Fact | None:
        """That it fell out, or is in the week."""
        fallen = super().misses(year, meeting)
        return fallen if fallen or _is_at_weekend(meeting) else missed(year, meeting, f"on a {meeting.held_on:%A}")

    def would_keep(self, year: YearKnown, meeting: PlannedMeeting) -> bool:
        """Whether it is to come, at a weekend."""
        return _is_at_weekend(meeting) and year.is_to_come(meeting)


def _is_at_weekend(meeting: PlannedMeeting) -> bool:
    return meeting.session is Session.WEEKEND_DAYTIME
