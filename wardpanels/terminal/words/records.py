"""What became of meetings, and what is owed, in words."""

from __future__ import annotations

from scheduler.facts import Borough
from wardpanels.year.recording import Recorded


def record_sentences(borough: Borough, found: Recorded) -> tuple[str, ...]:
    """What is now known of a meeting, what was known before, and what to type next."""
    meeting = found.meeting
    ward = next((ward.name for ward in borough.wards if ward.code == meeting.ward_code), meeting.ward_code)
    about = f"{meeting.meeting_id}, {ward}, {meeting.starts_at:%a %d %b %Y %H:%M}: {found.record}"
    before = (f"Before: {found.before}",) if found.before else ()
    owed = ("The ward is still owed it. To see what is owed, type: wardpanels debts",) if found.record.not_held else ()
    return (about, *before, *owed)
