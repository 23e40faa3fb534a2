"""Tables as text: a header and rows that know their line. Says nothing about what a cell means."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.errors import Problem, UnusableData
from scheduler.reading.found import shown, utf8_text

NumberedCells = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it stands in a file.

    Edges: `header` is trimmed and in lower case; rows without any text are left out; short rows are filled up with ""
    """

    file: str
    header_line: int
    header: tuple[str, ...]
    rows: tuple[NumberedCells, ...]
    problems: tuple[Problem, ...] = ()


def csv_rows(file: str, data: bytes) -> Iterator[NumberedCells]:
    """Cut a CSV file with commas or semicolons, any line ends, and line breaks inside quotation marks.

    Units:  a row's line is the physical line it starts on
    Errors: UnusableData where the text cannot be cut into rows at all
    """
    text = utf8_text(file, data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as fault:
        found = 'a " that does not open or close a whole cell'
        wanted = 'text with a comma, a line break or a " in it between two " marks, and each " inside it doubled'
        raise UnusableData((Problem(file, line, "", found, wanted),)) from fault


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def table_of(file: str, rows: Iterable[NumberedCells]) -> Table:
    """Return the table of numbered rows, the first of which is its header; a file without any has an empty header."""
    filled = ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))
    header_line, names = next(filled, (1, []))
    header = tuple(name.strip().casefold() for name in names)
    kept: list[NumberedCells] = []
    problems: list[Problem] = []
    for line, cells in filled:
        kept.append((line, cells + [""] * (len(header) - len(cells))))
        problems += _spilled(file, line, cells[len(header) :], len(header))
    return Table(file, header_line, header, tuple(kept), tuple(problems))


def _spilled(file: str, line: int, extra: list[str], width: int) -> Iterator[Problem]:
    text = next((cell.strip() for cell in extra if cell.strip()), "")
    if text:
        wanted = f'no more than {width} cells, as in the header; put text with a comma in it between " marks'
        yield Problem(file, line, "", f"{shown(text)} beyond the last column", wanted)
