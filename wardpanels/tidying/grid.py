"""Sheets as grids of cells: workbooks and CSV files in, values by row and column out. Knows no table."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from scheduler.errors import Problem, UnusableData
from scheduler.reading.csv_rows import cut_rows
from scheduler.reading.door import through
from scheduler.reading.workbooks import Workbooks
from wardpanels.tidying.understood import CellValue

MOST_BYTES = 10_000_000
MOST_CELLS = 100_000
MOST_ROWS = 5_000
MOST_COLUMNS = 200
"""What a sheet that people keep by hand never reaches, and what keeps a hostile one from taking minutes."""

WANTED = "an .xlsx workbook, or CSV files"

NO_VALUE = "a formula without a value"
"""What a formula's cell holds that no spreadsheet program has worked out yet."""

UNSEEN = str.maketrans(
    {code: None for code in (*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}
    | dict.fromkeys((0x0B, 0x0C, 0x85), " ")
)
"""Signs that print nothing, which a workbook refuses; those that break a line in some programs are spaces."""
MOST_NULS, FEWEST_NULS = 0.1, 0.3
"""Of each second byte of UTF-16 without its mark: where the letters are, and where their other half is."""

Spot = tuple[int, int]
"""A row and a column, both from 1."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    Shapes: `cells` holds what is not empty; a merged cell's value stands in each of its cells
            `lines` are the same by row
    Edges:  `formulas` are where a formula stands, `unworked` those of them that have no value; a CSV file has one
            grid, named for the file
    """

    name: str
    cells: Mapping[Spot, CellValue]
    merged: Mapping[Spot, Spot] = field(default_factory=dict)
    formulas: frozenset[Spot] = frozenset()
    unworked: frozenset[Spot] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    lines: Mapping[int, Mapping[int, CellValue]] = field(init=False)

    def __post_init__(self) -> None:
        lines: dict[int, dict[int, CellValue]] = {}
        for row, column in sorted(self.cells):
            lines.setdefault(row, {})[column] = self.cells[row, column]
        object.__setattr__(self, "lines", lines)

    def rows(self) -> list[int]:
        """The rows with anything in them, in order."""
        return list(self.lines)

    def row(self, number: int) -> Mapping[int, CellValue]:
        """A row's cells by column, from the first on."""
        return self.lines.get(number, {})


def place(spot: Spot) -> str:
    """A cell's address as a spreadsheet shows it, such as D5."""
    row, column = spot
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def workbook_grids(file: str, data: bytes) -> tuple[Grid, ...]:
    """Read every sheet of an .xlsx or .xlsm workbook.

    Errors: UnusableData where it does not open or is too big
    """
    Workbooks().weigh(file, data)
    return through(file, WANTED, lambda: _grids(file, data))


def _grids(file: str, data: bytes) -> tuple[Grid, ...]:
    values, written = _opened(data, is_values=True), _opened(data, is_values=False)
    return tuple(_sheet(file, values[sheet.title], sheet) for sheet in written.worksheets)


def _refuse(file: str, is_too_much: bool, found: str, wanted: str) -> None:
    if is_too_much:
        raise UnusableData((Problem(file, 0, "", found, wanted),))


def _opened(data: bytes, *, is_values: bool) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it does not keep; the original is never written
        return openpyxl.load_workbook(io.BytesIO(data), data_only=is_values)


def _sheet(file: str, values: Any, written: Any) -> Grid:
    where = f"{file} ({written.title})"
    _refuse(where, len(written._cells) > MOST_CELLS, f"{len(written._cells):,} cells", f"at most {MOST_CELLS:,}")
    cells, formulas, unworked = {}, set(), set()
    for (row, column), cell in written._cells.items():
        if cell.value is None:
            continue
        spot = (row, column)
        is_far = row > MOST_ROWS or column > MOST_COLUMNS
        _refuse(where, is_far, f"something in {place(spot)}", f"at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns")
        value = _value(values.cell(row, column).value)
        if cell.data_type == "f":
            formulas.add(spot)
            if value is None:
                unworked.add(spot)
                value = NO_VALUE
        if value is not None and value != "":
            cells[spot] = value
    merged = dict(_merged(written))
    for spot, first in merged.items():
        if first in cells:
            cells[spot] = cells[first]
    return Grid(
        written.title,
        cells,
        merged,
        frozenset(formulas),
        frozenset(unworked),
        frozenset(_hidden_columns(written)),
        frozenset(row for row, dimension in written.row_dimensions.items() if dimension.hidden),
        written.sheet_state != "visible",
    )


def _merged(sheet: Any) -> Iterator[tuple[Spot, Spot]]:
    for area in sheet.merged_cells.ranges:
        if area.size["rows"] * area.size["columns"] > MOST_ROWS:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1):
                yield (row, column), (area.min_row, area.min_col)


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min:
            yield from range(dimension.min, min(dimension.max, MOST_COLUMNS) + 1)


def _value(value: object) -> CellValue:
    """A cell's value; text that is only white space is none."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None or isinstance(value, bool | int | float | datetime | date | time):
        return value
    return str(value)


def csv_grid(name: str, data: bytes) -> Grid:
    """Read a CSV file: commas, semicolons, tabs or bars, in UTF-8, UTF-16 or what Windows wrote.

    Errors: UnusableData where it is too big, or a quotation mark does not open or close a whole cell
    """
    _refuse(name, len(data) > MOST_BYTES, f"a file of {len(data):,} bytes", f"at most {MOST_BYTES:,}")
    text = printable(_decoded(data)).replace("\r\n", "\n").replace("\r", "\n")
    first = text.partition("\n")[0].strip()
    separator = first[-1] if first.casefold().startswith("sep=") and len(first) == 5 else ""
    cells: dict[Spot, CellValue] = {}
    for row, (_, fields) in enumerate(cut_rows(name, text, separator or _separator(text)), 1):
        _refuse(name, row > MOST_ROWS, f"more than {MOST_ROWS:,} rows", "fewer")
        if row > 1 or not separator:
            cells |= {(row, n): each.strip() for n, each in enumerate(fields[:MOST_COLUMNS], 1) if each.strip()}
    return Grid(name, cells)


def printable(text: str) -> str:
    """Text without signs that nobody sees and no workbook holds."""
    return text.translate(UNSEEN)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if wide := _utf16_by_its_nuls(data):
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _utf16_by_its_nuls(data: bytes) -> str:
    """Which UTF-16 this is without its mark: each letter of Europe has a NUL beside it. Edges: "" where it is none."""
    half = max(len(data) // 2, 1)
    first, second = data[::2].count(0) / half, data[1::2].count(0) / half
    if first >= FEWEST_NULS and second <= MOST_NULS:
        return "utf-16-be"
    return "utf-16-le" if second >= FEWEST_NULS and first <= MOST_NULS else ""


def _separator(text: str) -> str:
    """The sign that cuts the most lines into the same number of cells, of two or more."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def worth(separator: str) -> tuple[int, int]:
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=separator)]
        except csv.Error:  # a cell longer than any is: it cuts nothing
            return 0, 0
        wide = [count for count in counts if count > 1]
        usual = max(wide, key=wide.count, default=0)
        return (wide.count(usual), usual) if usual else (0, 0)

    return max((",", ";", "\t", "|"), key=worth)
