"""What became of meetings, and what is owed, for a script."""

from __future__ import annotations

from typing import Any

from scheduler.debt import Fate, PromisedMeeting, WardDebt
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


def debt_facts(debt: WardDebt) -> dict[str, Any]:
    """What one ward is owed: owed = held + planned + still_owed."""
    return {
        "ward_code": debt.ward_code,
        "quota": debt.quota,
        "owed": debt.owed,
        "held": debt.held,
        "planned": debt.planned,
        "still_owed": debt.still_owed,
        "not_recorded": debt.count(Fate.NOT_RECORDED),
        "waived": debt.count(Fate.WAIVED),
        "extras": debt.extras,
        "promises": [promise_facts(promise) for promise in debt.promises],
    }


def promise_facts(promise: PromisedMeeting) -> dict[str, Any]:
    """One promised meeting, and what became of it."""
    return {"meeting": promise.meeting.meeting_id, "kept": promise.kept.value, "why": promise.why}
