"""Gathers what the papers of a meeting tell: what was released, recorded and agreed by a moment. It only reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from publishers.wording import where
from scheduler.days import local_day
from scheduler.errors import UnknownName
from scheduler.evidence.lines import ActionTurn, MinutedAction, NotedLine, PrioritiesAgreed, in_force
from scheduler.evidence.meeting_facts import (
    MeetingDay,
    MeetingFacts,
    agreed_priorities,
    agreement,
    earlier_actions,
    with_agreed,
)
from scheduler.facts import BoroughProfile, Priority
from scheduler.records import MeetingRecord
from scheduler.release.value import Release, ReleasedMeeting
from scheduler.store import Store

AGREED = (PrioritiesAgreed, MinutedAction, ActionTurn)
"""The kinds of lines that say what a panel agreed, and what became of it."""

MOST_ASKED = 5
"""Priorities of before that an agenda names."""


def released_meeting(store: Store, profile: BoroughProfile, meeting_id: str) -> ReleasedMeeting:
    """A meeting as it was released last. Errors: UnknownName where it never was."""
    return _release_of(_latest(store, profile.code), meeting_id).meeting_by_id[meeting_id]


def facts_of(store: Store, profile: BoroughProfile, meeting_id: str, at: datetime) -> MeetingFacts:
    """What the papers of a meeting tell at a moment. Errors: UnknownName where it was never released."""
    code, today, releases = profile.code, local_day(at, profile.timezone), _latest(store, profile.code)
    told = _release_of(releases, meeting_id)
    day = _day(told.meeting_by_id[meeting_id])
    of_ward = _days_of(day.ward_code, releases)
    lines = in_force(store.notes.lines(code, AGREED), at)
    mine = agreement(lines, meeting_id, today)
    return MeetingFacts(
        meeting=day,
        ward=told.ward_by_code[day.ward_code].name,
        borough=told.borough,
        contact_email=told.contact_email,
        as_of=today,
        record=_record(store, code, meeting_id),
        priorities=mine.priorities,
        agreed=mine.actions,
        earlier=earlier_actions(lines, day, of_ward, today),
        asked_before=_asked_before(lines, day, of_ward, told.priorities),
        next_meeting=next((each for each in of_ward if each.starts_at > day.starts_at), None),
    )


def _latest(store: Store, code: str) -> tuple[Release, ...]:
    found = (store.latest_release(code, each.period.first_day) for each in store.periods(code) if each.release)
    return tuple(filter(None, found))


def _release_of(releases: Iterable[Release], meeting_id: str) -> Release:
    known: list[str] = []
    for release in releases:
        if meeting_id in release.meeting_by_id:
            return release
        known += release.meeting_by_id
    raise UnknownName("meeting", meeting_id, "one that was released", known)


def _days_of(ward_code: str, releases: Iterable[Release]) -> list[MeetingDay]:
    """A ward's meetings that stand, by start."""
    ours = (each for release in releases for each in release.meetings if each.ward_code == ward_code)
    return sorted((_day(each) for each in ours if not each.is_cancelled), key=lambda each: each.starts_at)


def _record(store: Store, code: str, meeting_id: str) -> MeetingRecord | None:
    """What papers may tell of a record: no ages of one meeting, and nothing of what is owed."""
    line = store.records.latest(code).get(meeting_id)
    return replace(line.record, ages=None, waived=None) if line and line.record.tells_outcome else None


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
