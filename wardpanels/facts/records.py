"""What became of meetings, and what is owed, for a script."""

from __future__ import annotations

from typing import Any

from scheduler.records import MeetingRecord
from wardpanels.year.recording import Recorded


def record_facts(found: Recorded) -> dict[str, Any]:
    """What is now known of a meeting, and what was before."""
    return {
        "meeting": found.meeting.meeting_id,
        "record": _facts(found.record),
        "before": _facts(found.before) if found.before else None,
    }


def _facts(record: MeetingRecord) -> dict[str, Any]:
    return {
        "residents": record.residents,
        "first_timers": record.first_timers,
        "roles": None if record.roles is None else [role.value for role in record.roles],
        "not_held": record.not_held,
        "waived": record.waived,
    }
