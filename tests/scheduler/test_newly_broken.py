"""What a change breaks anew, worked out from what it reaches, is what two audits of the whole plan tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.boroughs import tiny_borough
from scheduler.audit import audit, newly_broken
from scheduler.edit import replaced
from scheduler.framing import with_borough
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.posing import planning_problem
from scheduler.solver import solve

STRICT = {"officer_travel_kmh": 4, "school_age_meetings": 1}
"""Limits that are switched off unless a borough sets them."""


@cache
def planned(seed):
    """A borough's plan, and the question with every rule switched on: the plan breaks some already."""
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    plan = solve(problem)
    policy = problem.borough.policy
    spent = int(sum(problem.venue_by_id[each.venue_id].hire_gbp_per_hour for each in plan.meetings))
    limits = replace(policy.limits, **STRICT, ward_hire_gbp=spent // 3, borough_hire_gbp=spent)
    strict = with_borough(problem, lambda borough: replace(borough, policy=replace(policy, limits=limits)))
    return strict, plan


@st.composite
def a_change(draw, problem, plan):
    """The plan with one to three meetings anywhere, with anybody, cancelled, or beside what was promised."""
    for meeting in draw(st.lists(st.sampled_from(plan.meetings), min_size=1, max_size=3, unique=True)):
        other = draw(st.sampled_from(plan.meetings))
        day = draw(st.sampled_from([other.held_on, *problem.days[::30]]))
        sitting = draw(st.sampled_from(problem.sittings))
        starts_at = datetime.combine(day, sitting.starts, problem.zone)
        officers = st.sampled_from([officer.officer_id for officer in problem.borough.officers])
        moved = replace(
            meeting,
            session=sitting.session,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
            venue_id=draw(st.sampled_from(problem.borough.venues)).venue_id,
            sergeant=draw(st.sampled_from([meeting.sergeant, other.sergeant])),
            ward_officers=draw(st.sampled_from([meeting.ward_officers, other.ward_officers, ()])),
            inspector=draw(st.none() | officers),
            state=draw(st.sampled_from(MeetingState)),
            is_extra=draw(st.booleans()),
        )
        plan = replaced(plan, moved)
    return plan


@given(seed=st.sampled_from([0, 9, 17]), data=st.data())
def test_what_a_change_reaches_is_all_that_it_can_break(seed, data):
    problem, plan = planned(seed)
    before = data.draw(a_change(problem, plan))
    after = data.draw(a_change(problem, before))
    known = {(breach.rule, breach.seen) for breach in audit(problem, before)}

    found = newly_broken(problem, before, after)

    whole = [breach for breach in audit(problem, after) if (breach.rule, breach.seen) not in known]
    assert {(each.rule, each.seen) for each in found} == {(each.rule, each.seen) for each in whole}
    assert len(found) == len(whole)
