"""Days that come back every year, on the days of years that are known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.days import SATURDAY, bank_holidays, days_from
from scheduler.reading import cells
from scheduler.reading.borough import usual_days_kept_free
from scheduler.yearly_days import BeforeDaysOff, EveryDate, FromEaster

LEAP = date(2028, 1, 1), date(2028, 12, 31)


def days_of(yearly, first=date(2027, 1, 1), last=date(2028, 1, 31)):
    return [day.isoformat() for day in days_from(first, last) if yearly.is_on(day)]


def test_same_date_comes_every_year_and_the_29th_of_february_in_leap_years():
    assert days_of(EveryDate(1, 31)) == ["2027-01-31", "2028-01-31"]
    assert days_of(EveryDate(2, 29)) == []
    assert days_of(EveryDate(2, 29), *LEAP) == ["2028-02-29"]


@pytest.mark.parametrize(
    ("days", "wanted"), [(-3, "2027-03-25"), (0, "2027-03-28"), (49, "2027-05-16"), (-46, "2027-02-10")]
)
def test_days_are_counted_from_easter_sunday(days, wanted):
    assert days_of(FromEaster(days), last=date(2027, 12, 31)) == [wanted]


def test_day_far_from_easter_is_counted_from_the_easter_of_its_own_count():
    assert days_of(FromEaster(-120)) == ["2027-12-18"]  # Easter 2028 is on 16 April
    assert days_of(FromEaster(300)) == ["2027-01-30", "2028-01-22"]  # and the Easters before it on 5 April and 28 March


def test_evening_before_a_bank_holiday_weekend_is_the_friday_or_before_good_friday_the_thursday():
    assert days_of(BeforeDaysOff()) == [
        "2027-03-25",
        "2027-04-30",
        "2027-05-28",
        "2027-08-27",
        "2027-12-24",
        "2027-12-31",
    ]


def test_new_year_on_a_friday_makes_a_weekend_that_begins_on_thursday_evening():
    assert days_of(BeforeDaysOff(), date(2026, 12, 25), date(2027, 1, 31)) == ["2026-12-31"]


def test_bank_holidays_in_the_middle_of_the_week_make_no_weekend():
    assert days_of(BeforeDaysOff(), date(2029, 12, 17), date(2030, 1, 6)) == []  # Christmas Day is a Tuesday


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_evening_before_a_bank_holiday_weekend_is_a_working_day_with_a_bank_holiday_near(day):
    if BeforeDaysOff().is_on(day):
        near = days_from(day, date.fromordinal(day.toordinal() + 5))

        assert day.weekday() < SATURDAY
        assert day not in bank_holidays(day.year)
        assert any(each in bank_holidays(each.year) for each in near)


YEARLY_DAYS = st.one_of(
    st.dates(*LEAP).map(lambda day: EveryDate(day.month, day.day)),
    st.integers(-365, 365).map(FromEaster),
    st.just(BeforeDaysOff()),
)


@given(YEARLY_DAYS)
def test_day_is_read_as_it_is_written(yearly):
    assert cells.yearly_day(str(yearly)) == yearly
    assert cells.yearly_day(str(yearly).upper()) == yearly


def test_table_that_comes_with_the_program_keeps_evenings_free_and_names_a_source_for_each():
    rows = usual_days_kept_free()

    assert {row.name: str(row.falls) for row in rows} == {
        "Bonfire Night": "every 5 November",
        "Christmas Eve": "every 24 December",
        "Halloween": "every 31 October",
        "Maundy Thursday": "3 days before Easter",
        "New Year's Eve": "every 31 December",
        "the evening before a bank-holiday weekend": "before a bank-holiday weekend",
    }
    assert {row.part for row in rows} == {"evening"}
    assert all(row.source for row in rows)
