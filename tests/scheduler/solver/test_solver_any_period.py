"""Whatever was held before a period and is told for after it: its plan keeps every rule, or there is none.

The audit says so, and a plain look at the dates does: what bounds a period from outside could be forgotten by both.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.tiny_boroughs import tiny_borough
from scheduler.audit import audit
from scheduler.errors import NoPlan
from scheduler.facts import HeldMeeting
from scheduler.period import Period, until
from scheduler.plan import MeetingState, PlannedMeeting, by_kind
from scheduler.policy import Session
from scheduler.posing import planning_problem
from scheduler.rules.gaps import longest_waits
from scheduler.rules.usable import usable_halls
from scheduler.solver import solve

LONDON = ZoneInfo("Europe/London")
NEAR = st.integers(1, 200)
"""Days between a period and a meeting beside it."""


@st.composite
def periods(draw):
    """1 to 24 months from any day, to any day; most of them about a year."""
    first_day, months = draw(st.dates(date(2025, 6, 1), date(2028, 12, 31))), draw(st.integers(1, 24))
    shortened = draw(st.sampled_from((months, 12, min(months, 12))))  # two years take seconds to plan
    return Period(first_day, until(first_day, shortened).last_day - timedelta(days=draw(st.integers(0, 26))))


@st.composite
def questions(draw):
    """A tiny borough with some attendance, a period of it, and meetings of its other periods."""
    made, period = tiny_borough(draw(st.integers(0, 999))), draw(periods())
    codes = [ward.code for ward in made.wards]
    came = draw(st.dictionaries(st.tuples(st.sampled_from(codes), st.integers(1, 500)), st.integers(0, 40)))
    rows = [
        HeldMeeting(code, period.first_day - timedelta(days=days), Session.EVENING, residents)
        for (code, days), residents in came.items()
    ]
    beside = [meeting for code in codes for meeting in draw(meetings_beside(code, period))]
    return replace(made, attendance=(*made.attendance, *rows)), period, tuple(beside)


@st.composite
def meetings_beside(draw, code, period):
    """A ward's meetings before and after a period: most of them promised and to be held."""
    before = [period.first_day - timedelta(days=days) for days in draw(st.sets(NEAR, max_size=3))]
    after = [period.last_day + timedelta(days=days) for days in draw(st.sets(NEAR, max_size=2))]
    return [draw(meetings(code, day, number)) for number, day in enumerate(sorted(before + after), 1)]


def meetings(code, day, number):
    """One evening meeting of a ward, in some hall."""
    starts_at = datetime.combine(day, time(19), LONDON)
    return st.builds(
        PlannedMeeting,
        meeting_id=st.just(f"{day.year}-{code}-{number}"),
        ward_code=st.just(code),
        session=st.just(Session.EVENING),
        starts_at=st.just(starts_at),
        ends_at=st.just(starts_at + timedelta(minutes=90)),
        venue_id=st.sampled_from([f"V{number}" for number in range(1, 7)]),
        sergeant=st.just("S1"),
        ward_officers=st.just(("D1",)),
        state=st.sampled_from([*[MeetingState.CONFIRMED] * 4, MeetingState.CANCELLED]),
        is_extra=st.sampled_from([False] * 4 + [True]),
    )


def last_and_next(borough, period, beside, code):
    """The ward's last meeting before a period and its first after it, each a day and a hall, "" where it is not known.

    Edges: an extra meeting is neither, and where one was held attendance of that day is its own
    """
    extra = {each.held_on for each in beside if each.ward_code == code and each.is_extra}
    known = {each.held_on: "" for each in borough.attendance if each.ward_code == code and each.held_on not in extra}
    known |= {each.held_on: each.venue_id for each in beside if each.ward_code == code and not each.is_extra}
    year_before = period.first_day.replace(year=period.first_day.year - 1, day=min(period.first_day.day, 28))
    before = [each for each in sorted(known.items()) if year_before <= each[0] < period.first_day]
    return before[-1:], [each for each in sorted(known.items()) if each[0] > period.last_day][:1]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_plan_of_any_period_keeps_every_rule_with_its_edges_or_there_is_none(question):
    borough, period, beside = question
    problem = planning_problem(borough, period, beside)

    plan, reasons = plan_or_reasons(problem)

    if plan is None:
        assert reasons
        assert all(reason.strip() for reason in reasons)
        return
    assert audit(problem, plan) == ()
    names = [each.meeting_id for each in (*plan.meetings, *beside)]
    assert len(names) == len(set(names))
    for view in problem.wards:
        own = [each for each in plan.meetings if each.ward_code == view.ward.code]
        assert all(each.held_on in period for each in own)
        assert by_kind(own) == period.pro_rata_of_two(view.standing.tier.evening, view.standing.tier.daytime)
        if own:
            keeps_its_gaps(problem, view, own, *last_and_next(borough, period, beside, view.ward.code))


def plan_or_reasons(problem):
    """The best plan, or why there is none."""
    try:
        return solve(problem), ()
    except NoPlan as error:
        return None, error.reasons


def keeps_its_gaps(problem, view, own, before, after):
    """A ward's days and halls in a row, over the edges: not too soon, not too long apart, never one hall twice running.

    Edges: over an edge it may wait longer where the ward cannot meet so soon
    """
    row = [*before, *((each.held_on, each.venue_id) for each in own), *after]
    waits = [view.standing.tier.max_gap_days] * (len(own) - 1)
    first_wait, last_wait = longest_waits(problem, view)
    waits = [*[first_wait] * len(before), *waits, *[last_wait] * len(after)]
    has_choice = len(usable_halls(problem, view)) > 1
    for ((day, hall), (later, next_hall)), most in zip(pairwise(row), waits, strict=True):
        assert view.standing.tier.min_gap_days <= (later - day).days <= most
        assert hall == "" or hall != next_hall or not has_choice
