"""An explanation adds up to what the audit charges, and names what stands in the way."""

from __future__ import annotations

import pytest

from scheduler.audit import cost_by_rule
from scheduler.edit import NewTiming, cancel, move
from scheduler.errors import UnknownName
from scheduler.facts import Absence, DaySpan, Role
from scheduler.policy import DEFAULT_WEIGHTS
from scheduler.rules.shapes import Charge, Post
from scheduler.why.crew import HandedOver
from scheduler.why.explain import (
    AlternativeKind,
    MeetingExplained,
    OtherOfficer,
    explain_borough,
    explain_meeting,
    explain_ward,
)
from tests.scheduler.examples import BOW_EAST, MILE_END, a_policy, an_officer, at, the_officers
from tests.scheduler.rules.examples import bow, mile, the_problem, the_year, year_with

FRIDAY = at("Fri 2027-04-09 19:00")


def the_kinds(meeting_id, problem=None, plan=None):
    explained = explain_meeting(problem or the_problem(), plan or the_year(), meeting_id)
    return {kind.name: kind for kind in explained.kinds}


def test_meeting_is_charged_by_rule_with_the_reason():
    plan = year_with({bow(2): {"starts_at": FRIDAY}})

    explained = explain_meeting(the_problem(), plan, bow(2))

    assert explained.charges == (
        Charge("set_evening", bow(2), 80, "on a Friday, not the usual weekday"),
        Charge("hire_cost", bow(2), 60, "hire of £30"),
    )


def test_what_a_meeting_only_adds_to_is_told_apart():
    plan = year_with({mile(n): {"ward_officers": ("dwo-1",)} for n in (1, 2)})

    explained = explain_meeting(the_problem(), plan, mile(1))

    assert explained.shared == (Charge("fair_load", "dwo-1", 30, "6 meetings, a fair share is 4"),)


def test_best_other_date_is_in_the_same_hall():
    kind = the_kinds(bow(2))["another date"]

    assert (kind.best.difference, kind.best.meeting.starts_at, kind.best.meeting.venue_id) == (
        42,
        at("Thu 2027-04-01 19:00"),
        "bow-centre",
    )


def test_dates_that_would_not_do_are_counted_by_the_rule_that_forbids_them():
    kind = the_kinds(bow(2))["another date"]

    assert (kind.possible, kind.forbidden_by) == (
        9,
        {
            "hall_rotation": 131,
            "smallest_gap": 79,
            "quarters": 18,
            "largest_gap": 14,
            "closed_days": 8,
            "officer_once": 1,
        },
    )
    assert kind.possible + sum(kind.forbidden_by.values()) == 261 - 1


def test_hall_that_may_not_be_used_twice_running_is_no_other_hall():
    assert the_kinds(bow(2))["another hall"] == AlternativeKind("another hall", None, 0, {"hall_rotation": 1})


def test_best_other_start_is_on_the_same_date():
    kind = the_kinds(bow(2))["another start"]

    assert (kind.best.difference, kind.best.by_rule, kind.best.meeting.starts_at, kind.possible) == (
        25,
        {"set_start": 25},
        at("Thu 2027-04-08 18:30"),
        2,
    )


def test_every_best_of_a_kind_costs_what_the_edit_costs():
    for kind in explain_meeting(the_problem(), the_year(), bow(3)).kinds:
        if kind.best is None:
            continue
        new = kind.best.meeting
        wish = NewTiming(new.held_on, new.starts_at.time(), new.venue_id, new.sergeant, new.ward_officers[0])
        moved = move(the_problem(), the_year(), bow(3), wish)
        assert moved.cost == sum(cost_by_rule(the_problem(), the_year()).values()) + kind.best.difference


def test_other_officers_are_priced_or_said_to_be_unable():
    team = (
        *the_officers(),
        an_officer("dwo-2", Role.DWO, working_hours="Mo-Fr 09:00-17:00"),
        an_officer("dwo-3", Role.DWO),
        an_officer("dwo-4", Role.DWO),
    )
    away = Absence("dwo-3", DaySpan(FRIDAY.date(), FRIDAY.date()))
    plan = year_with({bow(2): {"starts_at": FRIDAY}, mile(2): {"starts_at": FRIDAY, "ward_officers": ("dwo-4",)}})

    explained = explain_meeting(the_problem(officers=team, absences=(away,)), plan, bow(2))

    assert explained.officers == (
        OtherOfficer(Post.WARD_OFFICER, "pcso-1", 0, None),
        OtherOfficer(Post.WARD_OFFICER, "dwo-2", None, "works Mo-Fr 09:00-17:00"),
        OtherOfficer(Post.WARD_OFFICER, "dwo-3", None, "is away from 09 Apr to 09 Apr"),
        OtherOfficer(Post.WARD_OFFICER, "dwo-4", None, f"is at {mile(2)}"),
    )


def test_visit_that_must_go_elsewhere_is_said():
    away = tuple(Absence("insp-1", DaySpan(day, day)) for day in [at("Thu 2027-01-07 19:00").date()])

    kind = the_kinds(bow(1), the_problem(absences=away))["another date"]

    assert kind.best.handed_over == (HandedOver(Post.INSPECTOR, bow(2), "insp-1"),)


def test_cancelled_meeting_has_nothing_else_it_could_be():
    plan = cancel(the_problem(), the_year(), bow(2))

    explained = explain_meeting(the_problem(), plan, bow(2))

    assert explained == MeetingExplained(next(m for m in plan.meetings if m.meeting_id == bow(2)), (), ())


def test_ward_is_charged_for_its_meetings_and_its_year_but_not_for_officers():
    plan = year_with({bow(2): {"starts_at": FRIDAY}, mile(1): {"ward_officers": ("dwo-1",)}})

    explained = explain_ward(the_problem(), plan, BOW_EAST)

    charged = {rule: points for rule, points in explained.by_rule.items() if points}
    assert (explained.points, charged) == (320, {"set_evening": 80, "hire_cost": 240})
    assert explained.shared == (Charge("fair_load", "dwo-1", 15, "5 meetings, a fair share is 4"),)


def test_wards_and_officers_add_up_to_the_borough():
    plan = year_with({bow(2): {"starts_at": FRIDAY}, mile(1): {"ward_officers": ("dwo-1",)}})

    problem = the_problem(policy=a_policy(weights={**DEFAULT_WEIGHTS, "room_for_next": 0}))
    explained = explain_borough(problem, plan)

    assert (explained.by_ward, [charge.points for charge in explained.of_officers]) == (
        {BOW_EAST: 320, MILE_END: 240},
        [15],
    )
    months = [(charge.subject, charge.points) for charge in explained.of_months]
    assert months == [(f"{month} 2027", 10) for month in ("January", "April", "July", "October")]
    assert explained.points == sum(explained.by_ward.values()) + 15 + 40
    assert explained.by_rule == cost_by_rule(problem, plan)


def test_unknown_ward_is_answered_with_a_known_one():
    with pytest.raises(UnknownName) as unknown:
        explain_ward(the_problem(), the_year(), "E1")

    assert str(unknown.value) == "ward: found 'E1', wanted a code in wards.csv, such as E05009317"
