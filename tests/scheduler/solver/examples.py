"""A ward whose whole year of choices can be counted: three evenings a quarter, two or three halls, one of each role."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from itertools import product

from scheduler.facts import DayKind, DaySpan, PartOfDay, Role, SpecialDays
from scheduler.period import calendar_year
from scheduler.plan import PlannedMeeting, meeting_id
from scheduler.policy import Limits, Session
from scheduler.posing import planning_problem
from scheduler.rules.shapes import Level
from tests.scheduler.examples import (
    BOW_EAST,
    a_borough,
    a_library,
    a_plan,
    a_policy,
    a_tier,
    a_venue,
    a_ward,
    an_officer,
)

EVENINGS = "2027 Jan 13-15 18:00-22:00; 2027 Apr 7-9 18:00-22:00; 2027 Jul 7-9 18:00-22:00; 2027 Oct 12-14 18:00-22:00"
ROLES = {"dwo-1": Role.DWO, "insp-1": Role.INSPECTOR, "realm-1": Role.PUBLIC_REALM, "sgt-1": Role.SERGEANT}
ONE_DAY = "2027 Jan 14 09:00-18:00; 2027 Apr 8 09:00-18:00; 2027 Jul 8 09:00-18:00; 2027 Oct 14 09:00-18:00"


def the_ward(**changes):
    """The problem of that one ward: a year has 6 or 9 slots a quarter, and rules that tell them apart."""
    alone = frozenset({BOW_EAST})
    halls = (
        a_venue(ward_codes=alone),
        a_library(ward_codes=alone, hire_gbp_per_hour=7.5, closed=(DaySpan(date(2027, 4, 8), date(2027, 4, 8)),)),
        a_venue(venue_id="school", name="School", lat=51.54, ward_codes=alone, hire_gbp_per_hour=0.0),
    )
    facts = {
        "wards": (a_ward(neighbours=frozenset()),),
        "venues": halls,
        "officers": tuple(
            an_officer(each, role, ward_codes=alone, working_hours=EVENINGS) for each, role in ROLES.items()
        ),
        "policy": a_policy(
            starts={Session.EVENING: (time(19),)},
            limits=Limits(halls_a_ward=2),
            tiers=(a_tier(min_gap_days=83, max_gap_days=98),),
        ),
        "special_days": (
            SpecialDays(DaySpan(date(2027, 7, 8), date(2027, 7, 9)), DayKind.AVOID, PartOfDay.ANY, "Eid"),
        ),
    }
    return planning_problem(a_borough(**{**facts, **changes}), calendar_year(2027))


def every_legal_year(problem):
    """Points by (day, hall id) of every year that the plain side of the rules lets pass."""
    view = problem.wards[0]
    days = [day for day in problem.days if day.strftime("%b") in ("Jan", "Apr", "Jul", "Oct")]
    days = [day for day in days if problem.present(view.leads[0])[(day - problem.first_day).days].any()]
    quarters = [[day for day in days if day.month == month] for month in (1, 4, 7, 10)]
    years, rules = {}, list(problem.rules)
    for chosen in product(*quarters):
        for halls in product(view.halls, repeat=4):
            plan = a_plan(*_meetings(problem, chosen, halls))
            if not _is_broken(rules, problem, plan):
                wishes = [rule for rule in problem.rules if rule.level is Level.SHOULD]
                points = sum(charge.points for rule in wishes for charge in rule.charges(problem, plan))
                years[tuple((day, hall.venue_id) for day, hall in zip(chosen, halls, strict=True))] = points
    return years


def _is_broken(rules, problem, plan):
    """Whether a plan breaks a rule. The one that it breaks is asked first about the next, which is much alike."""
    for place, rule in enumerate(rules):
        if any(True for _ in rule.breaches(problem, plan)):
            rules.insert(0, rules.pop(place))
            return True
    return False


def _meetings(problem, days, halls):
    for ordinal, (day, hall) in enumerate(zip(days, halls, strict=True), 1):
        starts_at = datetime.combine(day, time(19), tzinfo=problem.zone)
        meeting = PlannedMeeting(
            meeting_id=meeting_id(2027, BOW_EAST, ordinal),
            ward_code=BOW_EAST,
            session=Session.EVENING,
            starts_at=starts_at,
            ends_at=starts_at + problem.length,
            venue_id=hall.venue_id,
            sergeant="sgt-1",
            ward_officers=("dwo-1",),
        )
        yield replace(meeting, inspector="insp-1", public_realm="realm-1") if ordinal == 1 else meeting


def with_limits(problem, **limits):
    """The same borough under other limits."""
    policy = problem.borough.policy
    borough = replace(problem.borough, policy=replace(policy, limits=replace(policy.limits, **limits)))
    return planning_problem(borough, problem.period)


def two_wards(starts, **limits):
    """Two wards, one officer of each role, and one day a quarter on which they work: both wards meet that day."""
    return planning_problem(
        a_borough(
            officers=tuple(an_officer(each, role, working_hours=ONE_DAY) for each, role in sorted(ROLES.items())),
            policy=a_policy(
                starts={Session.WEEKDAY_DAYTIME: starts},
                tiers=(a_tier(evening=0, daytime=4),),
                limits=Limits(halls_a_ward=1, **limits),
            ),
            board=(),
        ),
        calendar_year(2027),
    )
