"""Changes cells of a CSV file, adds a row or takes one out; every other byte stays as it stands. Knows no table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.reading.csv_rows import column_name, delimiter_of, names_delimiter
from scheduler.reading.found import utf8_text

MARK = b"\xef\xbb\xbf"
"""The byte order mark that some programs put before UTF-8."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One row as it is written: its first line, its cells with their quotation marks, and its line end."""

    line: int
    cells: Sequence[str]
    end: str

    @property
    def is_empty(self) -> bool:
        return not any(_bare(cell).strip() for cell in self.cells)


def with_cells(file: str, data: bytes, changes: Mapping[int, Mapping[str, str]]) -> bytes:
    """The file with other values in some cells: by the line that a row begins on, then by the column's name.

    Edges:  a column that is not there comes last, empty in the other rows; the first of two of a name is meant
    Errors: UnusableData where it is not UTF-8. It has been read as a table before, so that it can be cut into cells
    """
    text = utf8_text(file, data)
    delimiter, is_told = delimiter_of(text), names_delimiter(text)
    records = list(_records(text, delimiter))
    start = next(at for at, each in enumerate(records) if at >= is_told and not each.is_empty)
    names = [column_name(_bare(cell)) for cell in records[start].cells]
    asked = dict.fromkeys(name for change in changes.values() for name in change)
    new = [name for name in asked if name not in names]
    places = {name: ([*names, *new]).index(name) for name in asked}
    width = len(names) + len(new) if new else 0
    done = [*records[:start], _with(records[start], {len(names) + at: name for at, name in enumerate(new)}, delimiter)]
    for record in records[start + 1 :]:
        change = {places[name]: value for name, value in changes.get(record.line, {}).items()}
        padding = {} if record.is_empty or len(record.cells) >= width else {width - 1: ""}
        done.append(_with(record, padding | change, delimiter))
    written = "".join(f"{delimiter.join(each.cells)}{each.end}" for each in done)
    return MARK * data.startswith(MARK) + written.encode()


def with_row(file: str, data: bytes, row: Mapping[str, str]) -> bytes:
    """The file with one more row at its end, by the columns' names. Every byte that was there stays as it stands.

    Edges:  a column that is not there is added, empty in the other rows; a column that the row does not name is empty
    Errors: UnusableData where it is not UTF-8. It has been read as a table before, so that it can be cut into cells
    """
    data = with_cells(file, data, {0: dict.fromkeys(row, "")})
    text = utf8_text(file, data)
    delimiter, is_told = delimiter_of(text), names_delimiter(text)
    records = list(_records(text, delimiter))
    head = next(each for at, each in enumerate(records) if at >= is_told and not each.is_empty)
    names = [column_name(_bare(cell)) for cell in head.cells]
    places = {name: names.index(name) for name in row}
    by_place = {places[name]: value for name, value in row.items()}
    cells = (_written(by_place.get(at, ""), delimiter, is_quoted=False) for at in range(len(names)))
    end = head.end or "\n"
    before = b"" if records[-1].end else end.encode()
    return data + before + f"{delimiter.join(cells)}{end}".encode()


def without_row(file: str, data: bytes, line: int) -> bytes:
    """The file without the row that begins on a line. Every other byte stays as it stands.

    Errors: UnusableData where it is not UTF-8. It has been read as a table before, so that it can be cut into cells
    """
    text = utf8_text(file, data)
    delimiter = delimiter_of(text)
    kept = (each for each in _records(text, delimiter) if each.line != line)
    return MARK * data.startswith(MARK) + "".join(f"{delimiter.join(each.cells)}{each.end}" for each in kept).encode()


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    one = re.compile(rf'("(?:[^"]|"")*"|[^{re.escape(delimiter)}\r\n]*)({re.escape(delimiter)}|\r\n|\r|\n|\Z)')
    line, first, cells, at = 1, 1, list[str](), 0
    while at < len(text) or cells:
        found = one.match(text, at)
        if found is None:
            raise ValueError(f"line {line}: found a cell that does not end, wanted a file that was read before")
        cells.append(found[1])
        at = found.end()
        line += len(re.findall(r"\r\n|\r|\n", found[1]))
        if found[2] != delimiter:
            yield _Record(first, tuple(cells), found[2])
            line += bool(found[2])
            first, cells = line, []


def _with(record: _Record, change: Mapping[int, str], delimiter: str) -> _Record:
    if not change:
        return record
    cells = [*record.cells, *[""] * (max(change) + 1 - len(record.cells))]
    for at, value in change.items():
        cells[at] = _written(value, delimiter, is_quoted=cells[at].startswith('"'))
    return _Record(record.line, tuple(cells), record.end)


def _bare(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _written(value: str, delimiter: str, *, is_quoted: bool) -> str:
    if is_quoted or value.strip() != value or any(mark in value for mark in (delimiter, '"', "\r", "\n")):
        return '"' + value.replace('"', '""') + '"'
    return value
