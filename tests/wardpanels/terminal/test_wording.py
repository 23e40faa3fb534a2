"""The sentences that commands print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scheduler.facts import HeldMeeting
from scheduler.period import calendar_year
from scheduler.plan import MeetingState, PlanStatus
from scheduler.policy import Session
from scheduler.rules.shapes import Breach
from scheduler.tiers import Standing
from tests.scheduler.examples import BOW_EAST, a_borough, a_plan, a_tier, a_ward
from wardpanels.console.wording_of_jobs import how_good
from wardpanels.facts.plan import edit_facts
from wardpanels.terminal.words.borough import counted, standing_row
from wardpanels.terminal.words.plan import edit_sentences, meeting_row, plan_sentences
from wardpanels.year.editing import Edited


def test_proven_plan_says_its_cost_and_bound():
    assert plan_sentences(a_borough(), a_plan(), seconds=1.94) == (
        "Tower Hamlets, 2027: 3 meetings are planned in 1.9 s.",
        "Proven optimal: cost 30, bound 30. No plan that keeps the must-rules costs less.",
        "Points: hire cost 30.",
        "Audit: every must-rule is kept.",
    )


def test_plan_that_is_not_proven_says_so():
    plan = a_plan(status=PlanStatus.FEASIBLE, bound=28)

    assert (
        plan_sentences(a_borough(), plan)[1]
        == "Not proven optimal: cost 30, bound 28. No plan can cost less than the bound."
    )


def test_year_with_a_cancelled_meeting_counts_what_stands_and_claims_no_proof():
    first, *others = a_plan().meetings
    off = replace(first, state=MeetingState.CANCELLED)
    plan = a_plan(off, *others, status=PlanStatus.FEASIBLE, bound=0)

    number, proof, *_ = plan_sentences(a_borough(), plan)

    assert number == "Tower Hamlets, 2027: 2 meetings are planned; 1 is cancelled."
    assert proof == "Not proven optimal: cost 30. How much less another could cost was not worked out."
    assert how_good(plan) == "It costs 30 points. A better one may exist."


def test_edit_says_what_the_audit_found_and_what_it_costs():
    after = a_plan(cost=110, cost_by_rule={"hire_cost": 30, "set_evening": 80})
    breach = Breach("meetings_owed", "Every ward has its meetings", "Bow East holds 3 of 4")

    assert edit_sentences(Edited(a_plan(), after, ())) == (
        "Audit: every must-rule is kept.",
        "Cost: 30 points before, 110 now (set evening +80).",
    )
    assert edit_sentences(Edited(a_plan(), a_plan(), (breach,))) == (
        "Audit:",
        "- Every ward has its meetings: Bow East holds 3 of 4",
        "Cost: 30 points before, 30 now.",
    )


def test_edit_is_told_to_a_script_with_its_verdict():
    told = edit_facts(Edited(a_plan(), a_plan(), ()), "2027-E05009317-1")

    assert (told["meeting"]["venue_id"], told["cost_before"], told["cost"], told["audit"]) == ("bow-centre", 30, 30, [])


def test_meeting_is_shown_without_its_officers():
    borough = a_borough()
    hall = next(venue.name for venue in borough.venues if venue.venue_id == "bow-centre")

    assert meeting_row(borough, a_plan().meetings[0]) == (
        "2027-E05009317-1",
        borough.wards[0].name,
        "Thu 25 Mar 2027",
        "19:00-20:30",
        "evening",
        hall,
        "confirmed",
    )


@pytest.mark.parametrize(
    ("counts", "told"), [([20] * 99 + [19], "19.9"), ([20], "20.0"), ([], "-")], ids=["below", "on", "none"]
)
def test_mean_never_looks_like_the_threshold_above_it(counts, told):
    held = tuple(HeldMeeting(BOW_EAST, date(2026, 5, 1), Session.EVENING, count) for count in counts)
    standing = Standing(a_ward(), a_tier(), held, 20, "", is_override=False)

    assert standing_row(standing, calendar_year(2027))[2] == told


def test_one_of_a_thing_is_told_in_the_singular():
    assert counted({"wards": 1, "halls": 1200}) == "1 ward and 1,200 halls"


def test_sentence_of_points_leaves_out_rules_that_cost_nothing():
    plan = replace(a_plan(), cost_by_rule={"hire_cost": 30, "fair_load": 0})

    assert plan_sentences(a_borough(), plan)[2] == "Points: hire cost 30."
