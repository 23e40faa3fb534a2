"""The calendar of a year: its quarters, their last days before the board, and the days never used."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scheduler.days import bank_holidays, days_from, local_day


def test_bank_holidays_hold_the_fixed_days_and_their_substitutes():
    assert bank_holidays(2027) == {
        date(2027, 1, 1): "New Year's Day",
        date(2027, 3, 26): "Good Friday",
        date(2027, 3, 29): "Easter Monday",
        date(2027, 5, 3): "May Day",
        date(2027, 5, 31): "Spring Bank Holiday",
        date(2027, 8, 30): "Late Summer Bank Holiday",
        date(2027, 12, 25): "Christmas Day",
        date(2027, 12, 26): "Boxing Day",
        date(2027, 12, 27): "Christmas Day (observed)",
        date(2027, 12, 28): "Boxing Day (observed)",
    }


@pytest.mark.parametrize("year", [2022, 2028, 2033])
def test_bank_holidays_are_of_that_year_alone_and_in_date_order(year):
    days = list(bank_holidays(year))

    assert {day.year for day in days} == {year}
    assert days == sorted(days)
    assert {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)} <= set(days)


def test_days_run_from_first_to_last_through_a_leap_day():
    assert days_from(date(2028, 2, 28), date(2028, 3, 1)) == (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1))
    assert len(days_from(date(2028, 1, 1), date(2028, 12, 31))) == 366


def test_local_day_turns_at_midnight_by_the_clocks_of_the_place():
    summer = datetime(2027, 5, 31, 23, 30, tzinfo=UTC)

    assert (local_day(summer, "Europe/London"), local_day(summer, "UTC")) == (date(2027, 6, 1), date(2027, 5, 31))
