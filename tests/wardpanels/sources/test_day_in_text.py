"""Days and times as people write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from wardpanels.sources.day_in_text import days_in, start_in


@pytest.mark.parametrize(
    "text",
    [
        "Thursday 25 March 2027",
        "Thu 25th Mar",
        "Thurs, 25 March",
        "Thursday, the 25th of March 2027",
        "March 25, 2027",
        "25/03/2027",
        "25.03.27",
        "2027-03-25",
        "Held on 25 March, 7pm",
    ],
)
def test_day_is_read_however_it_is_written(text):
    assert [found.day for found in days_in(text, (2027,))] == [date(2027, 3, 25)]


@pytest.mark.parametrize(
    "text", ["Friday 25 March", "31 June 2027", "25", "March 2027", "flat 3, 25 May Road House", ""]
)
def test_what_is_no_day_is_passed_over(text):
    found = [one.day for one in days_in(text, (2027,))]

    assert found == ([date(2027, 5, 25)] if "May" in text else [])


def test_day_without_a_year_is_of_the_year_that_its_weekday_allows():
    assert [found.day for found in days_in("Tuesday 4 January", (2027, 2028))] == [date(2028, 1, 4)]
    assert [found.day.year for found in days_in("4 January", (2027, 2028))] == [2027, 2028]


def test_every_day_of_a_list_is_found_in_its_order():
    text = "Meetings: 2 March, 30 March and Wed 16 June 2027"

    assert [(found.day.month, found.day.day) for found in days_in(text, (2027,))] == [(3, 2), (3, 30), (6, 16)]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("7pm", time(19)),
        ("at 7.30pm", time(19, 30)),
        ("7:30 p.m.", time(19, 30)),
        ("19:00 - 20:30", time(19)),
        ("18.30 to 20.00", time(18, 30)),
        ("7-8.30pm", time(19)),
        ("7 to 8:30pm", time(19)),
        ("11-12.30pm", time(11)),
        ("11am – 12.30pm", time(11)),
        ("midday to 1:30pm", time(12)),
        ("12am", time(0)),
        ("room 7, 7pm", time(19)),
        ("room 7", None),
        ("25:00", None),
        ("13pm", None),
    ],
)
def test_start_is_the_first_time_and_takes_its_half_of_the_day_from_the_end(text, start):
    assert start_in(text) == start
