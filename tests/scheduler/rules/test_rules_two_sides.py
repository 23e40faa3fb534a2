"""Each rule tells itself twice, to people and to the solver: on random plans of made-up boroughs the two agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from scheduler.rules.book import RULES
from scheduler.rules.shapes import (
    FORBIDDEN,
    BoroughRule,
    Level,
    Occasion,
    Post,
    Seat,
    SlotRule,
    StaffRule,
    StepRule,
    YearRule,
)
from scheduler.rules.usable import usable_halls
from scheduler.solver.rows import RowBook
from scheduler.solver.ward_model import ward_model
from tests.scheduler.rules.made_up import SEEDS, YEAR, meeting_on, plan_of, problem_of, random_occasion, seeded
from tests.thorough import enough

TRIES = enough(60, 150)


def rules_of(shape):
    return [pytest.param(rule, id=rule.name) for rule in RULES if isinstance(rule, shape)]


def wards_of(seed):
    return [(problem_of(seed), view) for view in problem_of(seed).wards if view.halls]


@cache
def usable_of(seed):
    """The numbers of the halls in which the solver finds a slot, by the ward's code."""
    return {view.ward.code: ward_model(problem, view).usable for problem, view in wards_of(seed)}


@pytest.fixture(params=SEEDS)
def seed(request):
    return request.param


@pytest.mark.parametrize("rule", rules_of(SlotRule))
def test_slot_rule_refuses_and_prices_one_occasion_as_it_does_all_of_them(rule, seed):
    rng = seeded(seed)
    for problem, view in wards_of(seed):
        shape = (*problem.sits.shape, len(view.halls))
        permits, costs = (np.broadcast_to(side(problem, view), shape) for side in (rule.permits, rule.costs))
        for _ in range(TRIES):
            at, occasion = random_occasion(rng, problem, view)
            assert (rule.refusal(problem, view, occasion) is None) == permits[at], occasion
            assert rule.price(problem, view, occasion)[0] == costs[at], occasion


def test_usable_halls_are_those_the_solver_finds_a_slot_in(seed):
    for problem, view in wards_of(seed):
        plain = [venue.venue_id for venue in usable_halls(problem, view)]

        assert [view.halls[n].venue_id for n in usable_of(seed)[view.ward.code]] == plain


STAFF_FIELD = {Post.SERGEANT: "sergeant", Post.INSPECTOR: "inspector", Post.PUBLIC_REALM: "public_realm"}


@pytest.mark.parametrize("rule", rules_of(StaffRule))
def test_staff_rule_accepts_and_charges_an_officer_alike_on_both_sides(rule, seed):
    rng = seeded(seed)
    for problem, view in wards_of(seed):
        for _ in range(TRIES):
            (day, sitting, _), occasion = random_occasion(rng, problem, view)
            officer = rng.choice(problem.borough.officers)
            if rule.post is Post.WARD_OFFICER:
                staff = {"ward_officers": (officer.officer_id,)}
            else:
                staff = {STAFF_FIELD[rule.post]: officer.officer_id}
            meeting = meeting_on(problem, view, occasion, **staff)
            plan = plan_of(problem, [meeting])
            eligible = rule.eligible(view)
            if rule.level is Level.MUST:
                found = [each for each in rule.breaches(problem, plan) if each.meeting_ids == (meeting.meeting_id,)]
                assert (found == []) == (officer in eligible and problem.present(officer)[day, sitting])
            else:
                points = sum(charge.points for charge in rule.charges(problem, plan))
                assert points == rule.officer_cost(problem, view, officer)


