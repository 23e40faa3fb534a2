"""Periods: what they are called, what part of a year they are, and what comes of yearly numbers in them."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar_quarters import LEAST_SHARE, asked_of, quarters
from scheduler.facts import BoardMeeting
from scheduler.period import MOST_MONTHS, Period, calendar_year, until, year_from, year_to

DAYS = st.dates(date(2000, 1, 1), date(2999, 12, 31))
NUMBERS = st.integers(0, 12)


@st.composite
def periods(draw):
    first = draw(DAYS)
    return Period(first, first + timedelta(days=draw(st.integers(0, 730))))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2027-01-01", "2027-12-31", "2027"),
        ("2027-04-01", "2028-03-31", "April 2027 to March 2028"),
        ("2027-03-10", "2027-12-31", "10 March 2027 to 31 December 2027"),
        ("2027-03-01", "2027-03-31", "March 2027"),
        ("2027-01-01", "2028-12-31", "January 2027 to December 2028"),
    ],
)
def test_period_is_said_as_people_say_it(first, last, said):
    assert str(Period(date.fromisoformat(first), date.fromisoformat(last))) == said


@pytest.mark.parametrize(
    ("period", "years"),
    [
        (calendar_year(2028), Fraction(1)),
        (year_from(date(2027, 4, 1)), Fraction(1)),
        (year_from(date(2028, 2, 29)), Fraction(1)),
        (until(date(2027, 1, 1), 24), Fraction(2)),
        (Period(date(2027, 3, 10), date(2027, 12, 31)), Fraction(297, 366)),
        (Period(date(2027, 10, 1), date(2027, 12, 31)), Fraction(92, 366)),
    ],
)
def test_length_in_years_counts_whole_ones_first(period, years):
    assert period.years == years


def test_numbers_a_year_are_rounded_to_the_nearest_and_a_half_goes_up():
    half = Period(date(2028, 1, 1), date(2028, 7, 1))  # 183 of 366 days

    assert [half.pro_rata(number) for number in (0, 1, 2, 3, 4)] == [0, 1, 1, 2, 2]
    assert [half.pro_rata_of_two(*kinds) for kinds in ((4, 2), (2, 2), (4, 0), (1, 0))] == [
        (2, 1),
        (1, 1),
        (2, 0),
        (1, 0),
    ]


@given(periods(), NUMBERS, NUMBERS)
def test_two_kinds_add_up_to_their_sum_and_neither_is_a_whole_meeting_off(period, one, other):
    first, second = period.pro_rata_of_two(one, other)

    assert first + second == period.pro_rata(one + other)
    assert abs(first - one * period.years) <= 1
    assert abs(second - other * period.years) <= 1
    assert min(first, second) >= 0


@given(DAYS, NUMBERS, NUMBERS)
def test_twelve_months_owe_what_a_year_does_from_whichever_day(first, one, other):
    assert year_from(first).pro_rata_of_two(one, other) == (one, other)


@given(periods())
def test_months_follow_one_another_and_make_up_the_period(period):
    months = tuple(period.months())

    assert (months[0].first_day, months[-1].last_day) == (period.first_day, period.last_day)
    assert all(one.last_day + timedelta(days=1) == other.first_day for one, other in itertools.pairwise(months))
    assert sum(len(month.days) for month in months) == len(period.days)


@given(periods())
def test_every_period_can_be_said_measured_and_held_against_another(period):
    named = str(period)

    assert str(period.first_day.year) in named
    assert named == named.strip() != ""
    assert 0 < period.years <= 3
    assert period.first_day.year in period.calendar_years
    assert period.last_day.year in period.calendar_years
    assert period.within(period)
    assert period.overlaps(period)
    assert not period.is_too_long or period.years > 1


@given(DAYS, st.integers(1, MOST_MONTHS))
def test_periods_of_up_to_twenty_four_months_are_not_too_long_and_one_day_after_the_longest_is(first, months):
    longest = until(first, MOST_MONTHS).last_day

    assert not until(first, months).is_too_long
    assert Period(first, longest + timedelta(days=1)).is_too_long


@given(periods(), st.lists(st.integers(0, 730), max_size=6), st.integers(0, 60), st.integers(0, 8))
def test_quarters_are_in_order_inside_the_period_and_never_ask_for_more_than_is_owed_of_parts(
    period, board, days_before, owed
):
    meetings = [BoardMeeting(period.first_day + timedelta(days=day), time(18, 30)) for day in board]

    found = quarters(period, meetings, days_before)
    asked = asked_of(found, owed)

    assert all(period.first_day <= each.first <= each.last <= period.last_day for each in found)
    assert all(one.last < other.first for one, other in itertools.pairwise(found))
    assert all(each.share >= LEAST_SHARE for each in found)
    assert set(asked) <= set(found)
    assert {each for each in found if each.share == 1} <= set(asked)
    assert len(asked) <= max(owed, sum(each.share == 1 for each in found))


def test_more_than_twenty_four_months_are_too_long():
    assert not until(date(2027, 3, 10), 24).is_too_long
    assert Period(date(2027, 3, 10), date(2029, 3, 10)).is_too_long


@given(day=st.dates(date(2000, 3, 1), date(2099, 12, 31)))
def test_twelve_months_that_end_with_a_day_have_each_date_of_the_calendar_once(day):
    found = year_to(day)

    assert day in found
    assert day + timedelta(days=1) not in found
    assert len({(each.month, each.day) for each in found.days} | {(2, 29)}) == 366
