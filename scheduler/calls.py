"""Which halls are to be rung before a meeting, because their hours do not say whether they are open then, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from scheduler.coverage import minutes
from scheduler.facts import Borough, Venue
from scheduler.hours import hall_hours, open_spans, said
from scheduler.opening.expression import OpenState
from scheduler.plan import PlannedMeeting


@dataclass(frozen=True, slots=True)
class Call:
    """A hall to ring before a meeting. `notes` is what its hours say of that time; none where they say nothing."""

    meeting: PlannedMeeting
    venue: Venue
    notes: tuple[str, ...]

    @property
    def question(self) -> str:
        """What to ask."""
        meeting = self.meeting
        asked = f"Are you open on {meeting.starts_at:%a %-d %b %Y}, {meeting.starts_at:%H:%M}-{meeting.ends_at:%H:%M}?"
        return f"{asked} Your hours are not sure: {'; '.join(self.notes)}." if self.notes else asked


def calls_to_make(borough: Borough, meetings: Iterable[PlannedMeeting]) -> tuple[Call, ...]:
    """The calls of some meetings, in their order.

    Edges: none where the borough does not ring first, for a meeting that is cancelled, or where the hall is closed
    """
    if not borough.policy.rings_first:
        return ()
    venues = {venue.venue_id: venue for venue in borough.venues}
    found = (
        _call(borough, meeting, venues[meeting.venue_id])
        for meeting in meetings
        if meeting.stands and meeting.venue_id in venues
    )
    return tuple(call for call in found if call)


def _call(borough: Borough, meeting: PlannedMeeting, venue: Venue) -> Call | None:
    day = meeting.held_on
    begins, ends = meeting.starts_at.replace(tzinfo=None), meeting.ends_at.replace(tzinfo=None)
    if open_spans(hall_hours(borough, venue, unknown_counts=False), day, day).cover(begins, ends):
        return None
    if not open_spans(hall_hours(borough, venue), day, day).cover(begins, ends):
        return None
    midnight = datetime.combine(day, time())
    first, last = minutes(begins - midnight), minutes(ends - midnight)
    parts = (
        part
        for part in said(hall_hours(borough, venue), day, day)
        if part.state is OpenState.UNKNOWN and part.begins < last and first < part.ends
    )
    return Call(meeting, venue, tuple(dict.fromkeys(part.note for part in parts if part.note)))
