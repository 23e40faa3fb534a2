"""A clash is the smallest one, checked by solving again, and every repair offered mends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from functools import cache, reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.boroughs import borough, tiny_borough
from benchmarks.crowded_boroughs import crowded
from scheduler.audit import audit
from scheduler.errors import NoPlan
from scheduler.facts import Absence, DayKind, DaySpan, PartOfDay, Role, SpecialDays
from scheduler.framing import with_borough
from scheduler.period import calendar_year
from scheduler.posing import planning_problem, replanning
from scheduler.rules.shapes import Level, SlotRule, rules_of
from scheduler.solver import solve
from scheduler.solver.clashes import clashes, has_year, without_wards
from scheduler.solver.looks import Looks
from scheduler.solver.search import search
from tests.scheduler.solver.examples import the_ward, two_wards, with_limits
from tests.thorough import enough, some


@cache
def with_small_halls():
    """A borough in which one ward's halls are too small, and what clashes in it."""
    problem = planning_problem(borough(3, wards=6), calendar_year(2027))
    return problem, clashes(problem)


def test_halls_that_are_too_small_are_named_with_how_many_they_hold():
    [clash] = with_small_halls()[1]

    assert clash.subject == "Ward 2"
    assert clash.is_proven
    assert clash.demands == (
        "Its tier 'well attended' owes 4 evening and 2 daytime meetings",
        "School 5 is open Mo-Th 18:00-21:30",
        "Town Hall 6 holds 20 people, and 32 are expected",
        "Church Hall 7 holds 20 people, and 32 are expected",
    )
    assert clash.repairs == (
        ("Let Ward 2 use Town Hall 2, a neighbouring ward's hall",),
        ("Let Ward 2 use Centre 3, a neighbouring ward's hall",),
        ("Find another hall for Ward 2: open at all times, step-free, for 32 people",),
    )


def test_a_quarter_that_is_closed_throughout_is_named_rather_than_how_far_apart_its_neighbours_lie():
    made = borough(1, wards=1)
    spring = SpecialDays(DaySpan(date(2027, 4, 1), date(2027, 6, 30)), DayKind.CLOSED, PartOfDay.ANY, "Closed")

    [clash] = clashes(planning_problem(replace(made, special_days=(*made.special_days, spring)), calendar_year(2027)))

    assert clash.demands[1:] == (
        "No meeting is held on a bank holiday or a day the borough has closed",
        "Quarter 2 has a meeting from 01 April to 30 June 2027",
    )
    assert clash.repairs[-1] == ("Hold meetings on a closed day: Closed, 01 April to 30 June 2027",)
    assert not any(
        repair.startswith("Leave this out: No meeting is held on a bank holiday") for (repair,) in clash.repairs
    )


def test_a_ward_that_no_hall_serves_is_told_so():
    [clash] = clashes(planning_problem(replace(borough(1, wards=1), venues=()), calendar_year(2027)))

    assert clash.demands[1:] == ("No hall serves Ward 1",)


@pytest.mark.parametrize("seed", some([4, 12, 19, 38, 47], every=5, after=2))
def test_every_clash_of_a_tiny_borough_is_proven_smallest(seed):
    found = clashes(planning_problem(tiny_borough(seed), calendar_year(2027)))

    assert found
    assert all(clash.is_proven for clash in found)


def test_a_clash_between_wards_names_the_wards_and_the_rule_they_share():
    [clash] = clashes(planning_problem(tiny_borough(25), calendar_year(2027)))

    assert clash.demands == (
        "No officer is at two meetings at once"
        " (such as officer S1 on Monday 05 April 2027; officer S1 on Monday 26 July 2027)",
    )
    assert len(clash.ward_codes) == 2


CAP = "The borough holds no more meetings on one day than its teams can serve"
ALL_FOUR = "Thursday 14 January 2027; Thursday 08 April 2027; Thursday 08 July 2027; Thursday 14 October 2027"
BUDGET = "The hire of all halls together stays within the borough's budget for the year, if it sets one"
HALF_PAST_TEN = (time(9), time(10, 30))


def test_a_day_cap_that_is_too_small_is_named_with_its_days_and_a_higher_one_mends_it():
    capped = two_wards(HALF_PAST_TEN, meetings_a_day=1)

    [clash] = clashes(capped)

    assert clash.subject == "Bow East, Mile End"
    assert clash.demands == (f"{CAP} (such as {ALL_FOUR})",)
    assert clash.repairs == (("Hold up to 2 meetings a day in the borough",), (f"Leave this out: {CAP}",))
    assert len(solve(with_limits(capped, meetings_a_day=2)).meetings) == 8


