"""A plan, a meeting of it and a change of it: the plan file that outside tools read, and what --json prints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from scheduler.calls import calls_to_make
from scheduler.clash import Clash
from scheduler.facts import Borough, PlannedTier
from scheduler.plan import Plan, PlannedMeeting, differences
from scheduler.release.elections import poll_after
from wardpanels.year.editing import Edited
from wardpanels.year.planning import LeftOut
from wardpanels.year.replanning import Compared
from wardpanels.year.stand_ins import StandIn


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
        "tiers": {code: _tier_facts(tier) for code, tier in sorted(plan.planned_tiers.items())},
    }


def _tier_facts(planned: PlannedTier) -> dict[str, Any]:
    """The tier a ward was planned on, and the past meetings it rests on: null where an older version did not say."""
    return {
        "tier": planned.tier,
        "is_override": planned.is_override,
        "attendance": planned.attendance
        and [
            {"held_on": held.held_on.isoformat(), "session": held.session.value, "residents": held.residents}
            for held in planned.attendance
        ],
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
        "because": meeting.because,
        "new_date_follows": meeting.new_date_follows,
        "instead_of": meeting.instead_of,
        "is_extra": meeting.is_extra,
    }


def _by_start(meeting: PlannedMeeting) -> tuple[str, str, str]:
    return (meeting.starts_at.isoformat(), meeting.ward_code, meeting.meeting_id)


def shown_facts(borough: Borough, meeting: PlannedMeeting) -> dict[str, Any]:
    """One meeting of the draft for a script: as in a plan file, whether it falls in the weeks before a poll, and what
    its hall is to be asked first: null where nobody needs to ring."""
    is_before_a_poll = poll_after(borough.elections, meeting.held_on) is not None
    return {**meeting_facts(meeting), "is_before_a_poll": is_before_a_poll, "ask_hall": asked_of_hall(borough, meeting)}


def asked_of_hall(borough: Borough, meeting: PlannedMeeting) -> str | None:
    """What a meeting's hall is to be asked before it, or None."""
    return next((call.question for call in calls_to_make(borough, (meeting,))), None)


def edit_facts(edited: Edited, meeting_id: str) -> dict[str, Any]:
    """One change by hand for a script."""
    return {
        "meeting": meeting_facts(edited.after.meeting_by_id[meeting_id]),
        "cost_before": edited.before.cost,
        "cost": edited.after.cost,
        "audit": [str(breach) for breach in edited.breaches],
    }


def undo_facts(edited: Edited) -> dict[str, Any]:
    """What was taken back, for a script, and who had changed it and why: "" where nobody said."""
    changed = differences(edited.before, edited.after)
    return {
        "by": edited.by,
        "why": edited.why,
        "changed": [known.meeting_id for before, after in changed if (known := after or before)],
        "cost_before": edited.before.cost,
        "cost": edited.after.cost,
        "audit": [str(breach) for breach in edited.breaches],
    }


def replan_facts(compared: Compared) -> dict[str, Any]:
    """The same for a script."""
    found = compared.replanned
    return {
        "moved": found.moved,
        "hall_changed": found.hall_changed,
        "officers_changed": found.officers_changed,
        "added": found.added,
        "dropped": found.dropped,
        "put_back": found.put_back,
        "is_proven": found.is_proven,
        "changed": [known.meeting_id for before, after in compared.changed if (known := after or before)],
        "left_out": left_out_facts(compared.left_out),
        "plan": plan_facts(found.plan),
    }


def left_out_facts(left_out: Iterable[LeftOut]) -> list[dict[str, Any]]:
    """The wards that are not in the plan, for a script: `why` in words, and the same in parts."""
    return [
        {
            "ward_code": each.ward.code,
            "ward": each.ward.name,
            **_clash_parts(each.clash),
        }
        for each in left_out
    ]


def clash_facts(clash: Clash) -> dict[str, Any]:
    """What cannot all be kept, of which wards, and what would mend it: `why` in words, and the same in parts."""
    return {"subject": clash.subject, "ward_codes": list(clash.ward_codes), **_clash_parts(clash)}


def _clash_parts(clash: Clash) -> dict[str, Any]:
    return {
        "why": "\n".join(clash.lines()),
        "demands": list(clash.demands),
        "repairs": [list(repair) for repair in clash.repairs],
        "is_proven": clash.is_proven,
        "is_hopeless": clash.is_hopeless,
    }


def stand_in_facts(meeting_id: str, ranked: Iterable[StandIn]) -> dict[str, Any]:
    """Who could come to a meeting instead, for a script."""
    facts = [
        {"post": each.post.value, "officer_id": each.officer.officer_id, "is_assigned": each.is_assigned}
        for each in ranked
    ]
    return {"meeting": meeting_id, "stand_ins": facts}
