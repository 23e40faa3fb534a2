"""Smallest sets are found by asking of sets alone whether they are enough, and against trying every set there is."""

from __future__ import annotations

from itertools import combinations, islice

from hypothesis import given
from hypothesis import strategies as st

from scheduler.solver.minimal import cheapest_sets, smallest


def test_smallest_keeps_only_what_is_needed():
    needed = {3, 17, 18}

    found = smallest(list(range(30)), lambda kept: needed <= set(kept))

    assert sorted(found) == [3, 17, 18]


def test_smallest_of_nothing_needed_is_empty():
    assert smallest([1, 2, 3], lambda kept: True) == []


def test_smallest_of_what_is_never_enough_is_empty():
    assert smallest([1, 2, 3], lambda kept: False) == []


def test_fewest_come_first_and_then_the_cheapest():
    enough = [{0, 1}, {2, 3}, {4, 5, 6}, {1, 3}]

    found = list(cheapest_sets([9, 1, 3, 4, 0, 0, 0], lambda tried: any(each <= set(tried) for each in enough), 7))

    assert found == [(1, 3), (2, 3), (0, 1), (4, 5, 6)]


@st.composite
def questions(draw):
    """Prices of up to seven items, and some sets of them that are enough."""
    prices = draw(st.lists(st.integers(0, 9), min_size=1, max_size=7))
    numbers = st.frozensets(st.integers(0, len(prices) - 1), min_size=1)
    return prices, draw(st.lists(numbers, min_size=1, max_size=5))


@given(questions())
def test_cheapest_sets_are_all_that_cannot_do_with_less_in_order_of_size_and_price(question):
    prices, enough = question
    every = [each for size in range(len(prices) + 1) for each in combinations(range(len(prices)), size)]
    minimal = [each for each in every if set(each) in enough and not any(other < set(each) for other in enough)]

    found = list(cheapest_sets(prices, lambda tried: any(each <= set(tried) for each in enough), len(prices)))

    assert sorted(found) == sorted(minimal)
    order = [(len(each), sum(prices[number] for number in each)) for each in found]
    assert order == sorted(order)


@given(questions(), st.integers(0, 3))
def test_no_set_is_larger_than_what_may_go_together(question, most):
    prices, enough = question

    found = list(islice(cheapest_sets(prices, lambda tried: any(each <= set(tried) for each in enough), most), 9))

    assert all(len(each) <= most for each in found)
