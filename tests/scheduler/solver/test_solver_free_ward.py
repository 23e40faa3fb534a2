"""With its ward free to move, a meeting's other slots cost what the best whole year with each of them costs."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.boroughs import tiny_borough
from scheduler.edit import cancel
from scheduler.errors import RefusedEdit
from scheduler.period import calendar_year
from scheduler.posing import planning_problem
from scheduler.solver import solve
from scheduler.solver.free_ward import free_ranking
from scheduler.why.alternatives import ranking
from tests.scheduler.solver.examples import every_legal_year, the_ward
from tests.thorough import some


@cache
def small():
    problem = the_ward()
    return problem, solve(problem)


@cache
def tiny(seed):
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    return problem, solve(problem)


@cache
def legal_years():
    return every_legal_year(small()[0])


def least_by_slot(order):
    """The points of the cheapest legal year by what its meeting number `order` is."""
    least = {}
    for year, points in legal_years().items():
        least[year[order]] = min(points, least.get(year[order], points))
    return least


@pytest.mark.parametrize("order", range(4))
def test_every_slot_costs_what_the_best_legal_year_with_it_costs(order):
    problem, plan = small()
    ranked = free_ranking(problem, plan, plan.meetings[order].meeting_id)

    found = {(slot.held_on, slot.venue_id): plan.cost + slot.at_least for slot in ranked.slots()}

    assert found == least_by_slot(order)


@pytest.mark.parametrize("order", range(4))
def test_years_that_are_shown_cost_no_more_than_they_must(order):
    problem, plan = small()

    best = free_ranking(problem, plan, plan.meetings[order].meeting_id).best(5)

    assert len(best) == 5
    assert [each.difference for each in best] == [each.at_least for each in best]


@pytest.mark.parametrize("seed", some([0, 1, 3, 6, 7, 14], every=2))
def test_freedom_never_costs_more_than_its_bound_or_less(seed):
    problem, plan = tiny(seed)
    for meeting in plan.meetings[:4]:
        ranked = free_ranking(problem, plan, meeting.meeting_id)
        bounds = {(s.held_on, s.starts, s.venue_id): s.at_least for s in ranked.slots()}
        fixed = ranking(problem, plan, meeting.meeting_id).best(20)
        in_order = [each.meeting for each in fixed if ranked.order == order_of(plan, each.meeting)]
        costs = {(m.held_on, m.starts_at.time(), m.venue_id): each.difference for each in fixed for m in [each.meeting]}
        assert all(each.difference >= each.at_least for each in ranked.best(3))
        for new in in_order:
            key = (new.held_on, new.starts_at.time(), new.venue_id)
            assert bounds.get(key, costs[key]) <= costs[key]


def test_nothing_is_moved_from_or_to_what_is_past():
    problem, plan = small()
    meeting, held = plan.meetings[2], {each.meeting_id: each for each in plan.meetings}
    today = plan.meetings[1].held_on

    ranked = free_ranking(problem, plan, meeting.meeting_id, today)

    every = [new for other in ranked.best(5) for new in (other.meeting, *other.also_changed)]
    assert every
    assert min(day for new in every for day in (new.held_on, held[new.meeting_id].held_on)) > today
    assert min(slot.held_on for slot in ranked.slots()) > today


def order_of(plan, meeting):
    """How many of the ward's other meetings come before."""
    others = [m for m in plan.meetings if m.ward_code == meeting.ward_code and m.meeting_id != meeting.meeting_id]
    return sum(other.starts_at < meeting.starts_at for other in others)


def test_ward_with_a_cancelled_meeting_is_not_free_to_move():
    problem, plan = small()
    first, second = plan.meetings[:2]

    with pytest.raises(RefusedEdit) as refused:
        free_ranking(problem, cancel(problem, plan, second.meeting_id), first.meeting_id)

    assert refused.value.reasons == ("only a ward all of whose meetings stand and can be planned is free to move",)
