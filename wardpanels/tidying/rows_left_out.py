"""Tells which rows below a heading hold no facts: totals, examples, remarks, headings again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wardpanels.tidying.grid import Grid
from wardpanels.tidying.heading_fit import Texts
from wardpanels.tidying.sheet_kind import head_words
from wardpanels.tidying.understood import CellValue, plain, text_of

LONGEST_HEADING = 60
SUMMARY = re.compile(r"(?:grand |sub ?-?)?(?:total|average|mean|avg|sum|count|median)s?\b|overall\b")
EXAMPLE = re.compile(r"(?:for )?example\b|e\.g\.")
REMARK = re.compile(r"(?:n\.?b\b|notes?\b|key\b|source\b|last updated|updated|please|see |\*)")


@dataclass(frozen=True, slots=True)
class RowLeftOut:
    """A row that is taken into no table, and why, in a few words."""

    sheet: str
    row: int
    why: str


def why_left_out(grid: Grid, row: int, wanted: set[int], texts: Mapping[int, Texts], table: str) -> str:
    """Why a row below the headings of a table holds no facts of it; "" where it does.

    Shapes: `wanted` are the columns of the table, `texts` the headings of all
    """
    cells = grid.row(row)
    first = plain(next(iter(cells.values())))
    facts = {column for column in cells if column in wanted}
    others = [value for column, value in list(cells.items())[1:] if (row, column) not in grid.formulas]
    if _is_summary(first, others):
        return f"a total or an average: '{text_of(next(iter(cells.values())))}'"
    if not facts:
        return "nothing in the columns that are needed"
    if EXAMPLE.match(first):
        return "an example"
    if len(facts) > 1 and all((row, column) in grid.formulas for column in facts if column != min(facts)):
        return "worked out from other rows"
    if len(cells) == 1 and (REMARK.match(first) or len(first) > LONGEST_HEADING):
        return "a remark"
    if {column: head_words(value) for column, value in cells.items()} == {
        column: head_words(text[-1]) for column, text in texts.items() if column in cells
    }:
        return "the headings again"
    if len(facts) == 1 and table != "wards" and len(wanted) > 2:
        return "a line with one cell only"
    return ""


def _is_summary(first: str, others: Iterable[CellValue]) -> bool:
    """Whether a row sums others up: a name that only begins so, such as Total Fitness, has text beside it."""
    found = SUMMARY.match(first)
    is_all = found is not None and not any(map(str.isalnum, first[found.end() :]))
    return is_all or (found is not None and not any(map(str.isalpha, "".join(map(plain, others)))))


def of_either(grid: Grid, rows: Iterable[int]) -> Iterator[RowLeftOut]:
    """Rows of two tables of which nothing tells which column of wards belongs to which."""
    why = "two columns name wards and nothing tells which is of what: give each table a sheet of its own"
    return (RowLeftOut(grid.name, row, why) for row in rows)
