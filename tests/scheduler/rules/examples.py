"""A year that keeps every rule at no cost but the hire, and ways to ask one rule about it."""

from __future__ import annotations

from dataclasses import replace

from scheduler.period import calendar_year
from scheduler.plan import meeting_id
from scheduler.policy import Limits
from scheduler.posing import planning_problem
from scheduler.rules.book import RULES
from scheduler.rules.shapes import Breach
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_meeting, a_plan, a_policy, a_tier, at

RULE_BY_NAME = {rule.name: rule for rule in RULES}
DATES = {
    BOW_EAST: ("Thu 2027-01-14 19:00", "Thu 2027-04-08 19:00", "Thu 2027-07-08 19:00", "Thu 2027-10-07 19:00"),
    MILE_END: ("Thu 2027-01-21 19:00", "Thu 2027-04-15 19:00", "Thu 2027-07-15 19:00", "Thu 2027-10-14 19:00"),
}
OFFICER = {BOW_EAST: "dwo-1", MILE_END: "pcso-1"}
HALLS = ("bow-centre", "library")


def bow(ordinal):
    return meeting_id(2027, BOW_EAST, ordinal)


def mile(ordinal):
    return meeting_id(2027, MILE_END, ordinal)


def the_problem(**changes):
    """The borough of two wards and two halls, with changes."""
    return planning_problem(a_borough(**changes), calendar_year(2027))


def with_limits(**limits):
    return the_problem(policy=a_policy(limits=Limits(**limits)))


def with_tier(**changes):
    return the_problem(policy=a_policy(tiers=(a_tier(**changes),)))


def the_year():
    """Four evenings a ward: the usual weekday and start, halls in turn, both visitors at the first."""
    meetings = [_meeting(code, ordinal, when) for code, dates in DATES.items() for ordinal, when in enumerate(dates, 1)]
    return a_plan(*meetings)


def _meeting(code, ordinal, when):
    return a_meeting(
        meeting_id=meeting_id(2027, code, ordinal),
        ward_code=code,
        starts_at=at(when),
        venue_id=HALLS[ordinal % 2],
        ward_officers=(OFFICER[code],),
        inspector="insp-1" if ordinal == 1 else None,
        public_realm="realm-1" if ordinal == 1 else None,
    )


def year_with(changes):
    """The year with some meetings changed: from an id to new values; a new start takes the end along."""
    meetings = [_changed(meeting, changes.get(meeting.meeting_id, {})) for meeting in the_year().meetings]
    return a_plan(*meetings)


def _changed(meeting, changes):
    if "starts_at" in changes:
        changes = {"ends_at": changes["starts_at"] + (meeting.ends_at - meeting.starts_at), **changes}
    return replace(meeting, **changes)


def without(*meeting_ids):
    return a_plan(*(meeting for meeting in the_year().meetings if meeting.meeting_id not in meeting_ids))


def breaches(name, problem, plan):
    """What one must-rule finds."""
    return list(RULE_BY_NAME[name].breaches(problem, plan))


def charges(name, problem, plan):
    """What one should-rule asks."""
    return list(RULE_BY_NAME[name].charges(problem, plan))


def breach(name, seen, *meeting_ids):
    return Breach(name, RULE_BY_NAME[name].sentence, seen, meeting_ids)
