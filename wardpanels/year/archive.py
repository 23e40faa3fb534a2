"""What was released, recorded and agreed of every meeting, as it was known at any moment. It only reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache

from publishers.wording import where
from scheduler.days import local_day
from scheduler.errors import UnknownName
from scheduler.evidence.lines import NotedLine, Paper, in_force
from scheduler.evidence.meeting_facts import (
    IssuedPaper,
    MeetingDay,
    MeetingFacts,
    agreed_priorities,
    agreement,
    earlier_actions,
    issues,
    with_agreed,
)
from scheduler.facts import BoroughProfile, Priority
from scheduler.records import MeetingRecord
from scheduler.release.value import Release, ReleasedMeeting
from scheduler.store import Store

PUBLISHED = (Paper.MINUTES, Paper.AGENDA)
"""The papers that the public may read once they are issued."""

MOST_ASKED = 5
"""Priorities of before that an agenda names."""


class Archive:
    """The whole store of a borough, read once.

    Edges: what is told as of an earlier moment is as it was known then: a paper that was issued stays as it was
    """

    def __init__(self, store: Store, profile: BoroughProfile) -> None:
        self._profile, code = profile, profile.code
        self._lines = store.notes.lines(code)
        self._records = store.records.lines(code)
        first_days = [each.period.first_day for each in store.periods(code)]
        self._numbers = {first_day: store.releases(code, first_day) for first_day in first_days}
        self._release = cache(lambda first_day, number: store.release(code, first_day, number))

    def facts(self, meeting_id: str, at: datetime) -> MeetingFacts:
        """What the papers of a meeting tell at a moment. Errors: UnknownName where it was not released by then."""
        today, releases = local_day(at, self._profile.timezone), tuple(self._releases(at))
        meetings = {meeting.meeting_id: meeting for release in releases for meeting in release.meetings}
        if meeting_id not in meetings:
            raise UnknownName("meeting", meeting_id, "one that was released", meetings)
        lines, day = in_force(self._lines, at), _day(meetings[meeting_id])
        of_ward = sorted(
            (_day(each) for each in meetings.values() if each.ward_code == day.ward_code and not each.is_cancelled),
            key=lambda each: each.starts_at,
        )
        told = next(each for each in releases if meeting_id in each.meeting_by_id)
        mine = agreement(lines, meeting_id, today)
        return MeetingFacts(
            meeting=day,
            ward=told.ward_by_code[day.ward_code].name,
            borough=told.borough,
            contact_email=told.contact_email,
            as_of=today,
            record=self._record(meeting_id, at),
            priorities=mine.priorities,
            agreed=mine.actions,
            earlier=earlier_actions(lines, day, of_ward, today),
            asked_before=_asked_before(lines, day, of_ward, told.priorities),
            next_meeting=next((each for each in of_ward if each.starts_at > day.starts_at), None),
        )

    def issued(self, at: datetime) -> tuple[IssuedPaper, ...]:
        """Every paper that the public may read at a moment, by meeting, each as it was issued last."""
        last = issues(line for line in self._lines if line.at <= at)
        return tuple(
            IssuedPaper(paper, line.at, self.facts(meeting_id, line.at))
            for (meeting_id, paper), line in sorted(last.items())
            if paper in PUBLISHED
        )

    def last_issue(self, meeting_id: str, paper: Paper) -> NotedLine | None:
        """When a paper was issued last; None where it never was."""
        return issues(self._lines).get((meeting_id, paper))

    def meetings(self, at: datetime) -> Mapping[str, ReleasedMeeting]:
        """Every meeting as it was released by a moment, by id."""
        return {meeting.meeting_id: meeting for release in self._releases(at) for meeting in release.meetings}

    def priorities(self, at: datetime) -> tuple[Priority, ...]:
        """The priorities that the public may read: those in minutes that were issued, newest first."""
        found = [
            Priority(each.facts.meeting.ward_code, each.facts.meeting.held_on, words)
            for each in self.issued(at)
            if each.paper is Paper.MINUTES
            for words in each.facts.priorities
        ]
        return tuple(sorted(found, key=lambda one: one.agreed_on, reverse=True))

    def _record(self, meeting_id: str, at: datetime) -> MeetingRecord | None:
        told = [line.record for line in self._records if line.recorded_at <= at]
        found = next((each for each in reversed(told) if each.meeting_id == meeting_id), None)
        return found if found is not None and found.tells_outcome else None

    def _releases(self, at: datetime) -> Iterator[Release]:
        """The newest release of each period by a moment."""
        for first_day, numbers in self._numbers.items():
            made = (self._release(first_day, number) for number in reversed(numbers))
            newest = next((each for each in made if each.released_at <= at), None)
            if newest:
                yield newest


def _asked_before(
    lines: Iterable[NotedLine], day: MeetingDay, of_ward: Iterable[MeetingDay], released: Iterable[Priority]
) -> tuple[Priority, ...]:
    """What was agreed when anything last was, and then what was released of priorities.csv, real ones only."""
    earlier = [each.meeting_id for each in of_ward if each.starts_at < day.starts_at]
    in_file = [one for one in released if one.ward_code == day.ward_code and _is_real_before(one, day)]
    told = agreed_priorities(lines, earlier)
    told = tuple(one for one in told if one.agreed_on == told[0].agreed_on)
    newest = tuple(sorted(in_file, key=lambda one: one.agreed_on, reverse=True))
    return with_agreed(told, newest)[:MOST_ASKED]


def _is_real_before(one: Priority, day: MeetingDay) -> bool:
    return one.agreed_on < day.held_on and not one.is_made_up


def _day(meeting: ReleasedMeeting) -> MeetingDay:
    return MeetingDay(meeting.meeting_id, meeting.ward_code, meeting.starts_at, where(meeting.hall))
