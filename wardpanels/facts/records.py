"""What became of meetings, and what is owed, for a script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scheduler.debt import Fate, PromisedMeeting, WardDebt
from scheduler.evidence.agreed import AgreedAction
from scheduler.records import MeetingRecord
from wardpanels.year.recording import Recorded


def record_facts(found: Recorded) -> dict[str, Any]:
    """What is now known of a meeting, and what was before."""
    return {
        "meeting": found.meeting.meeting_id,
        "record": _facts(found.record),
        "before": _facts(found.before) if found.before else None,
        "priorities": list(found.agreed.priorities),
        "actions": [_action_facts(action) for action in found.agreed.actions],
        "in_attendance_csv": found.in_file,
    }


def _facts(record: MeetingRecord) -> dict[str, Any]:
    return {
        "residents": record.residents,
        "first_timers": record.first_timers,
        "roles": None if record.roles is None else [role.value for role in record.roles],
        "not_held": record.not_held,
        "waived": record.waived,
        "ages": None if record.ages is None else {band.name: band.people for band in record.ages},
        "stood_in": [role.value for role in record.stood_in],
        "apologies": record.apologies,
    }


def _action_facts(action: AgreedAction) -> dict[str, Any]:
    return {
        "what": action.what,
        "owner": action.owner.value if action.owner else None,
        "due": action.due.isoformat() if action.due else None,
    }


def debt_facts(debt: WardDebt, earlier: Iterable[WardDebt] = ()) -> dict[str, Any]:
    """What one ward is owed: owed = held + planned + still_owed; beside it, what it still is of `earlier` periods."""
    before = [promise for each in earlier if each.ward_code == debt.ward_code for promise in each.open]
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
        "earlier": [promise_facts(promise) for promise in before],
    }


def promise_facts(promise: PromisedMeeting) -> dict[str, Any]:
    """One promised meeting, and what became of it."""
    return {"meeting": promise.meeting.meeting_id, "kept": promise.kept.value, "why": promise.why}
