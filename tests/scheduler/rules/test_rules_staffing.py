"""The rules about who comes: on duty, of the right kind, often enough, and the ward's own."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.facts import Absence, DaySpan, Role
from scheduler.plan import MeetingState
from scheduler.rules.shapes import Charge
from tests.scheduler.examples import BOW_EAST, MILE_END, an_officer, the_officers
from tests.scheduler.rules.examples import bow, breach, breaches, charges, mile, the_problem, the_year, year_with

FIRST = f"{bow(1)} on Thu 14 Jan 2027 19:00"
JANUARY_14 = DaySpan(date(2027, 1, 14), date(2027, 1, 14))
DEPUTY = an_officer("sgt-2", Role.SERGEANT, ward_codes=frozenset(), deputy_ward_codes=frozenset({BOW_EAST}))
MILE_END_ONLY = an_officer("pcso-2", Role.PCSO, ward_codes=frozenset({MILE_END}))
TEAM = (*the_officers(), DEPUTY, MILE_END_ONLY)


def with_hours(officer_id, hours):
    """The team with one officer's working hours changed."""
    changed = {officer.officer_id: officer for officer in TEAM}
    changed[officer_id] = an_officer(officer_id, changed[officer_id].role, working_hours=hours)
    return the_problem(officers=tuple(changed.values()))


def away(officer_id, days):
    return the_problem(officers=TEAM, absences=(Absence(officer_id, days, "leave"),))


def test_sergeant_on_duty_is_kept_by_a_lead_or_a_deputy_to_the_minute():
    deputised = year_with({bow(1): {"sergeant": "sgt-2"}})

    assert breaches("sergeant_on_duty", away("sgt-1", JANUARY_14), deputised) == []
    assert breaches("sergeant_on_duty", with_hours("sgt-1", "Th 19:00-20:30"), the_year()) == []


@pytest.mark.parametrize(
    ("sergeant", "why"),
    [
        ("", " has none"),
        ("dwo-1", ": officer dwo-1 is not a sergeant or deputy of Bow East"),
        ("sgt-9", ": officer sgt-9 is not a sergeant or deputy of Bow East"),
    ],
)
def test_sergeant_on_duty_is_broken_by_nobody_and_by_somebody_else(sergeant, why):
    plan = year_with({bow(1): {"sergeant": sergeant}})

    assert breaches("sergeant_on_duty", the_problem(officers=TEAM), plan) == [
        breach("sergeant_on_duty", FIRST + why, bow(1))
    ]


def test_sergeant_on_duty_is_broken_by_leave_and_by_working_hours():
    assert breaches("sergeant_on_duty", away("sgt-1", JANUARY_14), the_year()) == [
        breach("sergeant_on_duty", f"{FIRST}: officer sgt-1 is away from 14 Jan to 14 Jan", bow(1))
    ]
    assert breaches("sergeant_on_duty", with_hours("sgt-1", "Th 19:00-20:30; Jan Th 19:00-20:29"), the_year()) == [
        breach("sergeant_on_duty", f"{spoken}: officer sgt-1 works Th 19:00-20:30; Jan Th 19:00-20:29", meeting)
        for meeting, spoken in ((bow(1), FIRST), (mile(1), f"{mile(1)} on Thu 21 Jan 2027 19:00"))
    ]


def test_sergeant_on_duty_is_broken_by_a_deputy_of_another_ward():
    plan = year_with({mile(1): {"sergeant": "sgt-2"}})

    assert breaches("sergeant_on_duty", the_problem(officers=TEAM), plan) == [
        breach(
            "sergeant_on_duty",
            f"{mile(1)} on Thu 21 Jan 2027 19:00: officer sgt-2 is not a sergeant or deputy of Mile End",
            mile(1),
        )
    ]


def test_ward_officer_on_duty_is_kept_by_a_dwo_and_a_pcso_together():
    plan = year_with({bow(1): {"ward_officers": ("dwo-1", "pcso-1")}})

    assert breaches("ward_officer_on_duty", the_problem(officers=TEAM), plan) == []


@pytest.mark.parametrize(
    ("officers", "why"),
    [
        ((), " has none"),
        (("dwo-1", "pcso-2"), ": officer pcso-2 is not a ward officer of Bow East"),
        (("insp-1",), ": officer insp-1 is not a ward officer of Bow East"),
    ],
)
def test_ward_officer_on_duty_is_broken_by_nobody_and_by_somebody_else(officers, why):
    plan = year_with({bow(1): {"ward_officers": officers}})

    assert breaches("ward_officer_on_duty", the_problem(officers=TEAM), plan) == [
        breach("ward_officer_on_duty", FIRST + why, bow(1))
    ]


def test_ward_officer_on_duty_is_broken_by_one_of_two_who_is_away():
    plan = year_with({bow(1): {"ward_officers": ("dwo-1", "pcso-1")}})

    assert breaches("ward_officer_on_duty", away("pcso-1", JANUARY_14), plan) == [
        breach("ward_officer_on_duty", f"{FIRST}: officer pcso-1 is away from 14 Jan to 14 Jan", bow(1))
    ]


VISITS = [("inspector_visits", "inspector", "insp-1"), ("public_realm_visits", "public_realm", "realm-1")]
KIND = {"inspector": "an inspector", "public_realm": "a Public Realm officer"}


def assert_kept_by_one_visit(rule, post, officer_id):
    cancelled = year_with({bow(1): {"state": MeetingState.CANCELLED}})
    often = year_with({bow(ordinal): {post: officer_id} for ordinal in (2, 3)})

    assert breaches(rule, the_problem(), the_year()) == []
    assert breaches(rule, the_problem(), often) == []
    assert breaches(rule, the_problem(), cancelled) == []  # the visit was promised


def assert_broken_by_none_and_by_the_wrong_one(rule, post, officer_id):
    none = year_with({mile(1): {post: None}})
    wrong = year_with({bow(1): {post: "dwo-1"}})

    assert breaches(rule, the_problem(), none) == [breach(rule, "Mile End has 0 such meetings, wanted 1")]
    assert breaches(rule, the_problem(), wrong) == [
        breach(rule, f"{FIRST}: officer dwo-1 is not {KIND[post]} of Bow East", bow(1))
    ]
    assert breaches(rule, away(officer_id, JANUARY_14), the_year()) == [
        breach(rule, f"{FIRST}: officer {officer_id} is away from 14 Jan to 14 Jan", bow(1))
    ]


def test_inspector_visits_is_kept_by_one_promised_visit_or_more():
    assert_kept_by_one_visit(*VISITS[0])


def test_inspector_visits_is_broken_by_none_and_by_the_wrong_one():
    assert_broken_by_none_and_by_the_wrong_one(*VISITS[0])


def test_public_realm_visits_is_kept_by_one_promised_visit_or_more():
    assert_kept_by_one_visit(*VISITS[1])


def test_public_realm_visits_is_broken_by_none_and_by_the_wrong_one():
    assert_broken_by_none_and_by_the_wrong_one(*VISITS[1])


def test_lead_sergeant_is_kept_by_the_wards_own():
    assert charges("lead_sergeant", the_problem(officers=TEAM), the_year()) == []


def test_lead_sergeant_is_broken_at_every_meeting_of_a_deputy():
    plan = year_with({bow(ordinal): {"sergeant": "sgt-2"} for ordinal in (1, 3)})

    assert charges("lead_sergeant", the_problem(officers=TEAM), plan) == [
        Charge("lead_sergeant", bow(ordinal), 50, "a deputy comes") for ordinal in (1, 3)
    ]
