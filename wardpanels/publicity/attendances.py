"""Who is invited to which meeting: the released plans and the borough's officers, as plain values for the publishers.

The one place where officers' names and addresses meet what is published to them alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from publishers.invitations import OFFICER, Attendance, invitation
from publishers.pieces import Piece
from scheduler.facts import Borough, Officer
from scheduler.plan import Plan
from scheduler.release.value import Release, ReleasedMeeting
from scheduler.store import Store


@dataclass(frozen=True, slots=True)
class _Part:
    """What an officer was told of a meeting: to come or not, and how often that changed."""

    comes: bool
    turns: int
    turned_at: datetime


def attendances(store: Store, borough: Borough, release: Release) -> tuple[Attendance, ...]:
    """Return everybody's part in every meeting that was ever released, by this release and as it tells of the meetings.

    Edges: an officer whom the borough no longer lists is left out, for nobody knows where to write to; a meeting that a
           plan no longer has keeps those who were last to come, so that they hear that it is off
    """
    code, first_day = borough.profile.code, release.first_day
    history = [
        (store.release(code, first_day, known).released_at, store.released_plan(code, first_day, known))
        for known in store.releases(code, first_day)
        if known <= release.number
    ]
    return tuple(_of_meetings(release.meetings, _parts(history), borough.officers))


def _of_meetings(
    meetings: Iterable[ReleasedMeeting], parts: Mapping[str, Mapping[str, _Part]], officers: Iterable[Officer]
) -> Iterator[Attendance]:
    officer_by_id = {officer.officer_id: officer for officer in officers}
    for meeting in meetings:
        for officer_id, part in parts.get(meeting.meeting_id, {}).items():
            if officer_id in officer_by_id:
                yield _attendance(officer_by_id[officer_id], meeting, part)


def withdrawal(release: Release, everybody: Sequence[Attendance], meeting_id: str, recipient: str) -> Piece | None:
    """Return the cancellation for an officer who was invited and no longer comes, None for anybody else."""
    for each in everybody:
        if (each.meeting_id, each.recipient) == (meeting_id, recipient) and not each.comes:
            meeting = release.meeting_by_id[meeting_id]
            return invitation(release, meeting, each)
    return None


def officer_of(borough: Borough, recipient: str) -> Officer | None:
    """Return the officer whom a recipient's id names, None where the borough no longer lists them."""
    asked = recipient.removeprefix(OFFICER)
    return next((officer for officer in borough.officers if officer.officer_id == asked), None)


def _parts(history: Iterable[tuple[datetime, Plan]]) -> dict[str, dict[str, _Part]]:
    """Everybody's part by meeting and officer, given when each plan was released, oldest first."""
    parts: dict[str, dict[str, _Part]] = {}
    for at, plan in history:
        for meeting in plan.meetings:
            told = parts.setdefault(meeting.meeting_id, {})
            for officer_id in sorted({*meeting.officers, *told}):
                comes = officer_id in meeting.officers
                told[officer_id] = _turned(told.get(officer_id), comes=comes, at=at)
    return parts


def _turned(part: _Part | None, *, comes: bool, at: datetime) -> _Part:
    if part is None:
        return _Part(comes, 0, at)
    return part if part.comes == comes else _Part(comes, part.turns + 1, at)


def _attendance(officer: Officer, meeting: ReleasedMeeting, part: _Part) -> Attendance:
    return Attendance(
        meeting_id=meeting.meeting_id,
        officer_id=officer.officer_id,
        role=officer.role,
        name=officer.name,
        address=officer.email,
        comes=part.comes,
        sequence=meeting.sequence + part.turns,
        changed_at=max(meeting.last_changed_at, part.turned_at),
    )