def random_year(rng, problem, view, usable):
    """A ward's meetings in date order, on days of their own, in usable halls: (day, sitting, hall) and the meetings."""
    wanted = rng.choice((view.owed, view.owed, max(1, view.owed - 1), view.owed + 1))
    days = sorted(rng.sample(range(len(problem.days)), wanted))
    if rng.random() < 0.5:  # near enough to an even year to keep gaps and quarters now and then
        days = [(2 * n + 1) * 365 // (2 * wanted) + rng.randint(-20, 20) for n in range(wanted)]
    if rng.random() < 0.3:  # the first and last days of a quarter's window, and the days beside them
        edges = [(edge - problem.first_day).days for each in problem.quarters for edge in (each.first, each.meet_by)]
        days[rng.randrange(len(days))] = min(364, max(0, rng.choice(edges) + rng.choice((-1, 0, 0, 1))))
        days = sorted(set(days))
    slots = [(day, rng.randrange(len(problem.sittings)), rng.choice(usable)) for day in days]
    meetings = [
        meeting_on(
            problem,
            view,
            Occasion(problem.days[day], problem.sittings[sitting], view.halls[hall]),
            ordinal,
        )
        for ordinal, (day, sitting, hall) in enumerate(slots, 1)
    ]
    return slots, plan_of(problem, meetings)


def judged(rule, problem, view, plan):
    """What the plain side says of this ward: points, or FORBIDDEN."""
    broken = any(
        each.seen.startswith((view.ward.name, f"{YEAR}-{view.ward.code}")) for each in rule.breaches(problem, plan)
    )
    return FORBIDDEN if broken else sum(charge.points for charge in rule.charges(problem, plan))


def walked(automaton, shape, slots):
    """What the solver's side says: the moves and the end of the walk, or FORBIDDEN where it stops."""
    labels, state, points = np.broadcast_to(automaton.labels, shape), 0, 0
    for slot in slots:
        points += 0 if automaton.costs is None else int(automaton.costs[state, labels[slot]])
        state = int(automaton.moves[state, labels[slot]])
        if state < 0:
            return FORBIDDEN
    return points + int(automaton.ends[state])


def stepped(steps, slots):
    """What the solver's side says: every step and both ends of the year added up, or FORBIDDEN."""
    total = sum(int(part[slots[n][0]]) for part, n in ((steps.first, 0), (steps.last, -1)) if part is not None)
    for (day, _, hall), (next_day, _, next_hall) in pairwise(slots):
        total += 0 if steps.between_days is None else int(steps.between_days[day, next_day])
        total += 0 if steps.between_halls is None else int(steps.between_halls[hall, next_hall])
    return min(total, FORBIDDEN)


@pytest.mark.parametrize("rule", [*rules_of(YearRule), *rules_of(StepRule)])
def test_rule_of_a_year_costs_and_forbids_alike_on_both_sides(rule, seed):
    rng = seeded(seed)
    for problem, view in wards_of(seed):
        usable = usable_of(seed)[view.ward.code]
        if not usable:
            continue
        shape = (*problem.sits.shape, len(view.halls))
        for _ in range(TRIES // 3):
            slots, plan = random_year(rng, problem, view, usable)
            if rule.level is Level.SHOULD and is_forbidden_anyway(view, usable, slots):
                continue
            if isinstance(rule, YearRule):
                solver_says = walked(rule.automaton(problem, view, usable), shape, slots)
            else:
                solver_says = stepped(rule.steps(problem, view, usable), slots)
            assert solver_says == judged(rule, problem, view, plan), slots


def is_forbidden_anyway(view, usable, slots):
    """Whether must-rules leave no such year: what a should-rule says of it is no matter, and it may count on that."""
    halls = [hall for _, _, hall in slots]
    return len(slots) > view.owed or (len(usable) > 1 and any(one == other for one, other in pairwise(halls)))


@pytest.mark.parametrize("rule", rules_of(BoroughRule))
def test_rows_are_full_exactly_where_a_plan_breaks_or_pays_for_the_rule(rule, seed):
    rng, problem = seeded(seed), problem_of(seed)
    for _ in range(TRIES // 3):
        meetings, seats = random_clash(rng, problem)
        plan = plan_of(problem, meetings)
        loads = own_loads(rule, problem, seats)
        over = {row: load - row.capacity for row, load in loads.items() if load > row.capacity}
        charged = sum(excess * (row.excess_cost or 0) for row, excess in over.items())
        assert charged == sum(charge.points for charge in rule.charges(problem, plan))
        assert any(row.excess_cost is None for row in over) == (list(rule.breaches(problem, plan)) != [])


def random_clash(rng, problem):
    """One meeting of each ward, nearly all on one day, with officers from a pool so small that they clash."""
    pool = rng.sample([officer.officer_id for officer in problem.borough.officers], 3)
    day = rng.randrange(len(problem.days))
    meetings, seats = [], []
    for view in problem.wards:
        (any_day, sitting, _), occasion = random_occasion(rng, problem, view)
        at = day if rng.random() < 0.8 else any_day
        if not problem.sits[at, sitting]:
            continue
        sergeant = rng.choice(pool)
        occasion = replace(occasion, day=problem.days[at])
        meetings.append(meeting_on(problem, view, occasion, sergeant=sergeant))
        seats += [Seat(view.index, at, sitting, occasion.venue.venue_id, officer) for officer in ("", sergeant)]
    return meetings, seats


def own_loads(rule, problem, seats):
    book = RowBook(problem)
    loads = Counter(number for seat in seats for number in book.of_seat(seat))
    return {book.rows[n]: load for n, load in loads.items() if book.rows[n].rule == rule.name}
