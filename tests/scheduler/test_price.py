"""The price of a rule: which settings are worth a try, and what a plan comes to under one. Nothing is solved here."""

from __future__ import annotations

import pytest

from scheduler.errors import UnknownName
from scheduler.policy import Limits
from scheduler.price import number_of, policy_at, rule_with_a_number, setting_of, unit_of, worth_trying
from scheduler.reading.found import CellError
from scheduler.rules.book import RULES
from scheduler.rules.shapes import Level
from tests.scheduler.examples import BOW_EAST, MILE_END, a_policy, at
from tests.scheduler.rules.examples import RULE_BY_NAME, bow, the_problem, the_year, with_limits, year_with

NUMBERED = [rule for rule in RULES if rule.level is Level.SHOULD or rule.limit]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("different_halls", "different_halls"), ("halls_a_ward", "different_halls"), ("Hire cost", "hire_cost")],
)
def test_rule_is_known_by_its_name_or_its_limits_in_any_case(typed, name):
    assert rule_with_a_number(typed).name == name


def test_slip_in_a_rules_name_is_answered_with_near_ones():
    with pytest.raises(UnknownName) as caught:
        rule_with_a_number("diferent_halls")

    assert str(caught.value) == "rule: found 'diferent_halls', wanted a known rule: did you mean different_halls?"


def test_rule_without_a_number_is_refused_with_those_that_have_one():
    with pytest.raises(UnknownName) as caught:
        rule_with_a_number("closed_days")

    assert str(caught.value).startswith("rule: found 'closed_days', wanted one with a number to set: different_halls, ")


@pytest.mark.parametrize("rule", NUMBERED, ids=[rule.name for rule in NUMBERED])
def test_number_that_is_set_is_the_number_that_is_read_and_no_other_changes(rule):
    policy = a_policy()

    changed = policy_at(rule, policy, 7)

    assert number_of(rule, changed) == 7
    assert policy_at(rule, changed, number_of(rule, policy)) == policy if number_of(rule, policy) else True
    others = [each for each in NUMBERED if each is not rule]
    assert [number_of(each, changed) for each in others] == [number_of(each, policy) for each in others]


@pytest.mark.parametrize(("name", "value"), [("different_halls", 0), ("hire_cost", -1), ("hire_cost", 1_000_001)])
def test_number_that_borough_toml_would_refuse_is_refused(name, value):
    with pytest.raises(CellError):
        policy_at(RULE_BY_NAME[name], a_policy(), value)


@pytest.mark.parametrize(
    ("name", "limits", "tried"),
    [
        ("set_evening", {}, (0, 40, 80, 160, 320)),
        ("different_halls", {}, (2, 3, 4, 5)),
        ("different_halls", {"halls_a_ward": 1}, (1, 2, 3)),
        ("school_age", {}, (0, 1, 2)),
        ("officer_travel", {}, (0, 4, 8)),
        ("quarters", {}, (0, 5, 10, 15)),
        ("hire_budget", {}, (0, 70, 95, 120)),  # a ward spends 4 times £30
        ("borough_hire_budget", {}, (0, 140, 190, 240)),
        ("hire_budget", {"ward_hire_gbp": 100}, (75, 100, 125, 150)),
    ],
)
def test_settings_worth_a_try_lie_around_the_one_now_or_below_what_is_spent(name, limits, tried):
    assert worth_trying(RULE_BY_NAME[name], with_limits(**limits), the_year()) == tried


def test_should_rule_that_is_switched_off_is_tried_at_its_usual_points():
    problem = the_problem(policy=a_policy(weights={"set_evening": 0}))

    assert worth_trying(RULE_BY_NAME["set_evening"], problem, the_year()) == (0, 40, 80, 160, 320)


def test_switched_off_budget_is_tried_near_nothing_where_no_plan_says_what_is_spent():
    assert worth_trying(RULE_BY_NAME["borough_hire_budget"], the_problem(), None) == (0, 50, 100)


def test_setting_counts_units_pounds_and_halls_whatever_the_weight():
    plan = year_with({bow(1): {"starts_at": at("Wed 2027-01-13 19:00"), "venue_id": "bow-centre"}})
    problem = the_problem(policy=a_policy(weights={"set_evening": 0, "hire_cost": 2}))

    setting = setting_of(RULE_BY_NAME["set_evening"], problem, plan)

    assert (setting.value, setting.units, setting.is_proven) == (0, 1, True)
    assert (setting.points, setting.elsewhere, setting.hire_gbp) == ({"hire_cost": 30}, 30, 240)
    assert setting.halls == {BOW_EAST: 2, MILE_END: 2}


def test_rules_own_points_are_not_among_those_of_the_others():
    assert setting_of(RULE_BY_NAME["hire_cost"], the_problem(), the_year()).points == {}


def test_unit_is_told_of_should_rules_alone():
    assert unit_of(RULE_BY_NAME["hire_cost"]) == "One unit is a pound of hire for one meeting, rounded to whole pounds."
    assert unit_of(RULE_BY_NAME["different_halls"]) == ""
    assert {unit_of(rule).startswith("One unit is ") for rule in RULES if rule.level is Level.SHOULD} == {True}


def test_limits_that_are_tried_are_those_that_there_are():
    assert number_of(RULE_BY_NAME["meetings_a_day"], a_policy(limits=Limits(meetings_a_day=9))) == 9
