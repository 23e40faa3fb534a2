"""Sheets of .xlsx workbooks as the rows a CSV file would have. openpyxl is loaded only when there is a workbook."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from scheduler.errors import Problem, UnusableData
from scheduler.reading.bounds import (
    MOST_COLUMNS,
    MOST_FORMULAS,
    MOST_LINES,
    MOST_OTHER_TAGS,
    MOST_TAGS,
    MOST_UNZIPPED,
    amount,
)
from scheduler.reading.csv_rows import CellFault, NumberedCells, Place, Table, table_of
from scheduler.reading.door import ZIP, kind_of, through

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # Source: ECMA-376 part 1, 22.4.2.4 bstr: how Excel stores control codes
WANTED = "an .xlsx workbook"
LONG_PARTS = ("xl/worksheets/", "xl/sharedStrings.xml")
"""Where a workbook has what people type, and so as many tags as it has cells."""
STRANGE_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
"""XML in UTF-16, which no spreadsheet writes: its bytes cannot be searched."""


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """One sheet of an open workbook, and the same one with its formulas, if it may have some."""

    file: str
    values: Any
    formulas: Any

    def table(self, place: str) -> Table:
        """Read it; a problem names it as `place`.

        Edges:  a row's line is its row number; a formula without its result, and an error as a result, are faults
        Errors: UnusableData
        """
        return through(self.file, WANTED, lambda: self._table(place))

    def _table(self, place: str) -> Table:
        faults = dict(_without_result(self.values, self.formulas)) if self.formulas else {}
        rows: list[NumberedCells] = []
        for line, cells in _rows(self.values):
            if line <= MOST_LINES and all(cell.value is None for cell in cells):
                continue
            rows.append((line, ["" if cell.data_type == "e" else cell_text(cell.value) for cell in cells]))
            faults |= {
                (line, number): CellFault(f"the error {cell.value} in {cell.coordinate}", "a value, or nothing")
                for number, cell in enumerate(cells)
                if cell.data_type == "e"
            }
        return table_of(place, rows, faults)


class Workbooks:
    """Opens the workbooks of one folder, and adds up what they ask of memory and time before any is read."""

    def __init__(self) -> None:
        self._bytes = self._tags = self._formulas = 0

    def sheets(self, file: str, data: bytes) -> Mapping[str, OpenSheet]:
        """Return the sheets by their names, trimmed and in small letters. None is read yet.

        Errors: UnusableData where the file is no workbook, or all of them hold more than a borough's can
        """
        self.weigh(file, data)
        return through(file, WANTED, lambda: self._open(file, data))

    def weigh(self, file: str, data: bytes) -> None:
        """Add up what a workbook asks for, so that it may be opened. Errors: as `sheets`."""
        kind = kind_of(data)
        if kind not in ("", ZIP):
            raise UnusableData((Problem(file, 0, "", kind, WANTED),))
        through(file, WANTED, lambda: self._weigh(file, data))

    def _open(self, file: str, data: bytes) -> Mapping[str, OpenSheet]:
        values = _book(data, data_only=True)
        formulas = _book(data, data_only=False) if self._formulas else None
        return {
            sheet.title.strip().casefold(): OpenSheet(file, sheet, formulas and formulas.worksheets[number])
            for number, sheet in enumerate(values.worksheets)
        }

    def _weigh(self, file: str, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._bytes += sum(part.file_size for part in archive.infolist())
            _bound(file, self._bytes, MOST_UNZIPPED, amount(MOST_UNZIPPED) + " in all workbooks when they are unzipped")
            for part in archive.namelist():
                self._weigh_part(file, part, archive.read(part))

    def _weigh_part(self, file: str, part: str, xml: bytes) -> None:
        if xml.startswith(STRANGE_STARTS) or b"<!DOCTYPE" in xml:
            raise UnusableData((Problem(file, 0, "", f"the part {part} as no spreadsheet writes it", WANTED),))
        tags = xml.count(b"<")
        if not part.startswith(LONG_PARTS):
            _bound(file, tags, MOST_OTHER_TAGS, f"{MOST_OTHER_TAGS:,} tags in its part {part}")
        self._tags += tags
        _bound(file, self._tags, MOST_TAGS, f"{MOST_TAGS // 4:,} cells in all workbooks (take empty rows away)")
        self._formulas += len(re.findall(rb"<f[ >/]", xml)) if part.startswith(LONG_PARTS[0]) else 0
        _bound(file, self._formulas, MOST_FORMULAS, f"{MOST_FORMULAS:,} formulas in all workbooks")


def _bound(file: str, found: int, most: int, wanted: str) -> None:
    if found > most:
        raise UnusableData((Problem(file, 0, "", "more than that", f"at most {wanted}"),))


def _book(data: bytes, *, data_only: bool) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and validation that reading does not need
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    sheet.reset_dimensions()  # some programs write a size that is too small, and openpyxl would believe it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a date that no calendar has: its cell holds an error then
        yield from enumerate(sheet.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS), start=1)


def _without_result(values: Any, formulas: Any) -> Iterator[tuple[Place, CellFault]]:
    """Formulas whose results were never worked out: some programs write workbooks without opening them."""
    for (line, found), (_, written) in zip(_rows(values), _rows(formulas), strict=False):
        for number, (value, cell) in enumerate(zip(found, written, strict=False)):
            if cell.data_type == "f" and value.value is None:
                wanted = "its result: open the workbook in a spreadsheet program and save it, or type the value"
                yield (line, number), CellFault(f"a formula without its result in {cell.coordinate}", wanted)


def cell_text(value: object) -> str:
    """Return a cell as the CSV file would hold it: ISO dates, HH:MM times, whole numbers without ".0", yes and no."""
    match value:
        case None:
            return ""
        case str():
            return ESCAPED.sub(lambda code: chr(int(code[1], 16)), value)
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case time() if value.second == 0:
            return f"{value:%H:%M}"
        case _:
            return str(value)
