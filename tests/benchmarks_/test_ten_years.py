"""The benchmark of ten years measures what it says: both ways answer, and the report says who proved what."""

from __future__ import annotations

from benchmarks.ten_years import Question, SideBySide, Timed, report, side_by_side, without_a_few
from scheduler.solver import search

SHIPPED = SideBySide(Question(2028), Timed(5777, 5777, True, 2.0, 1.5), Timed(5797, 5777, False, 4.0, 3.0))


def test_report_says_what_each_way_found_and_proved_and_how_they_compare():
    text = report([SHIPPED, SideBySide(Question(2027, 5), *[Timed(None, None, True, 0.5, 0.25)] * 2)])

    assert "| 2028 | 5,777 | 5,777 | 2.00 | 1.50 | 5,797, not proven | 3.00 | 0.50 |" in text
    assert "Now: 1 of 1 proven; seconds: median 2.00, worst 2.00; of the processor: median 1.50, worst 1.50." in text
    assert "Before: 0 of 1 proven;" in text
    assert "| made up 5 | no plan | - | 0.50 | 0.25 | no plan | 0.25 | 1.00 |" in text


def test_both_ways_find_the_least_cost_where_both_prove_it():
    run = side_by_side(Question(2027, 3))

    assert run.now.is_proven
    assert run.before.is_proven
    assert run.now.cost == run.before.cost == run.now.bound


def test_looking_as_before_lasts_no_longer_than_asked_for():
    look = search.look_at_few
    with without_a_few():
        assert search.look_at_few is not look
    assert search.look_at_few is look
