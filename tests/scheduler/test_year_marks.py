"""What lies behind the meetings of a year, day by day and week by week."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts import DayKind, DaySpan, Election, PartOfDay, SpecialDays
from scheduler.period import Period, calendar_year
from scheduler.year_marks import Behind, MarkedDays, MarkedWeeks, marked_days, week_of, weeks_of
from scheduler.year_strips import mondays
from tests.scheduler.examples import a_borough

YEAR = calendar_year(2027)
DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))


def a_row(first: date, last: date, kind: DayKind) -> SpecialDays:
    return SpecialDays(DaySpan(first, last), kind, PartOfDay.ANY, "a row")


def test_boards_closed_days_and_days_to_avoid_are_marked_by_day():
    borough = a_borough(
        special_days=(
            a_row(date(2026, 12, 19), date(2027, 1, 3), DayKind.AVOID),
            a_row(date(2027, 4, 19), date(2027, 4, 19), DayKind.CLOSED),
            a_row(date(2028, 4, 19), date(2028, 4, 19), DayKind.CLOSED),
        ),
        elections=(Election(date(2027, 5, 6), date(2027, 3, 29), "the council"),),
    )

    found = [(each.kind, each.days.first, each.days.last) for each in marked_days(borough, YEAR)]

    assert (Behind.AVOID, date(2027, 1, 1), date(2027, 1, 3)) in found, "what began before the period is cut off"
    assert (Behind.CLOSED, date(2027, 4, 19), date(2027, 4, 19)) in found
    assert (Behind.BOARD, date(2027, 4, 20), date(2027, 4, 20)) in found
    assert (Behind.AVOID, date(2027, 5, 6), date(2027, 5, 6)) in found
    assert (Behind.CLOSED, date(2027, 12, 25), date(2027, 12, 25)) in found
    assert found == sorted(found, key=lambda each: each[1])
    assert all(first in YEAR and last in YEAR for _, first, last in found)


def test_week_with_a_board_and_a_closed_day_is_marked_twice():
    marked = (
        MarkedDays(Behind.BOARD, DaySpan(date(2027, 3, 22), date(2027, 3, 22)), "board"),
        MarkedDays(Behind.CLOSED, DaySpan(date(2027, 3, 26), date(2027, 3, 29)), "Easter"),
    )

    assert weeks_of(YEAR, marked) == (MarkedWeeks(Behind.BOARD, 13, 1), MarkedWeeks(Behind.CLOSED, 13, 2))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 730))
def test_weeks_are_those_of_the_mondays(first, days):
    period = Period(first, first + timedelta(days=days))
    starts = mondays(period)

    for day in (period.first_day, period.last_day):
        monday = starts[week_of(period, day) - 1]
        assert monday <= day < monday + timedelta(weeks=1)


@given(st.lists(st.tuples(st.sampled_from(Behind), DAYS, DAYS).map(lambda each: (each[0], *sorted(each[1:])))))
def test_every_marked_day_is_in_a_marked_week_of_its_kind_once(rows):
    marked = [MarkedDays(kind, DaySpan(first, last), "") for kind, first, last in rows]
    weeks = [(each.kind, each.first + n) for each in weeks_of(YEAR, marked) for n in range(each.count)]

    assert len(weeks) == len(set(weeks))
    assert set(weeks) == {
        (kind, week_of(YEAR, first + timedelta(days=n)))
        for kind, first, last in rows
        for n in range((last - first).days + 1)
    }
