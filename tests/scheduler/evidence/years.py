"""A year of two wards as it is known: eight meetings, what channels told of them, and what people wrote down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from scheduler.actions import Action
from scheduler.evidence.lines import (
    BoardAttendance,
    MinutedAction,
    NeighbourhoodSeen,
    Noted,
    NotedLine,
    PanelPosts,
    Paper,
    PaperIssued,
    PrioritiesAgreed,
    Sight,
    Sighting,
)
from scheduler.evidence.year import YearKnown
from scheduler.facts import BoardMeeting, Role
from scheduler.period import calendar_year
from scheduler.plan import MeetingState, PlannedMeeting
from scheduler.policy import DaytimePreference, Session
from scheduler.proof import Pledge, Told, facts
from scheduler.records import MeetingRecord, RecordLine
from scheduler.release.versions import MeetingVersion
from scheduler.terms import halls_by_ward
from scheduler.tiers import standings
from tests.scheduler.examples import BOW_EAST, LONDON, MILE_END, a_borough, a_meeting, a_policy, a_tier

YEAR = calendar_year(2027)
RELEASED = datetime(2026, 12, 1, 9, tzinfo=UTC)
DAYS = (date(2027, 1, 14), date(2027, 4, 8), date(2027, 7, 10), date(2027, 10, 7))
"""Three evenings and a Saturday, the same in both wards."""

CHANNELS = {"police-uk": 28, "poster": 28, "magazine": 42}
TIER = a_tier(evening=3, daytime=1, daytime_prefers=DaytimePreference.WEEKEND)
BOROUGH = a_borough(
    policy=a_policy(tiers=(TIER,)),
    board=tuple(BoardMeeting(date(2027, month, 20), time(18, 30)) for month in (3, 6, 9, 12)),
    actions=(
        Action(3, "3b", "Hold every meeting", "Police", None, "computed", measures=("meetings_held", "halls_varied")),
        Action(9, "9a", "Come to every meeting", "Police", None, "computed", measures=("sergeant_and_ward_officer",)),
        Action(11, "11a", "Write a letter", "Mayor", date(2027, 7, 31), "reported", every="once"),
    ),
)


def the_meetings() -> tuple[PlannedMeeting, ...]:
    """Each ward's four: an inspector comes to the third, Public Realm to the second."""
    return tuple(
        a_meeting(
            meeting_id=f"2027-{code}-{number}",
            ward_code=code,
            session=Session.WEEKEND_DAYTIME if day.weekday() > 4 else Session.EVENING,
            starts_at=datetime.combine(day, time(19), LONDON),
            venue_id=("bow-centre", "library")[number % 2],
            inspector="insp-1" if number == 3 else None,
            public_realm="realm-1" if number == 2 else None,
        )
        for code in (BOW_EAST, MILE_END)
        for number, day in enumerate(DAYS, 1)
    )


def held(meeting: PlannedMeeting, **changes: object) -> MeetingRecord:
    """The record of a meeting to which all came who were to come."""
    roles = (Role.DWO, Role.SERGEANT, *([Role.INSPECTOR] if meeting.inspector else ()))
    roles += (Role.PUBLIC_REALM,) if meeting.public_realm else ()
    return replace(MeetingRecord(meeting.meeting_id, 20, 3, roles), **changes)


def everything_noted() -> tuple[Noted, ...]:
    """All that people write down in a year in which every promise is kept."""
    noted: list[Noted] = []
    for meeting in the_meetings():
        day, ours = meeting.held_on, meeting.meeting_id
        noted += [
            PaperIssued(ours, Paper.AGENDA, day - timedelta(10)),
            PaperIssued(ours, Paper.BRIEFING, day - timedelta(1)),
            PaperIssued(ours, Paper.MINUTES, day + timedelta(10)),
            PrioritiesAgreed(ours, meeting.ward_code, day, ("Mopeds", "Lamps", "Noise")),
            MinutedAction(f"{ours}/1", ours, "Mend the lamp", "public_realm", day + timedelta(30)),
            *(
                Sighting(ours, "police.uk", "", Sight.RIGHT, datetime.combine(day - timedelta(away), time(9), UTC))
                for away in (28, 1)
            ),
        ]
    for board in BOROUGH.board:
        noted.append(BoardAttendance(board.held_on, board.held_on - timedelta(14), youth_came=True))
        for ward in BOROUGH.wards:
            noted.append(PanelPosts(ward.code, board.held_on, 1, 1, 1))
            noted.append(NeighbourhoodSeen(ward.code, board.held_on, board.held_on - timedelta(9), 3))
    return tuple(noted)


def lines_of(noted: Iterable[Noted], at: datetime = RELEASED) -> tuple[NotedLine, ...]:
    """What was noted as lines."""
    return tuple(NotedLine(number, at, "somebody", each) for number, each in enumerate(noted, 1))


def versions_of(meetings: Iterable[PlannedMeeting], cancelled: Mapping[str, datetime]) -> tuple[MeetingVersion, ...]:
    """What was released of meetings; of those `cancelled`, that too, at its moment."""
    found = []
    for meeting in meetings:
        off = cancelled.get(meeting.meeting_id)
        told = MeetingVersion(
            meeting_id=meeting.meeting_id,
            ward_code=meeting.ward_code,
            facts="on",
            sequence=0,
            starts_at=meeting.starts_at,
            is_cancelled=False,
            first=1,
            last=1,
            released_at=RELEASED,
            overtaken_at=off,
        )
        found.append(told)
        if off:
            off_since = {"first": 2, "last": 2, "released_at": off, "overtaken_at": None}
            found.append(replace(told, facts="off", sequence=1, is_cancelled=True, **off_since))
    return tuple(found)


def a_year(
    as_of: date,
    *,
    records: Iterable[MeetingRecord] = (),
    noted: Iterable[Noted] = (),
    told: Iterable[Told] = (),
    cancelled: Mapping[str, datetime] | None = None,
    meetings: Iterable[PlannedMeeting] | None = None,
) -> YearKnown:
    """The year as it is known at noon of a day. Edges: what is cancelled owes what it had not told by then no more"""
    off = {key: moment for key, moment in (cancelled or {}).items() if moment.date() <= as_of}
    known = tuple(
        replace(each, state=MeetingState.CANCELLED) if each.meeting_id in off else each
        for each in meetings or the_meetings()
    )
    versions, at = versions_of(known, off), datetime.combine(as_of, time(12), UTC)
    pledges = [
        Pledge(channel, each.meeting_id, 1, lead, each.starts_at, off.get(each.meeting_id))
        for each in known
        for channel, lead in CHANNELS.items()
    ]
    heard = [each for each in told if each.written_at <= at]
    return YearKnown(
        borough=BOROUGH,
        period=YEAR,
        at=at,
        meetings=known,
        versions=versions,
        standings=standings(BOROUGH),
        halls=halls_by_ward(BOROUGH),
        told=facts(versions, heard, pledges, "Europe/London", at),
        copies={channel: channel for channel in CHANNELS},
        records={record.meeting_id: RecordLine(n, at, record) for n, record in enumerate(records, 1)},
        lines=lines_of(noted),
    )


def everything_told() -> tuple[Told, ...]:
    """Each channel told of each meeting on the day it was due."""
    return tuple(
        Told(channel, each.meeting_id, 1, on, None, "somebody", datetime.combine(on, time(9), UTC))
        for each in the_meetings()
        for channel, lead in CHANNELS.items()
        for on in [max(RELEASED.date(), each.held_on - timedelta(lead))]
    )
