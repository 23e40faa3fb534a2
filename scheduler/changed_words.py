"""How one plan differs from another in sentences for staff, in the words of a release's changes."""

from __future__ import annotations

from scheduler.facts import Borough
from scheduler.names import staff_words
from scheduler.plan import Plan, PlannedMeeting, differences
from scheduler.reasons import said


def changes_in_words(borough: Borough, before: Plan, after: Plan) -> tuple[str, ...]:
    """One sentence for each meeting that differs, without a full stop, by the meeting's id."""
    return tuple(
        f"{_name(borough, old or new)}: {_change(borough, old, new)}" for old, new in differences(before, after)
    )


def _name(borough: Borough, meeting: PlannedMeeting | None) -> str:
    if meeting is None:
        return ""
    ward = next((ward.name for ward in borough.wards if ward.code == meeting.ward_code), meeting.ward_code)
    return f"{ward}, {meeting.meeting_id}"


def _change(borough: Borough, old: PlannedMeeting | None, new: PlannedMeeting | None) -> str:
    """The first thing that people would have to be told of a meeting."""
    if new is None:
        return f"no longer planned, was {_place(borough, old)}" if old else ""
    if old is None:
        return f"new, {_place(borough, new)}"
    if old.stands and not new.stands:
        return f"cancelled, {said(new.because).removesuffix('.')}" if new.because else "cancelled"
    if new.stands and not old.stands:
        return f"on again, {_place(borough, new)}"
    if old.starts_at != new.starts_at:
        return f"moved from {_place(borough, old)} to {_place(borough, new)}"
    if old.venue_id != new.venue_id:
        return f"other hall, {_hall(borough, new)} instead of {_hall(borough, old)}"
    if old.officers != new.officers:
        return f"other officers, {staff_words(borough, new.officers)} instead of {staff_words(borough, old.officers)}"
    return "reworded"


def _place(borough: Borough, meeting: PlannedMeeting) -> str:
    return f"{meeting.starts_at:%a %d %b %Y %H:%M}, {_hall(borough, meeting)}"


def _hall(borough: Borough, meeting: PlannedMeeting) -> str:
    return next((each.name for each in borough.venues if each.venue_id == meeting.venue_id), meeting.venue_id)
