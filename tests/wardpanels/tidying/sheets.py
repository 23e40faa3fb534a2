"""Makes workbooks and CSV folders as people keep them, and tells how they are read."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from wardpanels.tidying.grid import place, workbook_grids
from wardpanels.tidying.taking import KnownBefore, Taken, take


def book_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> openpyxl.Workbook:
    """A workbook with these rows on each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def save(book: openpyxl.Workbook, path: Path) -> Path:
    """Put a workbook in a file."""
    book.save(path)
    return path


def taken_from(book: openpyxl.Workbook, before: KnownBefore | None = None) -> Taken:
    """How the sheets of a workbook are read, with nothing known before but the year."""
    data = io.BytesIO()
    book.save(data)
    return take(workbook_grids("book.xlsx", data.getvalue()), before or KnownBefore({}, year=2027))


def rows(taken: Taken, table: str, *columns: str) -> list[tuple[str, ...]]:
    """The rows of a table that were taken, cut to some of its columns."""
    return [tuple(each.row.get(column, "") for column in columns) for each in taken.rows if each.table == table]


def doubts(taken: Taken) -> dict[str, str]:
    """Where something was not certain, and how sure it was."""
    return {f"{cell.sheet}!{place(cell.spot)}": cell.told.sure.word for cell in taken.cells if cell.told.sure}