def test_a_budget_that_no_plan_keeps_is_named_with_the_least_that_one_does():
    poor = two_wards(HALF_PAST_TEN, borough_hire_gbp=239)

    [clash] = clashes(poor)

    assert clash.demands == (f"{BUDGET} (the borough's hire budget of £239)",)
    assert clash.repairs == (("Raise the budget for all halls to £240",), (f"Leave this out: {BUDGET}",))
    assert len(solve(with_limits(poor, borough_hire_gbp=240)).meetings) == 8


@pytest.mark.thorough
def test_a_budget_that_no_replan_keeps_is_named_with_what_the_meetings_that_are_over_took_of_it():
    published = solve(two_wards(HALF_PAST_TEN))
    poor = two_wards(HALF_PAST_TEN, borough_hire_gbp=239)
    as_of = datetime(2027, 6, 1, tzinfo=poor.zone)

    [clash] = clashes(replanning(poor, published, as_of).problem)

    assert clash.repairs[0] == ("Raise the budget for all halls to £240",)


def test_an_inspector_whom_two_wards_need_at_once_is_named_by_the_leave_that_would_free_another_day():
    busy = overbooked()

    [clash] = clashes(busy)

    assert clash.demands == (
        "No officer is at two meetings at once (such as officer insp-1 on Thursday 14 January 2027)",
    )
    assert clash.repairs[0] == ("Change the leave of inspector insp-1 from 01 April to 20 April 2027",)
    assert len(solve(with_borough(busy, lambda borough: replace(borough, absences=()))).meetings) == 8


def overbooked():
    """Two wards with a team each, and one inspector who works for an hour and a half of the year's days they meet."""
    away = Absence("insp-1", DaySpan(date(2027, 4, 1), date(2027, 4, 20)), "leave")

    def changed(borough):
        team = [each for each in borough.officers if each.role in (Role.SERGEANT, Role.DWO)]
        own = [
            replace(each, officer_id=f"{each.officer_id}-{ward.slug}", ward_codes=frozenset([ward.code]))
            for each in team
            for ward in borough.wards
        ]
        rest = [
            replace(each, working_hours=SELDOM) if each.role is Role.INSPECTOR else each
            for each in borough.officers
            if each not in team
        ]
        return replace(borough, officers=(*own, *rest), absences=(away,))

    return with_borough(two_wards(HALF_PAST_TEN), changed)


SELDOM = "2027 Jan 14 09:00-10:30; 2027 Apr 8 09:00-18:00"


def test_a_ward_budget_that_no_year_keeps_is_named_with_the_least_that_one_does():
    problem = planning_problem(tiny_borough(0), calendar_year(2027))
    clash = clashes(with_limits(problem, ward_hire_gbp=1))[0]

    assert any(demand.endswith("if the borough sets one (£1)") for demand in clash.demands)
    [dearer] = [repair for (repair,) in clash.repairs if repair.startswith("Raise the budget for a ward's halls to £")]
    least = int(dearer.partition("£")[2])
    for budget, is_enough in ((least - 1, False), (least, True)):
        changed = with_limits(problem, ward_hire_gbp=budget)
        assert has_year(changed, changed.ward_by_code[clash.ward_codes[0]]) is is_enough


@pytest.mark.parametrize("seed", some(range(30), every=8))
def test_a_short_look_is_right_wherever_it_is_certain(seed):
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    try:
        search(problem)
        is_possible = True
    except NoPlan:
        is_possible = False

    assert Looks().has_plan(problem, problem.ward_by_code) in (is_possible, None)


def test_a_ward_that_two_closed_quarters_leave_without_a_year_is_offered_to_open_both():
    closed = [
        SpecialDays(DaySpan(date(2027, month, 1), date(2027, month + 2, 28)), DayKind.CLOSED, PartOfDay.ANY, label)
        for month, label in ((4, "Spring"), (10, "Autumn"))
    ]
    problem = the_ward(special_days=tuple(closed))

    [clash] = clashes(problem)

    assert clash.repairs == (
        (
            "Hold meetings on a closed day: Spring, 01 April to 28 June 2027",
            "Hold meetings on a closed day: Autumn, 01 October to 28 December 2027",
        ),
    )
    for left, is_enough in ((closed, False), (closed[:1], False), (closed[1:], False), ([], True)):
        changed = the_ward(special_days=tuple(left))
        assert has_year(changed, changed.wards[0]) is is_enough


