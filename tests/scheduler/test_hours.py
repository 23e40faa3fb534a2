"""Opening hours in OpenStreetMap syntax, as spans that cover a meeting or do not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from scheduler.days import bank_holidays
from scheduler.hours import LocalHours, OpenSpans, Place, names_the_sun, open_spans
from scheduler.opening.tokens import NotHours

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)


def local(moment):
    """A wall clock's time, without a zone."""
    return datetime.fromisoformat(moment)


def covers(hours, first, last):
    return open_spans(hours, FIRST, LAST).cover(local(f"2027-{first}"), local(f"2027-{last}"))


@pytest.mark.parametrize(
    ("hours", "first", "last", "covered"),
    [
        ("Mo-Fr 09:00-21:00", "01-14 19:30", "01-14 21:00", True),
        ("Mo-Fr 09:00-21:00", "01-14 19:31", "01-14 21:01", False),
        ("Mo-Fr 09:00-21:00", "01-14 08:59", "01-14 10:00", False),
        ("Mo-Fr 09:00-21:00", "01-16 10:00", "01-16 11:00", False),
        ("Mo-Fr 09:00-12:00,12:00-21:00", "01-14 11:00", "01-14 13:00", True),
        ("Mo-Fr 09:00-12:00,12:30-21:00", "01-14 11:00", "01-14 13:00", False),
        ('Th 09:00-12:00 open "front door", Th 12:00-15:00 open "side door"', "01-14 11:00", "01-14 13:00", True),
        ("Mo-Su 18:00-02:00", "01-14 23:00", "01-15 01:00", True),
        ("24/7", "12-31 23:00", "01-14 23:00", True),
        ("24/7", "12-31 22:30", "12-31 23:59", True),
        ("Mo-Su 09:00-21:00; PH off", "03-26 10:00", "03-26 11:00", False),
        ("Mo-Su 09:00-21:00; PH off", "03-30 10:00", "03-30 11:00", True),
        ("week 2-53/4 Th 09:00-21:00", "01-14 10:00", "01-14 11:00", True),
        ("week 2-53/4 Th 09:00-21:00", "01-21 10:00", "01-21 11:00", False),
        ("off", "01-14 10:00", "01-14 11:00", False),
    ],
)
def test_span_covers_a_meeting_only_if_it_holds_all_of_it(hours, first, last, covered):
    assert covers(hours, first, last) == covered


def test_spans_that_touch_are_one_and_the_rest_are_in_order():
    spans = open_spans("Mo 09:00-12:00,12:00-15:00; We 10:00-11:00", date(2027, 1, 11), date(2027, 1, 13))

    assert spans == OpenSpans(
        (local("2027-01-11 09:00"), local("2027-01-13 10:00")), (local("2027-01-11 15:00"), local("2027-01-13 11:00"))
    )


def test_hours_on_both_sides_of_a_clock_change_are_the_clocks_own():
    for day in ("03-28", "03-29", "10-31", "11-01"):
        assert covers("Mo-Su 09:00-10:30", f"{day} 09:00", f"{day} 10:30")


@pytest.mark.parametrize("year", range(2026, 2032))
def test_public_holidays_of_the_syntax_are_days_on_which_nobody_meets_anyway(year):
    holidays = open_spans("PH 10:00-12:00", date(year, 1, 1), date(year, 12, 31)).starts

    assert {moment.date() for moment in holidays if moment.year == year} == set(bank_holidays(year))


@pytest.mark.parametrize(("day", "sets"), [("2027-01-04", "16:05"), ("2027-06-21", "21:22"), ("2027-10-31", "16:36")])
def test_sunset_is_that_of_the_place_and_the_day_on_the_clock_on_the_wall(day, sets):
    spans = open_spans(LocalHours("Mo-Su 12:00-sunset", place=Place(51.5, -0.05, "Europe/London")), FIRST, LAST)

    ends = spans.ends[spans.starts.index(local(f"{day} 12:00"))]

    assert abs(ends - local(f"{day} {sets}")) <= timedelta(minutes=3)


@pytest.mark.parametrize("lat", [-90.0, 69.0, 90.0])
def test_place_where_the_sun_does_not_set_for_months_is_read(lat):
    assert open_spans(LocalHours("Mo-Su 12:00-sunset", place=Place(lat, 18.0, "Europe/London")), FIRST, LAST).starts


@pytest.mark.parametrize(
    ("hours", "does"),
    [
        ("Mo-Fr 12:00-sunset", True),
        ("Mo-Fr (Dawn+01:00)-20:00", True),
        ("sunrise-dusk", True),
        ("Mo-Fr 09:00-21:00", False),
        ('Mo-Fr 09:00-21:00 "lit from dusk on"', False),
    ],
)
def test_hours_that_need_a_place_are_those_that_name_the_sun_outside_comments(hours, does):
    assert names_the_sun(hours) == does


def test_expression_that_is_none_is_an_error():
    with pytest.raises(NotHours, match="all day long"):
        open_spans("all day long", FIRST, LAST)
