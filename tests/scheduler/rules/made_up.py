"""Made-up boroughs as problems, posed once, and random plans for them that keep no rule in particular."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from random import Random  # noqa: TID251 - seeded below, so the same every time

from benchmarks.boroughs import borough, tiny_borough
from scheduler.period import calendar_year
from scheduler.plan import Plan, PlannedMeeting, PlanStatus, meeting_id
from scheduler.posing import planning_problem
from scheduler.rules.shapes import Occasion

YEAR = 2027
SEEDS = range(8)


@cache
def problem_of(seed):
    """An odd seed gives a tiny borough, full of clashes; an even one a plain borough of four wards."""
    return planning_problem(tiny_borough(seed) if seed % 2 else borough(seed, wards=4), calendar_year(YEAR))


def seeded(seed):
    """A source of choices that makes the same ones every time."""
    return Random(seed)


def random_occasion(rng, problem, view):
    """Any day, sitting and hall of the ward, permitted or not, with their indexes."""
    at = (rng.randrange(len(problem.days)), rng.randrange(len(problem.sittings)), rng.randrange(len(view.halls)))
    day, sitting, hall = at
    return at, Occasion(problem.days[day], problem.sittings[sitting], view.halls[hall])


def meeting_on(problem, view, occasion, ordinal=1, **officers):
    """A meeting of the ward on that occasion; nobody comes who is not named."""
    starts_at = datetime.combine(occasion.day, occasion.sitting.starts, tzinfo=problem.zone)
    staff = {"sergeant": "", "ward_officers": (), **officers}
    return PlannedMeeting(
        meeting_id=meeting_id(YEAR, view.ward.code, ordinal),
        ward_code=view.ward.code,
        session=occasion.sitting.session,
        starts_at=starts_at,
        ends_at=starts_at + problem.length,
        venue_id=occasion.venue.venue_id,
        **staff,
    )


def plan_of(problem, meetings):
    """These meetings as a plan."""
    return Plan(
        borough=problem.borough.profile.name,
        borough_code=problem.borough.profile.code,
        first_day=date(YEAR, 1, 1),
        last_day=date(YEAR, 12, 31),
        status=PlanStatus.FEASIBLE,
        cost=0,
        bound=0,
        cost_by_rule={},
        meetings=tuple(sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.ward_code))),
    )
