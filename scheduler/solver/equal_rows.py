"""Which rows of whole numbers are equal: each is packed into one number, far quicker than comparing whole rows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.problem import IntArray

MOST_CODES = 1 << 62
"""Numbers that packing may reach; beyond them, those in use are numbered anew."""


def first_of_equal(rows: int, columns: Iterable[IntArray]) -> IntArray:
    """Numbers of the rows that are equal to none before them, rising. Shape: `columns`, each (rows), none negative."""
    return np.sort(np.unique(_codes(rows, columns), return_index=True)[1])


def distinct(table: IntArray) -> tuple[IntArray, IntArray]:
    """The rows that differ, in order, and which of them each row is.

    Shape: `table` (rows, columns), none negative; (distinct rows, columns) and (rows)
    """
    known, place = np.unique(_codes(len(table), table.T), return_inverse=True)
    place = place.reshape(-1)
    where = np.zeros(len(known), dtype=np.int64)
    where[place] = np.arange(len(table))
    return table[where], place


def _codes(rows: int, columns: Iterable[IntArray]) -> IntArray:
    """One number a row, in the order of the rows."""
    code, codes = np.zeros(rows, dtype=np.int64), 1
    for column in columns:
        values = int(column.max(initial=0)) + 1
        if codes * values > MOST_CODES:
            code, codes = np.unique(code, return_inverse=True)[1].reshape(-1), rows
        code, codes = code * values + column, codes * values
    return code
