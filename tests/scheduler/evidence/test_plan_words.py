"""The words of what somebody has to state follow its colour, whatever the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.actions import Action
from scheduler.evidence.action_plan import plan_report
from scheduler.evidence.lines import Statement
from scheduler.evidence.status import Colour
from scheduler.evidence.words import NOTHING_DUE, rests_on
from tests.scheduler.evidence.years import a_year

QUARTERLY = Action(2, "2c", "Offer learning", "Police", None, "reported", every="quarter")


def stands(as_of: date, *days: date):
    said = (Statement("2c", day, "Offered.", "https://example.org/offer") for day in days if day <= as_of)
    year = a_year(as_of, noted=tuple(said))
    return plan_report(replace(year, borough=replace(year.borough, actions=(QUARTERLY,)))).recommendations[0].actions[0]


def test_first_quarter_that_is_kept_is_told_while_the_others_are_to_come():
    now = stands(date(2027, 4, 1), date(2027, 3, 3))

    assert (now.colour, rests_on(now)) == (Colour.GREEN, "Stated on 3 March 2027: Offered.")


def test_quarter_that_nobody_stated_is_counted_beside_the_one_that_was():
    now = stands(date(2027, 7, 15), date(2027, 3, 3))

    assert now.colour is Colour.RED
    assert rests_on(now) == ("1 of 2 statements on time, 1 nobody has recorded. Last stated on 3 March 2027: Offered.")
    assert rests_on(now, for_public=True).endswith("Last stated on 3 March 2027.")


@given(st.integers(0, 364), st.lists(st.integers(0, 364), max_size=5))
def test_words_say_that_nothing_is_due_just_where_the_colour_is_grey(day, stated):
    first = date(2027, 1, 1)
    now = stands(first + timedelta(day), *(first + timedelta(each) for each in stated))

    assert (rests_on(now) == NOTHING_DUE) == (now.colour is Colour.GREY)
