"""Dates and times as people write them: read as what they say, or refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.period import Period
from tests.wardpanels.terminal.conftest import typed as told_by
from wardpanels.terminal.dates import in_period, read_day, read_moment, read_time

TODAY = date(2026, 11, 22)
"""A Sunday."""
FORMS = (
    "{d:%Y-%m-%d}",
    "{d:%d/%m/%Y}",
    "{d.day}/{d.month}/{d.year}",
    "{d:%d.%m.%y}",
    "{d:%d-%m-%Y}",
    "{d.day} {d:%b} {d.year}",
    "{d.day} {d:%B} {d.year}",
    "{d:%A} {d.day} {d:%B} {d:%y}",
    "{d:%a}, {d.day} {d:%b} {d.year}",
    "{d:%d-%b-%Y}",
)
FORMS_WITHOUT_A_YEAR = ("{d:%d/%m}", "{d.day}/{d.month}", "{d.day} {d:%b}", "{d:%a} {d.day} {d:%B}")
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(day=DAYS, form=st.sampled_from(FORMS), is_shouted=st.booleans())
def test_every_day_is_read_as_itself_in_every_form(day, form, is_shouted):
    typed = form.format(d=day)

    assert read_day(typed.upper() if is_shouted else typed, TODAY) == day


@given(day=DAYS, form=st.sampled_from(FORMS_WITHOUT_A_YEAR))
def test_day_without_a_year_is_in_the_year_of_the_command(day, form):
    assert read_day(form.format(d=day), TODAY, day.year) == day


@given(first=st.integers(1, 31), second=st.integers(1, 99), year=st.integers(2000, 2099))
def test_nothing_is_read_silently_as_another_month(first, second, year):
    try:
        read = read_day(f"{first}/{second}/{year}", TODAY)
    except ValueError:
        with pytest.raises(ValueError, match=r"day|month"):
            date(year, second, first)
    else:
        assert (read.day, read.month, read.year) == (first, second, year)


@given(typed=st.text("0123456789/.-, abefnrtmpwedthu", max_size=14))
def test_what_is_read_has_the_day_first(typed):
    try:
        read = read_day(typed, TODAY, 2027)
    except ValueError:
        return
    figures = [int(part) for part in "".join(c if c.isdecimal() else " " for c in typed).split()]
    is_iso = typed.strip()[:4].isdecimal()
    assert not figures or read.day == figures[2 if is_iso else 0]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", date(2026, 11, 22)),
        ("Tomorrow", date(2026, 11, 23)),
        ("yesterday", date(2026, 11, 21)),
        ("next thursday", date(2026, 11, 26)),
        ("thu", date(2026, 11, 26)),
        ("next sunday", date(2026, 11, 29)),
        ("4th of February 2027", date(2027, 2, 4)),
        ("the 4th of february 2027", date(2027, 2, 4)),
        ("1 Sept 2027", date(2027, 9, 1)),
        ("29/2/2028", date(2028, 2, 29)),
    ],
)
def test_words_are_read_from_today(typed, day):
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2027",
        "13/13/27",
        "7",
        "02/13/2027",
        "2027-02-30",
        "2027/02/04",
        "Feb 2027",
        "4 Mon 2027",
        "4/2/027",
        "",
        "soon",
    ],
)
def test_day_that_there_is_not_or_that_reads_two_ways_is_refused(typed):
    with pytest.raises(ValueError, match='a date such as 2027-02-04, 4/2/2027, "4 Feb" or "next thursday"'):
        read_day(typed, TODAY, 2027)


def test_weekday_that_contradicts_its_date_is_refused():
    with pytest.raises(ValueError, match="a weekday that agrees: 4 February 2027 is a Thursday"):
        read_day("Fri 4 Feb 2027", TODAY)


def test_day_without_a_year_is_refused_where_the_command_has_none():
    with pytest.raises(ValueError, match="the year as well, such as 4 Feb 2027"):
        read_day("4 Feb", TODAY)


@given(clock=st.times().map(lambda clock: clock.replace(second=0, microsecond=0)))
def test_every_time_is_read_as_itself_in_every_form(clock):
    hour = clock.hour % 12 or 12
    half = "am" if clock.hour < 12 else "pm"

    for typed in (f"{clock:%H:%M}", f"{clock:%H.%M}", f"{hour}.{clock:%M}{half}", f"{hour}:{clock:%M} {half.upper()}"):
        assert read_time(typed) == clock
    if not clock.minute:
        assert read_time(f"{hour}{half}") == clock


@pytest.mark.parametrize("typed", ["7", "7.30", "25:00", "13pm", "0am", "7.60pm", "19:00pm", "noonish", ""])
def test_time_that_there_is_not_or_that_reads_two_ways_is_refused(typed):
    with pytest.raises(ValueError, match=r"a time such as 18:30 or 6.30pm"):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2027-06-01", "2027-06-01T00:00:00"),
        ("1 June", "2027-06-01T00:00:00"),
        ("1 June 27", "2027-06-01T00:00:00"),
        ("2027-06-01T12:00", "2027-06-01T12:00:00"),
        ("2027-06-01T12:00+01:00", "2027-06-01T12:00:00+01:00"),
        ("1/6/2027 at 7.30pm", "2027-06-01T19:30:00"),
        ("2027-06-01 7pm", "2027-06-01T19:00:00"),
        ("tomorrow 19:00", "2026-11-23T19:00:00"),
    ],
)
def test_moment_is_a_day_or_a_time_of_it(typed, moment):
    assert read_moment(typed, TODAY, 2027).isoformat() == moment


@pytest.mark.parametrize("typed", ["2027-06-01T25:00", "1 June 7.30", "7pm", "1 June 2027 7"])
def test_moment_that_cannot_be_read_is_refused(typed):
    with pytest.raises(ValueError, match=r"a (date|time) such as"):
        read_moment(typed, TODAY, 2027)


def test_today_is_that_of_the_borough(tmp_path):
    moment = str(int(datetime(2027, 5, 31, 23, 30, tzinfo=UTC).timestamp()))

    told = told_by(tmp_path, "due", "--until", "today", "--year", "2027", SOURCE_DATE_EPOCH=moment)

    assert told.err.startswith("'today' is taken for Tuesday 1 June 2027.\n")


def test_what_names_its_year_is_not_said_back(tmp_path):
    told = told_by(tmp_path, "due", "--until", "4/2/2027", "--year", "2027")

    assert "is taken for" not in told.err


def test_date_that_cannot_be_read_exits_2_with_what_was_found_and_wanted(tmp_path):
    told = told_by(tmp_path, "move", "X", "--date", "31/02/2027")

    assert told.code == 2
    assert "found '31/02/2027', wanted a date such as 2027-02-04" in told.err


def test_moment_is_said_back_with_its_time(tmp_path):
    told = told_by(tmp_path, "replan", "--as-of", "1 June 7pm", "--year", "2027")

    assert told.err.startswith("'1 June 7pm' is taken for Tuesday 1 June 2027 19:00.\n")


@pytest.mark.parametrize(
    ("written", "day"),
    [("4 Feb", "2028-02-04"), ("30 June", "2027-06-30"), ("29 Feb", "2028-02-29"), ("1 March", "2027-03-01")],
    ids=["in its second year", "in its first year", "in a leap year alone", "in neither: the first"],
)
def test_day_without_its_year_is_in_the_year_in_which_the_period_has_it(written, day):
    period = Period(date(2027, 4, 1), date(2028, 2, 29))

    assert in_period(lambda year: read_day(written, TODAY, year), period).isoformat() == day
