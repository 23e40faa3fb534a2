"""The judge of a finished plan: every breach of every rule at once, and points that add up."""

from __future__ import annotations

from dataclasses import replace

from scheduler.audit import audit, charges, cost_by_rule
from scheduler.plan import MeetingState
from scheduler.rules.book import RULES
from scheduler.rules.shapes import Charge, Level
from tests.scheduler.examples import at
from tests.scheduler.rules.examples import bow, mile, the_problem, the_year, year_with


def test_clean_year_has_no_breach_and_costs_its_hire():
    problem = the_problem()

    assert audit(problem, the_year()) == ()
    assert charges(problem, the_year()) == tuple(
        Charge("hire_cost", meeting.meeting_id, 60, "hire of £30") for meeting in the_year().meetings
    )


def test_every_rule_that_is_broken_is_told_in_the_books_order():
    plan = year_with({bow(1): {"starts_at": at("Fri 2027-01-01 20:00"), "sergeant": "", "inspector": None}})

    assert [str(breach) for breach in audit(the_problem(), plan)] == [
        "Meetings start at the times the borough permits, in a hall that serves the ward: "
        f"{bow(1)} on Fri 01 Jan 2027 20:00 is not at a permitted evening start",
        "No meeting is held on a bank holiday or a day the borough has closed: "
        f"{bow(1)} on Fri 01 Jan 2027 20:00 falls on New Year's Day",
        f"A sergeant of the ward, or a deputy, is on duty at every meeting: {bow(1)} on Fri 01 Jan 2027 20:00 has none",
        "An inspector comes to every ward's meetings at least once a year: Bow East has 0 such meetings, wanted 1",
    ]


def test_plan_without_meetings_breaks_what_each_ward_is_owed_and_nothing_of_single_meetings():
    found = {breach.rule for breach in audit(the_problem(), replace(the_year(), meetings=()))}
    assert found == {"meetings_owed", "different_halls", "quarters", "inspector_visits", "public_realm_visits"}


def test_cost_by_rule_names_every_wish_and_adds_up_to_the_charges():
    problem = the_problem()
    plan = year_with({bow(1): {"starts_at": at("Wed 2027-01-13 18:30")}, mile(1): {"state": MeetingState.CANCELLED}})

    points = cost_by_rule(problem, plan)
    assert list(points) == [rule.name for rule in RULES if rule.level is Level.SHOULD]
    assert {name: score for name, score in points.items() if score} == {
        "set_evening": 80,
        "set_start": 25,
        "hire_cost": 7 * 60,
    }
    assert sum(points.values()) == sum(charge.points for charge in charges(problem, plan))


def test_meeting_of_an_unknown_ward_and_hall_is_a_breach_and_never_a_crash():
    plan = year_with({bow(1): {"ward_code": "E05000000", "venue_id": "barn", "sergeant": "nobody"}})

    told = [breach.seen for breach in audit(the_problem(), plan) if breach.rule == "permitted_slots"]
    assert told == [
        f"{bow(1)} on Thu 14 Jan 2027 19:00 is of an unknown ward 'E05000000'",
        f"{bow(1)} on Thu 14 Jan 2027 19:00 is in an unknown hall 'barn'",
    ]
    assert charges(the_problem(), plan) != ()
