"""The slow model keeps the rules, finds the known optimum of a year small enough to work out by hand, and gives up."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time
from itertools import combinations, pairwise

import pytest
from opening_hours import OpeningHours

from benchmarks.boroughs import tiny_borough
from benchmarks.drawing import PROFILE, officer
from benchmarks.monolith import MonolithResult, solve_monolith
from scheduler.facts import (
    Absence,
    Borough,
    DayKind,
    DaySpan,
    Known,
    PartOfDay,
    Role,
    SetEvening,
    SpecialDays,
    Venue,
    Ward,
)
from scheduler.policy import DaytimePreference, Limits, Policy, Session, Tier
from scheduler.tiers import standings

WARD = "E05099001"
TUESDAYS = "2027 Feb 9 18:00-22:00; 2027 May 11 18:00-22:00; 2027 Aug 10 18:00-22:00; 2027 Nov 9 18:00-22:00"
OR_WEDNESDAY = "; 2027 May 12 18:00-22:00"
SEEDS = range(12)


def a_hall(venue_id, hire):
    return Venue(
        venue_id, venue_id, "1 High Street", "ZZ1 1AA", 51.5, 0.0, frozenset({WARD}), 40, hire, "Mo-Fr 18:00-22:00"
    )


def one_ward():
    """Five evenings in the year on which everybody is on duty, two of them in May, and two halls, one of them free."""
    everywhere = frozenset({WARD})
    roles = {"D1": Role.DWO, "I1": Role.INSPECTOR, "R1": Role.PUBLIC_REALM, "S1": Role.SERGEANT}
    return Borough(
        profile=PROFILE,
        policy=Policy(
            length_minutes=90,
            lookback_meetings=4,
            step_free_required=False,
            tiers=(Tier("steady", 0.0, 4, 0, DaytimePreference.ANY, 56, 110),),
            starts={Session.EVENING: (time(19),)},
        ),
        wards=(Ward(WARD, "Ward", "ward", 51.5, 0.0, 9_000, frozenset(), SetEvening(1, time(18, 15))),),
        venues=(a_hall("V1", 20.0), a_hall("V2", 0.0)),
        officers=tuple(officer(each, role, everywhere, TUESDAYS + OR_WEDNESDAY) for each, role in roles.items()),
        attendance=(),
        special_days=(
            SpecialDays(DaySpan(date(2027, 5, 11), date(2027, 5, 11)), DayKind.AVOID, PartOfDay.EVENING, "Fair"),
        ),
    )


def test_known_optimum_is_found_and_priced_rule_by_rule():
    result = solve_monolith(one_ward(), 2027, seconds=10)

    # Wednesday 12 May (80) beats the day to avoid (100); every start is two started half hours late; the halls
    # alternate, so the dear one is paid for twice.
    assert (result.status, result.cost, result.bound) == ("optimal", 400, 400)
    assert [meeting.held_on.isoformat() for meeting in result.plan.meetings] == [
        "2027-02-09",
        "2027-05-12",
        "2027-08-10",
        "2027-11-09",
    ]
    assert {rule: points for rule, points in result.plan.cost_by_rule.items() if points} == {
        "set_evening": 80,
        "set_start": 200,
        "hire_cost": 120,
    }


def test_lone_hall_may_be_used_every_time():
    result = solve_monolith(replace(one_ward(), venues=(a_hall("V1", 20.0),)), 2027, seconds=10)

    assert [meeting.venue_id for meeting in result.plan.meetings] == ["V1"] * 4
    assert result.cost == 520


@pytest.mark.parametrize(
    "changes",
    [
        {"absences": (Absence("S1", DaySpan(date(2027, 8, 1), date(2027, 8, 31))),)},
        {"venues": ()},
        {"policy": replace(one_ward().policy, limits=Limits(inspector_meetings=5))},
    ],
    ids=["no sergeant all summer", "no hall", "more visits than meetings"],
)
def test_impossible_year_is_proven_so(changes):
    assert solve_monolith(replace(one_ward(), **changes), 2027, seconds=10) == MonolithResult(
        "infeasible", None, None, None
    )


def test_step_free_is_required_only_where_policy_says():
    strict = replace(one_ward(), policy=replace(one_ward().policy, step_free_required=True))
    with_ramp = replace(strict, venues=(a_hall("V1", 20.0), replace(a_hall("V2", 0.0), step_free=Known.YES)))

    assert solve_monolith(strict, 2027, seconds=10).status == "infeasible"
    assert {each.venue_id for each in solve_monolith(with_ramp, 2027, seconds=10).plan.meetings} == {"V2"}


def test_better_plans_are_told_as_they_are_found():
    told = []
    result = solve_monolith(one_ward(), 2027, seconds=10, on_solution=lambda *news: told.append(news))

    assert [cost for _, cost, _ in told][-1] == result.cost


@pytest.fixture(scope="module")
def tiny_years():
    boroughs = {seed: tiny_borough(seed) for seed in SEEDS}
    return {seed: (made, solve_monolith(made, 2027, seconds=20)) for seed, made in boroughs.items()}


@pytest.fixture(params=SEEDS)
def planned(request, tiny_years):
    made, result = tiny_years[request.param]
    return made, result.plan.meetings if result.plan else ()


def test_every_tiny_year_is_settled_and_some_are_impossible(tiny_years):
    found = Counter(result.status for _, result in tiny_years.values())

    assert found["optimal"] + found["infeasible"] == len(SEEDS)
    assert found["optimal"] >= 8
    assert found["infeasible"] >= 1


def test_costs_by_rule_add_up_to_the_cost_the_model_saw(tiny_years):
    plans = [result.plan for _, result in tiny_years.values() if result.plan]

    assert [sum(plan.cost_by_rule.values()) for plan in plans] == [plan.cost for plan in plans]


def test_each_ward_gets_what_it_is_owed(planned):
    made, meetings = planned
    tiers = {standing.ward.code: standing.tier for standing in standings(made)}

    for code in {meeting.ward_code for meeting in meetings}:
        mine = [meeting for meeting in meetings if meeting.ward_code == code]
        evenings = sum(meeting.session is Session.EVENING for meeting in mine)
        gaps = [(other.held_on - one.held_on).days for one, other in pairwise(mine)]
        assert (evenings, len(mine) - evenings) == (tiers[code].evening, tiers[code].daytime)
        assert all(tiers[code].min_gap_days <= gap <= tiers[code].max_gap_days for gap in gaps)
        assert {(meeting.held_on.month - 1) // 3 for meeting in mine} == {0, 1, 2, 3}


def test_everyone_is_on_duty_and_the_hall_is_open_from_start_to_end(planned):
    made, meetings = planned
    hours = {each.officer_id: each.working_hours for each in made.officers}
    hours |= {each.venue_id: each.opening_hours for each in made.venues}

    for meeting in meetings:
        first, last = meeting.starts_at.replace(tzinfo=None), meeting.ends_at.replace(tzinfo=None)
        for name in (meeting.venue_id, *meeting.officers):
            (_, _, state, _), *more = OpeningHours(hours[name], country="GB").intervals(first, last)
            assert (str(state), more) == ("open", [])


def test_meetings_that_overlap_share_nobody_no_hall_and_no_border(planned):
    made, meetings = planned
    neighbours = {ward.code: ward.neighbours for ward in made.wards}

    for one, other in combinations(meetings, 2):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            assert set(one.officers).isdisjoint(other.officers)
            assert one.venue_id != other.venue_id
            assert other.ward_code not in neighbours[one.ward_code]


def test_no_day_has_more_meetings_than_the_borough_can_carry(planned):
    made, meetings = planned
    on_day = Counter(meeting.held_on for meeting in meetings)

    assert max(on_day.values(), default=0) <= made.policy.limits.meetings_a_day
