"""The plan file: the JSON that outside tools read. Same plan, same bytes. Nothing here writes to a disk."""

from __future__ import annotations

import json
from typing import Any

from scheduler.plan import Plan, PlannedMeeting


def plan_bytes(plan: Plan, **more: Any) -> bytes:
    """The plan as UTF-8 JSON, keys in a fixed order, meetings by start and ward. `more`: keys that follow them."""
    return (json.dumps({**plan_facts(plan), **more}, ensure_ascii=False, indent=2) + "\n").encode()


def plan_facts(plan: Plan) -> dict[str, Any]:
    """The plan as JSON's own types."""
    return {
        "borough": plan.borough,
        "borough_code": plan.borough_code,
        "first_day": plan.first_day.isoformat(),
        "last_day": plan.last_day.isoformat(),
        "status": plan.status.value,
        "cost": plan.cost,
        "bound": plan.bound,
        "cost_by_rule": dict(sorted(plan.cost_by_rule.items())),
        "meetings": [meeting_facts(meeting) for meeting in sorted(plan.meetings, key=_by_start)],
    }


def meeting_facts(meeting: PlannedMeeting) -> dict[str, Any]:
    """One meeting as JSON's own types; times carry their offset from UTC, as +01:00."""
    return {
        "id": meeting.meeting_id,
        "ward_code": meeting.ward_code,
        "session": meeting.session.value,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "venue_id": meeting.venue_id,
        "sergeant": meeting.sergeant,
        "ward_officers": list(meeting.ward_officers),
        "inspector": meeting.inspector,
        "public_realm": meeting.public_realm,
        "state": meeting.state.value,
    }


def _by_start(meeting: PlannedMeeting) -> tuple[str, str, str]:
    return (meeting.starts_at.isoformat(), meeting.ward_code, meeting.meeting_id)
