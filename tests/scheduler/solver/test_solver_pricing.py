"""The price of what wards share is what one more of it would save."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.errors import NoPlan
from scheduler.period import calendar_year
from scheduler.posing import planning_problem
from scheduler.solver import prices, solve
from tests.scheduler.examples import BOW_EAST, an_officer
from tests.scheduler.solver.examples import EVENINGS, ROLES, the_ward

OTHER = "E05009999"
BOTH = frozenset({BOW_EAST, OTHER})


def twins(meetings_a_day):
    """The ward of the examples and its twin, with halls and officers of their own: only the day is shared."""
    borough = the_ward().borough
    ward = borough.wards[0]
    halls = tuple(replace(v, venue_id=f"{v.venue_id}-2", ward_codes=frozenset({OTHER})) for v in borough.venues)
    officers = tuple(
        an_officer(f"{each}-2", role, ward_codes=frozenset({OTHER}), working_hours=EVENINGS)
        for each, role in ROLES.items()
    )
    limits = replace(borough.policy.limits, meetings_a_day=meetings_a_day)
    return planning_problem(
        replace(
            borough,
            wards=(ward, replace(ward, code=OTHER, name="Twin", slug="twin")),
            venues=tuple(sorted((*borough.venues, *halls), key=lambda venue: venue.venue_id)),
            officers=tuple(sorted((*borough.officers, *officers), key=lambda officer: officer.officer_id)),
            policy=replace(borough.policy, limits=limits),
        ),
        calendar_year(2027),
    )


def test_nothing_has_a_price_where_nothing_is_short():
    assert prices(the_ward()) == ()


def test_days_that_both_wards_want_have_a_price():
    found = prices(twins(meetings_a_day=1))

    assert {price.rule for price in found} == {"meetings_a_day"}
    assert all(price.day and price.points > 0 for price in found)


def test_prices_together_are_what_the_rule_costs():
    dear, free = solve(twins(meetings_a_day=1)).cost, solve(twins(meetings_a_day=2)).cost

    assert 0 < sum(price.points for price in prices(twins(meetings_a_day=1))) <= dear - free


def test_borough_without_a_plan_has_no_prices():
    with pytest.raises(NoPlan):
        prices(the_ward(venues=()))