@pytest.mark.parametrize(
    ("name", "repair"),
    [
        ("one sergeant", ("Find a second sergeant for the hours of S01",)),
        ("one hall", ("Find a second hall with the hours of Library 1",)),
        ("one inspector", ("Find a second inspector for the hours of I01",)),
        (
            "one sergeant and one hall",
            ("Find a second sergeant for the hours of S01", "Find a second hall with the hours of Library 1"),
        ),
    ][: enough(1, 4)],  # the last takes as long as all the others, and six wards of it are below
)
def test_wards_that_share_a_day_too_few_all_clash_and_the_least_that_mends_it_comes_first(name, repair):
    [clash] = clashes(planning_problem(crowded(name, wards=3), calendar_year(2027)))

    assert len(clash.ward_codes) == 3
    assert clash.is_proven
    assert clash.repairs[0] == repair


@pytest.mark.thorough
def test_the_clash_of_six_wards_is_proven_smallest():
    [clash] = clashes(planning_problem(crowded("one sergeant and one hall", wards=6), calendar_year(2027)))

    assert len(clash.ward_codes) == 6
    assert clash.is_proven
    assert [len(repair) for repair in clash.repairs] == [2]


class NeverAnywhere(SlotRule):
    name = "never_anywhere"
    sentence = "Nothing is held anywhere"
    level = Level.MUST
    can_be_left_out = False

    def permits(self, problem, view):
        return np.zeros((1, 1, 1), dtype=np.bool_)


def test_a_ward_that_nothing_helps_is_said_to_be_so():
    made = the_ward()

    [clash] = clashes(replace(made, rules=(*made.rules, NeverAnywhere())))

    assert clash.is_hopeless
    assert clash.repairs == ()


def offered(problem):
    """Every change that a rule offers for a clash."""
    return [
        repair
        for view in problem.wards
        for rule in rules_of(problem)
        for repair in rule.repairs(problem, view)
        if repair.change(problem).borough != problem.borough
    ]


@given(st.integers(0, 60), st.randoms(use_true_random=False))
@settings(max_examples=enough(5, 10))
def test_changes_can_follow_one_another_in_any_order(seed, rng):
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    chosen = {repair.sentence: repair for repair in rng.sample(offered(problem), 4)}
    changes = [repair.change for repair in chosen.values()]

    one, other = (reduce(lambda changed, change: change(changed), order, problem) for order in (changes, changes[::-1]))

    assert as_sets(one) == as_sets(other)


def as_sets(problem):
    """The facts that a plan hangs on, whatever their order."""
    borough = problem.borough
    tables = (borough.venues, borough.officers, borough.absences, borough.special_days)
    return borough.policy, problem.quarters, *(frozenset(replace(row) for row in table) for table in tables)


@given(st.integers(0, 60), st.randoms(use_true_random=False))
@settings(max_examples=enough(2, 6))
def test_what_a_look_keeps_from_earlier_ones_changes_no_answer(seed, rng):
    problem = planning_problem(tiny_borough(seed), calendar_year(2027))
    posed = replace(problem, rules=tuple(rule for rule in rules_of(problem) if rule.level is Level.MUST))
    kept, found = Looks(), set()

    for repair in [None, *rng.sample(offered(posed), enough(3, 6)), None]:
        changed = posed if repair is None else repair.change(posed)
        found.add((kept.has_plan(changed, posed.ward_by_code), Looks().has_plan(changed, posed.ward_by_code)))

    assert found <= {(True, True), (False, False), (None, None), (False, None), (True, None), (None, True)}


def test_a_borough_with_a_plan_has_no_clash():
    assert clashes(planning_problem(tiny_borough(0), calendar_year(2027))) == ()


def test_the_wards_left_can_be_planned_without_the_one_that_cannot():
    problem, (clash,) = with_small_halls()
    with pytest.raises(NoPlan):
        solve(problem)

    rest = without_wards(problem, clash.ward_codes)

    assert len(rest.wards) == 5
    assert clashes(rest) == ()
    assert audit(rest, solve(rest)) == ()
