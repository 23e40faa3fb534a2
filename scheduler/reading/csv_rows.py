"""Tables as text: a header and rows that know their line. Says nothing about what a cell means."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scheduler.errors import Problem, UnusableData
from scheduler.reading.bounds import MOST_COLUMNS, MOST_LINES
from scheduler.reading.door import text_of
from scheduler.reading.found import shown

NumberedCells = tuple[int, list[str]]
Place = tuple[int, int]
"""A cell by its line and its place in the row, which is counted from 0."""

WANTED = "text with commas between the cells (in a spreadsheet: Save as, then CSV UTF-8)"
DELIMITERS = ",;\t"
SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)
"""What spreadsheets write above the header to say what stands between the cells."""
BETWEEN_WORDS = re.compile(r"[\s_\-\u2010-\u2015]+")
UNSEEN = str.maketrans(dict.fromkeys("\ufeff\u200b\u2060"))
"""A byte order mark, and spaces without width: they come along where text was pasted."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why a cell has no value, such as a formula without its result: what was found, and what was wanted."""

    found: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it stands in a file.

    Edges: `heads` are the header's words as they stand there; rows without any text are left out; short rows are filled
           up with ""; `faults` are cells that have no value, in whatever column
    """

    file: str
    header_line: int
    heads: tuple[str, ...]
    rows: tuple[NumberedCells, ...]
    problems: tuple[Problem, ...] = ()
    faults: Mapping[Place, CellFault] = field(default_factory=dict)

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names as the contract writes them."""
        return tuple(column_name(head) for head in self.heads)


def csv_rows(file: str, data: bytes) -> Iterator[NumberedCells]:
    """Cut a CSV file with commas, semicolons or tabs, any line ends, and line breaks inside quotation marks.

    Units:  a row's line is the physical line it starts on
    Edges:  a line `sep=;` above the header says what stands between the cells, and is no row
    Errors: UnusableData where the text cannot be cut into rows at all
    """
    text = text_of(file, data, WANTED)
    is_told = names_delimiter(text)
    for line, cells in cut_rows(file, text, delimiter_of(text)):
        if line > 1 or not is_told:
            yield line, cells


def cut_rows(file: str, text: str, delimiter: str) -> Iterator[NumberedCells]:
    """Cut text into rows, each with the physical line that it starts on.

    Errors: UnusableData where a quotation mark does not open or close a whole cell, or a cell does not end
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as fault:
        if "field limit" in str(fault):
            found, wanted = "a cell without an end", f"at most {csv.field_size_limit():,} characters in it"
        else:
            found = 'a " that does not open or close a whole cell'
            wanted = 'text with a comma, a line break or a " in it between two " marks, and each " inside it doubled'
        raise UnusableData((Problem(file, line, "", found, wanted),)) from fault


def names_delimiter(text: str) -> bool:
    """Whether a line above the header says what stands between the cells."""
    return SEPARATOR_LINE.fullmatch(text.partition("\n")[0]) is not None


def delimiter_of(text: str) -> str:
    """What stands between the cells: as told above the header, else by the header; the comma where there is none."""
    told = SEPARATOR_LINE.fullmatch(text.partition("\n")[0])
    header = text.lstrip().partition("\n")[0]
    return told[1] if told else max(DELIMITERS, key=header.count)


def table_of(file: str, rows: Iterable[NumberedCells], faults: Mapping[Place, CellFault] | None = None) -> Table:
    """Return the table of numbered rows, the first of which is its header; a file without any has an empty header.

    Errors: UnusableData where there are more rows or columns than any table has
    """
    filled = ((line, cells) for line, cells in _bounded(file, rows) if any(map(str.strip, cells)))
    header_line, heads = next(filled, (1, []))
    kept: list[NumberedCells] = []
    spilled: list[tuple[int, str]] = []
    for line, cells in filled:
        kept.append((line, cells + [""] * (len(heads) - len(cells))))
        if text := next(filter(None, map(str.strip, cells[len(heads) :])), ""):
            spilled.append((line, text))
    problems = tuple(_spilled(file, spilled, len(heads)))
    return Table(file, header_line, tuple(heads), tuple(kept), problems, faults or {})


def column_name(text: str) -> str:
    """Return a column's name as the contract writes it: `VENUE ID` and `Venue-id` are `venue_id`."""
    return BETWEEN_WORDS.sub("_", text.translate(UNSEEN).strip()).casefold()


def _bounded(file: str, rows: Iterable[NumberedCells]) -> Iterator[NumberedCells]:
    for line, cells in rows:
        if line > MOST_LINES:
            found, wanted = "a row", f"at most {MOST_LINES:,} rows, empty ones too"
            raise UnusableData((Problem(file, line, "", found, wanted),))
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            found, wanted = f"{len(cells):,} cells in a row", f"at most {MOST_COLUMNS:,}"
            raise UnusableData((Problem(file, line, "", found, wanted),))
        yield line, cells[:MOST_COLUMNS]


def _spilled(file: str, rows: list[tuple[int, str]], width: int) -> Iterator[Problem]:
    """One problem for all rows that are too long: they have one cause."""
    if rows:
        line, text = rows[0]
        others = f", and {len(rows) - 1:,} more" if len(rows) > 1 else ""
        wanted = f'no more than {width} cells, as in the header; put text with a comma in it between " marks'
        yield Problem(file, line, "", f"{shown(text)} beyond the last column{others}", wanted)
