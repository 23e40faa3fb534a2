"""The quarters of a period: each whole one asks for a meeting, and those cut short as far as they can be used."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

from scheduler.calendar_quarters import Quarter, asked_of, quarters
from scheduler.facts import BoardMeeting
from scheduler.period import Period, calendar_year, year_from


def board(*days):
    return tuple(BoardMeeting(day, time(18, 30)) for day in days)


def test_quarter_without_a_board_may_meet_until_its_last_day():
    assert quarters(calendar_year(2027), (), 5) == (
        Quarter(1, date(2027, 1, 1), date(2027, 3, 31), date(2027, 3, 31)),
        Quarter(2, date(2027, 4, 1), date(2027, 6, 30), date(2027, 6, 30)),
        Quarter(3, date(2027, 7, 1), date(2027, 9, 30), date(2027, 9, 30)),
        Quarter(4, date(2027, 10, 1), date(2027, 12, 31), date(2027, 12, 31)),
    )


def test_quarter_is_in_time_for_its_first_board_and_no_other_quarters():
    held = board(date(2027, 5, 20), date(2027, 4, 20), date(2027, 9, 30), date(2028, 2, 1))

    assert [quarter.meet_by for quarter in quarters(calendar_year(2027), held, 5)] == [
        date(2027, 3, 31),
        date(2027, 4, 15),
        date(2027, 9, 25),
        date(2027, 12, 31),
    ]


def test_board_early_in_a_quarter_leaves_no_day_to_meet():
    quarter = quarters(calendar_year(2027), board(date(2027, 4, 3)), 5)[1]

    assert quarter.meet_by < quarter.first


def test_boards_year_has_its_own_four_quarters():
    found = quarters(year_from(date(2027, 4, 1)), board(date(2028, 3, 9)), 5)

    assert [(each.number, each.first, each.meet_by, each.share) for each in found] == [
        (2, date(2027, 4, 1), date(2027, 6, 30), 1),
        (3, date(2027, 7, 1), date(2027, 9, 30), 1),
        (4, date(2027, 10, 1), date(2027, 12, 31), 1),
        (1, date(2028, 1, 1), date(2028, 3, 4), 1),
    ]


def test_quarter_cut_short_asks_for_a_meeting_where_half_of_it_can_be_used():
    begun = quarters(Period(date(2027, 2, 15), date(2027, 12, 31)), (), 5)
    late = quarters(Period(date(2027, 2, 16), date(2027, 12, 31)), (), 5)
    before_the_board = quarters(Period(date(2027, 2, 1), date(2027, 12, 31)), board(date(2027, 2, 20)), 5)

    assert begun[0] == Quarter(1, date(2027, 2, 15), date(2027, 3, 31), date(2027, 3, 31), Fraction(1, 2))
    assert [each.number for each in late] == [2, 3, 4]
    assert [each.number for each in before_the_board] == [2, 3, 4]


def test_more_quarters_than_meetings_let_go_of_those_cut_short_and_never_of_a_whole_one():
    both_ends = quarters(Period(date(2027, 2, 10), date(2027, 11, 20)), (), 5)

    assert [each.number for each in asked_of(both_ends, 4)] == [1, 2, 3, 4]
    assert [each.number for each in asked_of(both_ends, 3)] == [1, 2, 3]
    assert [each.number for each in asked_of(both_ends, 2)] == [2, 3]
    assert [each.number for each in asked_of(quarters(calendar_year(2027), (), 5), 3)] == [1, 2, 3, 4]
