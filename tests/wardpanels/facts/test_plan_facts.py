"""The plan file that outside tools read."""

from __future__ import annotations

import json
from datetime import date

from scheduler.facts import HeldMeeting, PlannedTier
from scheduler.policy import Session
from tests.scheduler.examples import BOW_EAST, MILE_END, a_meeting, a_plan, at
from wardpanels.facts.plan import plan_bytes


def test_plan_file_has_the_keys_of_the_contract():
    held = HeldMeeting(BOW_EAST, date(2026, 5, 1), Session.EVENING, 9)
    tiers = {MILE_END: PlannedTier("steady"), BOW_EAST: PlannedTier("low", (held,), is_override=True)}

    told = json.loads(plan_bytes(a_plan(a_meeting(inspector="insp-1"), planned_tiers=tiers)))

    assert told == {
        "borough": "Tower Hamlets",
        "borough_code": "E09000030",
        "first_day": "2027-01-01",
        "last_day": "2027-12-31",
        "status": "optimal",
        "cost": 30,
        "bound": 30,
        "cost_by_rule": {"hire_cost": 30},
        "meetings": [
            {
                "id": "2027-E05009317-1",
                "ward_code": "E05009317",
                "session": "evening",
                "starts_at": "2027-03-25T19:00:00+00:00",
                "ends_at": "2027-03-25T20:30:00+00:00",
                "venue_id": "bow-centre",
                "sergeant": "sgt-1",
                "ward_officers": ["dwo-1"],
                "inspector": "insp-1",
                "public_realm": None,
                "state": "confirmed",
                "because": None,
                "new_date_follows": False,
                "instead_of": None,
                "is_extra": False,
            }
        ],
        "tiers": {
            "E05009317": {
                "tier": "low",
                "is_override": True,
                "attendance": [{"held_on": "2026-05-01", "session": "evening", "residents": 9}],
            },
            "E05009328": {"tier": "steady", "is_override": False, "attendance": None},
        },
    }


def test_summer_times_carry_their_offset():
    told = json.loads(plan_bytes(a_plan(a_meeting(starts_at=at("Thu 2027-04-01 19:00")))))

    assert told["meetings"][0]["starts_at"] == "2027-04-01T19:00:00+01:00"


def test_order_of_meetings_and_rules_does_not_change_the_bytes():
    plan = a_plan(cost_by_rule={"set_evening": 10, "hire_cost": 20})
    shuffled = a_plan(*reversed(plan.meetings), cost_by_rule={"hire_cost": 20, "set_evening": 10})

    assert plan_bytes(shuffled) == plan_bytes(plan)
