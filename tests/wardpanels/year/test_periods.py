"""Which period is meant: on any day of any year, whatever is stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.period import Period, calendar_year, year_from
from scheduler.store import StoredPeriod
from wardpanels.faults import CannotUse
from wardpanels.year.periods import LEAST_DAYS, Periods, check_fits, check_length, typed, typed_to_plan

DAY = timedelta(days=1)
DAYS = st.dates(date(2001, 1, 1), date(2998, 12, 31))
MONTHS = st.integers(1, 12)


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(first: str, last: str) -> Period:
    return Period(day(first), day(last))


def released(period: Period) -> StoredPeriod:
    return StoredPeriod(period, datetime(2026, 11, 1, tzinfo=UTC), 1)


def drafted(period: Period, on: str = "2026-11-01") -> StoredPeriod:
    return StoredPeriod(period, datetime.fromisoformat(f"{on}T12:00:00+00:00"))


def periods(today: str, *stored: StoredPeriod, first_month: int = 1) -> Periods:
    return Periods(tuple(sorted(stored, key=lambda each: each.period)), day(today), first_month)


THIS, NEXT = calendar_year(2027), calendar_year(2028)
BOARD_YEAR = days("2027-04-01", "2028-03-31")


@pytest.mark.parametrize(
    ("today", "first_month", "planned"),
    [
        ("2026-11-28", 1, calendar_year(2027)),
        ("2027-01-01", 1, days("2027-01-02", "2027-12-31")),
        ("2027-03-10", 1, days("2027-03-11", "2027-12-31")),
        ("2027-10-02", 1, days("2027-10-03", "2027-12-31")),
        ("2027-10-03", 1, []),
        ("2027-12-31", 1, []),
        ("2027-03-31", 4, days("2027-04-01", "2028-03-31")),
        ("2027-04-01", 4, days("2027-04-02", "2028-03-31")),
        ("2028-02-29", 4, days("2028-04-01", "2029-03-31")),
    ],
)
def test_with_nothing_stored_what_is_left_of_the_year_is_planned_where_it_is_long_enough(today, first_month, planned):
    assert periods(today, first_month=first_month).to_plan == (planned or calendar_year(2028))


@pytest.mark.parametrize(
    ("stored", "first_month", "planned"),
    [
        (released(THIS), 1, NEXT),
        (released(days("2027-03-11", "2027-12-31")), 1, NEXT),
        (released(BOARD_YEAR), 4, days("2028-04-01", "2029-03-31")),
        (released(BOARD_YEAR), 1, days("2028-04-01", "2028-12-31")),
        (released(days("2027-03-11", "2028-11-15")), 1, days("2028-11-16", "2029-12-31")),
        (released(calendar_year(2025)), 1, days("2027-03-11", "2027-12-31")),
    ],
    ids=["a year", "the rest of one", "a board's year", "to the usual year", "too short a rest", "one long over"],
)
def test_after_a_release_the_days_that_follow_it_are_planned(stored, first_month, planned):
    assert periods("2027-03-10", stored, first_month=first_month).to_plan == planned


def test_draft_is_planned_again_as_long_as_it_is_not_released():
    long = days("2028-01-01", "2029-03-31")

    assert periods("2026-12-01", drafted(BOARD_YEAR)).to_plan == BOARD_YEAR
    assert periods("2027-06-01", released(THIS), drafted(long)).to_plan == long
    assert periods("2027-04-10", drafted(BOARD_YEAR)).to_plan == days("2027-04-11", "2028-03-31")


@given(DAYS, MONTHS)
def test_what_is_planned_by_default_is_to_come_long_enough_and_ends_with_a_usual_year(today, first_month):
    planned = Periods((), today, first_month).to_plan

    check_length(planned)
    assert planned.first_day > today
    assert (planned.last_day - planned.first_day).days + 1 >= LEAST_DAYS
    assert (planned.last_day + DAY).day == 1
    assert (planned.last_day + DAY).month == first_month


@given(DAYS, MONTHS, st.integers(0, 800))
def test_what_is_planned_after_a_release_follows_it_to_the_day(today, first_month, left):
    last = Period(today - 100 * DAY, today + (left + 1) * DAY)

    planned = Periods((released(last),), today, first_month).to_plan

    check_length(planned)
    assert planned.first_day == last.last_day + DAY


@pytest.mark.parametrize(
    ("today", "current"),
    [
        ("2026-11-28", THIS),
        ("2027-11-28", THIS),
        ("2027-12-31", THIS),
        ("2028-01-01", NEXT),
        ("2029-01-31", NEXT),
        ("2029-02-01", days("2029-02-02", "2029-12-31")),
    ],
)
def test_current_period_is_the_one_that_runs_or_else_the_next(today, current):
    assert periods(today, released(THIS), released(NEXT)).current == current


def test_period_is_live_for_a_month_after_its_end():
    stored = released(THIS), released(NEXT)

    assert periods("2027-12-01", *stored).live == (THIS, NEXT)
    assert periods("2028-01-31", *stored).live == (THIS, NEXT)
    assert periods("2028-02-01", *stored).live == (NEXT,)


def test_released_period_is_recorded_from_its_first_day_until_its_attendance_is_old():
    stored = (released(THIS), released(NEXT), drafted(calendar_year(2029)))

    assert periods("2026-12-31", *stored).to_record == ()
    assert periods("2027-01-01", *stored).to_record == (THIS,)
    assert periods("2028-01-01", *stored).to_record == (NEXT, THIS)
    assert periods("2029-12-31", *stored).to_record == (NEXT, THIS)
    assert periods("2030-01-01", *stored).to_record == (NEXT,)


def test_draft_is_live_only_where_nothing_is_released():
    assert periods("2027-11-01", drafted(NEXT)).live == (NEXT,)
    assert periods("2027-11-01", released(THIS), drafted(NEXT)).live == (THIS,)


def test_newer_draft_of_the_same_days_takes_the_place_of_an_older_one():
    whole, rest = drafted(THIS, "2026-12-01"), drafted(days("2027-03-11", "2027-12-31"), "2027-03-10")

    assert periods("2027-03-10", whole, rest).live == (rest.period,)
    assert periods("2027-03-10", whole, rest).of_year(2027) == rest.period


def test_year_names_the_period_that_begins_in_it():
    rest = days("2027-03-11", "2027-12-31")

    assert periods("2027-06-01", released(rest)).of_year(2027) == rest
    assert periods("2027-06-01", released(rest)).of_year(2028) == NEXT
    assert periods("2027-06-01", released(BOARD_YEAR), first_month=4).of_year(2027) == BOARD_YEAR
    assert periods("2028-02-01", released(BOARD_YEAR), first_month=4).of_year(2028) == year_from(day("2028-04-01"))


def test_year_that_has_begun_is_planned_from_tomorrow_unless_it_is_released():
    assert periods("2027-03-10").of_year_to_plan(2027) == days("2027-03-11", "2027-12-31")
    assert periods("2027-03-10", drafted(THIS)).of_year_to_plan(2027) == days("2027-03-11", "2027-12-31")
    assert periods("2027-03-10", released(THIS)).of_year_to_plan(2027) == THIS
    assert periods("2026-03-10").of_year_to_plan(2027) == THIS


def test_first_day_names_the_period_that_is_stored():
    assert periods("2027-06-01", released(BOARD_YEAR)).from_day(day("2027-04-01"), None) == BOARD_YEAR
    assert periods("2027-06-01").from_day(day("2027-07-01"), None) == days("2027-07-01", "2028-06-30")


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (days("2027-04-01", "2027-03-31"), "found 2027-03-31, before its first day, wanted a last day from 2027-04-01"),
        (days("2027-01-01", "2029-01-01"), "found 2027-01-01 to 2029-01-01, wanted 24 months at most: 2027-01-01 to"),
        (days("2027-04-01", "2028-03-31"), "found April 2027 to March 2028, wanted no day of 2027, which is released"),
        (days("2027-01-01", "2027-06-30"), "found January 2027 to June 2027, wanted no day of 2027, which is rel"),
    ],
    ids=["ends before it begins", "too long", "overlaps", "the same first day"],
)
def test_period_that_cannot_be_is_refused_with_its_name(period, told):
    with pytest.raises(CannotUse, match=told):
        check_fits([released(THIS)], period)


def test_released_period_itself_a_neighbour_and_any_other_draft_fit():
    for period in (THIS, NEXT, days("2028-01-01", "2029-03-31"), days("2028-02-01", "2028-12-31")):
        check_fits([released(THIS), drafted(NEXT)], period)


def test_what_is_typed_names_the_period():
    assert [typed(THIS), typed(BOARD_YEAR)] == ["--year 2027", "--from 2027-04-01"]
    assert typed_to_plan(BOARD_YEAR) == "--from 2027-04-01 --to 2028-03-31"
