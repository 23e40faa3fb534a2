"""Sheets of an .xlsx workbook as the rows a CSV file would have. openpyxl is loaded only when there is a workbook."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from scheduler.errors import Problem, UnusableData
from scheduler.reading.csv_rows import NumberedCells

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # Source: ECMA-376 part 1, 22.4.2.4 bstr: how Excel stores control codes

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What openpyxl and zipfile were seen to raise on 1,500 workbooks with bytes changed at random, and the next of kin."""


def sheets(file: str, data: bytes) -> dict[str, list[NumberedCells]]:
    """Return the rows of each sheet by its name, trimmed and in lower case; a row's line is its row number.

    Errors: UnusableData where the file is no workbook
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validation that reading does not need
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return {sheet.title.strip().casefold(): list(_rows(sheet)) for sheet in book.worksheets}
    except (InvalidFileException, *DAMAGED) as fault:
        problem = Problem(file, 0, "", "a file that does not open as a workbook", "an .xlsx workbook")
        raise UnusableData((problem,)) from fault


def _rows(sheet: Any) -> Iterator[NumberedCells]:
    sheet.reset_dimensions()  # some programs write a size that is too small, and openpyxl would believe it
    for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield line, [cell_text(cell) for cell in cells]


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
