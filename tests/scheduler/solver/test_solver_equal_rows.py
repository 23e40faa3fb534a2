"""Rows packed into numbers are equal, and in order, exactly where the rows are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scheduler.solver.equal_rows import distinct, first_of_equal

WIDE = (1 << 40) - 1
"""Two such columns no longer fit in one number."""

TABLES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 900), st.integers(0, WIDE), st.integers(0, 2)))
NEAR = st.lists(st.tuples(*[st.sampled_from((0, 1, WIDE))] * 3))


def table_of(rows, columns):
    return np.array(rows, dtype=np.int64).reshape(-1, columns)


@given(TABLES)
def test_of_equal_rows_the_first_stays(rows):
    first = [number for number, row in enumerate(rows) if row not in rows[:number]]
    assert first_of_equal(len(rows), table_of(rows, 4).T).tolist() == first


@given(NEAR)
def test_rows_that_differ_come_in_order_and_each_row_finds_itself(rows):
    found, place = distinct(table_of(rows, 3))

    assert [tuple(row) for row in found.tolist()] == sorted(set(rows))
    assert [tuple(row) for row in found[place].tolist()] == rows
