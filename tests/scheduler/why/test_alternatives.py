"""Every slot of a meeting's year is priced as an edit by hand prices it, and forbidden where the edit is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from functools import cache
from itertools import product

import pytest

from benchmarks.boroughs import tiny_borough
from scheduler.audit import audit, cost_by_rule
from scheduler.edit import NewTiming, cancel, move
from scheduler.errors import RefusedEdit, UnknownName
from scheduler.facts import Absence, DaySpan, Known, Role
from scheduler.period import calendar_year
from scheduler.policy import Limits, Session
from scheduler.posing import planning_problem
from scheduler.rules.shapes import Post
from scheduler.solver import solve
from scheduler.why.alternatives import SlotCost, ranking, slot_costs
from scheduler.why.crew import HandedOver
from tests.scheduler.examples import a_policy, a_venue, an_officer, at, the_officers
from tests.scheduler.rules.examples import bow, the_problem, the_year, year_with
from tests.scheduler.shipped import tower_hamlets
from tests.thorough import some

SOLVABLE_SEEDS = some((0, 1, 3, 6, 7, 8, 14, 18))


@cache
def tiny(seed):
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    return problem, solve(problem)


def every_slot(found):
    """Places of every slot that exists in the year."""
    days, sittings, halls = found.refused_by.shape
    return [slot for slot in product(range(days), range(sittings), range(halls)) if found.problem.sits[slot[:2]]]


def asked(found, slot):
    """What the arrays say: the difference, or None where a must-rule refuses."""
    return None if found.refused_by[slot] >= 0 else int(found.difference[slot])


def by_hand(found, slot):
    """What edits by hand say, trying every sergeant with every ward officer."""
    day, sitting, hall = slot
    costs = []
    for sergeant, officer in product(found.view.leads + found.view.deputies, found.view.ward_officers):
        wish = NewTiming(
            found.problem.days[day],
            found.problem.sittings[sitting].starts,
            found.view.halls[hall].venue_id,
            sergeant.officer_id,
            officer.officer_id,
        )
        try:
            costs.append(move(found.problem, found.plan, found.meeting.meeting_id, wish).cost)
        except RefusedEdit:
            continue
    return min(costs) - sum(cost_by_rule(found.problem, found.plan).values()) if costs else None


def a_sample(found, most):
    """About as many of the slots that may be, and of all, spread evenly over the year."""
    slots, allowed = every_slot(found), list(found.permitted())
    return allowed[:: len(allowed) // most + 1] + slots[:: len(slots) // most + 1]


def differing(found, slots):
    told = [(slot, asked(found, slot), by_hand(found, slot)) for slot in slots]
    return [each for each in told if each[1] != each[2]]


@pytest.mark.thorough
def test_every_slot_of_a_year_costs_what_the_edit_costs_and_is_forbidden_where_the_edit_is_refused():
    problem, plan = tiny(21)
    found = ranking(problem, plan, plan.meetings[5].meeting_id).found

    assert len(every_slot(found)) == 1252
    assert differing(found, every_slot(found)) == []


@pytest.mark.parametrize("seed", SOLVABLE_SEEDS)
def test_slots_of_any_borough_cost_what_the_edit_costs(seed):
    problem, plan = tiny(seed)
    for meeting in plan.meetings[seed % 3 :: 3]:
        found = ranking(problem, plan, meeting.meeting_id).found
        assert differing(found, a_sample(found, 20)) == []


@pytest.mark.parametrize("place", some([3, 44, 85]))
def test_slots_of_the_shipped_borough_cost_what_the_edit_costs(place):
    problem, plan = tower_hamlets()
    found = ranking(problem, plan, plan.meetings[place].meeting_id).found

    assert differing(found, a_sample(found, 4)) == []


@pytest.mark.parametrize(
    ("lost", "own"),
    [
        ("gone", True),
        ("shut", False),
        ("stairs", True),
        pytest.param("gone", False, marks=pytest.mark.thorough),
        pytest.param("shut", True, marks=pytest.mark.thorough),
        pytest.param("stairs", False, marks=pytest.mark.thorough),
    ],
    ids=lambda each: each if isinstance(each, str) else "its own hall" if each else "another meeting's hall",
)
def test_costs_stay_exact_after_a_hall_is_lost(lost, own):
    problem, plan = tower_hamlets()
    meeting = plan.meetings[5]
    halls = (each.venue_id for each in plan.meetings if each.ward_code == meeting.ward_code)
    hall = meeting.venue_id if own else next(each for each in halls if each != meeting.venue_id)
    after = planning_problem(
        replace(problem.borough, venues=without(problem.borough.venues, hall, lost)), calendar_year(2027)
    )
    cost_now, broken_now = sum(cost_by_rule(after, plan).values()), {breach.seen for breach in audit(after, plan)}

    found = ranking(after, plan, meeting.meeting_id).found

    for slot in list(found.permitted())[::20]:
        then = found.plan_at(slot)
        assert found.difference[slot] == sum(cost_by_rule(after, then).values()) - cost_now
        assert {breach.seen for breach in audit(after, then)} <= broken_now


def without(venues, hall, how):
    """The halls after one of them is lost."""
    if how == "gone":
        return tuple(venue for venue in venues if venue.venue_id != hall)
    loss = {"opening_hours": "Mo 03:00-04:00"} if how == "shut" else {"step_free": Known.NO}
    return tuple(replace(venue, **loss) if venue.venue_id == hall else venue for venue in venues)


def test_cheapest_comes_first_then_the_nearest():
    best = ranking(the_problem(), the_year(), bow(2)).best(4)

    assert [(each.difference, each.by_rule, each.meeting.starts_at) for each in best] == [
        (25, {"set_start": 25}, at("Thu 2027-04-08 18:30")),
        (25, {"set_start": 25}, at("Thu 2027-04-08 19:30")),
        (42, {"even_spacing": 42}, at("Thu 2027-04-01 19:00")),
        (67, {"set_start": 25, "even_spacing": 42}, at("Thu 2027-04-01 18:30")),
    ]


def test_alternative_is_what_the_edit_makes_of_it():
    first = ranking(the_problem(), the_year(), bow(2)).best(1)[0]

    moved = move(the_problem(), the_year(), bow(2), NewTiming(starts=time(18, 30)))

    assert first.meeting in moved.meetings


def test_kept_date_leaves_other_starts_and_halls_alone():
    ranked = ranking(the_problem(), the_year(), bow(2))

    best = ranked.best(10, keep_date=True)

    assert (ranked.count(keep_date=True), {each.meeting.held_on for each in best}) == (2, {date(2027, 4, 8)})


def test_kept_hall_leaves_other_dates_and_starts_alone():
    third = a_venue(venue_id="school", name="School", hire_gbp_per_hour=10.0)
    problem = the_problem(venues=(*the_problem().borough.venues, third), policy=a_policy(limits=Limits(halls_a_ward=2)))
    ranked = ranking(problem, the_year(), bow(2))

    assert {each.meeting.venue_id for each in ranked.best(400)} == {"bow-centre", "school"}
    assert {each.meeting.venue_id for each in ranked.best(400, keep_hall=True)} == {"bow-centre"}


def test_heat_map_has_every_slot_with_its_points_or_the_rule_that_forbids_it():
    found = ranking(the_problem(), the_year(), bow(2)).found

    slots = {(slot.held_on, slot.starts, slot.venue_id): slot for slot in slot_costs(found)}

    assert len(slots) == (261 * 6 + 104 * 2) * 2
    assert slots[date(2027, 4, 8), time(19), "bow-centre"] == SlotCost(
        date(2027, 4, 8), time(19), Session.EVENING, "bow-centre", 0, None
    )
    assert slots[date(2027, 4, 8), time(19), "library"] == SlotCost(
        date(2027, 4, 8), time(19), Session.EVENING, "library", None, "hall_rotation"
    )
    assert slots[date(2027, 4, 15), time(19), "bow-centre"].forbidden_by == "officer_once"


def test_visit_that_nobody_can_pay_at_the_new_time_goes_to_another_meeting_as_the_edit_has_it():
    away = Absence("insp-1", DaySpan(date(2027, 1, 7), date(2027, 1, 7)))
    problem = the_problem(absences=(away,))
    ranked = ranking(problem, the_year(), bow(1))

    best = ranked.best(1)[0]

    assert (best.meeting.held_on, best.meeting.inspector) == (date(2027, 1, 7), None)
    assert best.handed_over == (HandedOver(Post.INSPECTOR, bow(2), "insp-1"),)
    moved = move(problem, the_year(), bow(1), NewTiming(held_on=date(2027, 1, 7)))
    assert ranked.found.plan_at((6, ranked.found.slot_now[1], ranked.found.slot_now[2])).meetings == moved.meetings


def test_cheaper_officer_makes_the_difference_negative():
    team = (*the_officers(), an_officer("dwo-2", Role.DWO))
    plan = year_with({bow(n): {"ward_officers": ("dwo-1",)} for n in (1, 2, 3, 4)})

    best = ranking(the_problem(officers=team), plan, bow(2)).best(1)[0]

    assert (best.difference, best.meeting.ward_officers) == (10, ("dwo-2",))


def test_cancelled_meeting_has_no_alternatives():
    plan = cancel(the_problem(), the_year(), bow(2))

    with pytest.raises(RefusedEdit) as refused:
        ranking(the_problem(), plan, bow(2))

    assert refused.value.reasons == ("it is cancelled, and a cancelled meeting cannot be moved",)


def test_unknown_meeting_is_answered_with_a_known_one():
    with pytest.raises(UnknownName) as unknown:
        ranking(the_problem(), the_year(), "2027-nowhere-1")

    assert str(unknown.value) == "meeting: found '2027-nowhere-1', wanted an id such as 2027-E05009317-1"
