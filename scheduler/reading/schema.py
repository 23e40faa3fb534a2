"""What a table must look like, and how its rows are read against that. Knows no table by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from scheduler.errors import Problem
from scheduler.reading.bounds import MOST_IN_A_CELL, MOST_PROBLEMS
from scheduler.reading.cells import tidy
from scheduler.reading.csv_rows import Place, Table, column_name
from scheduler.reading.found import CellError, shown


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Edges: a column that is not `needed` may be left out, and then reads as if each of its cells were empty;
           `refers` names the table whose keys the values must be; `into` is the fact's field, where it has another name
    """

    name: str
    parse: Callable[[str], Any]
    needed: bool = True
    refers: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """One table of the folder.

    Edges: rows are put in the order of `order`; each group of columns in `unique` has each of its values once; a row
           whose `skips_without` cell is blank is read, and then left out of the facts
    """

    table: str
    build: Callable[..., Any]
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    is_required: bool = False
    needs_rows: bool = False
    skips_without: str = ""
    most_rows: int = 5_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as values by column; a cell that could not be read has none."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A table read cell by cell, with everything wrong in it so far."""

    schema: Schema
    file: str
    entries: tuple[TableRow, ...]
    problems: tuple[Problem, ...] = ()

    def facts(self) -> tuple[Any, ...]:
        """Return the rows as facts in the schema's order; only for a reading without problems."""
        told = (e for e in self.entries if not self.schema.skips_without or e.values[self.schema.skips_without])
        ordered = sorted(told, key=lambda entry: tuple(entry.values[name] for name in self.schema.order))
        fields = {column.name: column.into or column.name for column in self.schema.columns}
        build = self.schema.build
        return tuple(build(**{fields[name]: value for name, value in entry.values.items()}) for entry in ordered)


def read_table(schema: Schema, table: Table) -> Reading:
    """Read every cell of a table. Columns that nobody asked for are passed over."""
    cause = no_header(schema, table)
    if cause:
        return Reading(schema, table.file, (), (cause,))
    problems = [*_header_problems(schema, table), *table.problems]
    header = table.header
    places = [
        (column, header.index(column.name), dict[str, Any]()) for column in schema.columns if column.name in header
    ]
    absent = {c.name: c.parse("") for c in schema.columns if not c.needed and c.name not in header}
    entries = list[TableRow]()
    for line, cells in table.rows:
        if len(entries) == schema.most_rows:
            problems.append(Problem(table.file, line, "", "a row more", f"at most {schema.most_rows:,} rows"))
        if len(entries) == schema.most_rows or len(problems) >= MOST_PROBLEMS:
            break
        values = dict(absent)
        for column, place, known in places:
            try:
                values[column.name] = _value(table, (line, place), column, cells[place], known)
            except _Unread as fault:
                problems.append(Problem(table.file, line, column.name, fault.found, fault.wanted))
        entries.append(TableRow(line, values))
    if schema.needs_rows and not entries:
        problems.append(Problem(table.file, 0, "", "no rows", "at least one row below the header"))
    return Reading(schema, table.file, tuple(entries), tuple(problems))


class _Unread(CellError):
    """A cell has no value, or none that can be used."""

    def __init__(self, found: str, wanted: str) -> None:
        self.found = found
        super().__init__(wanted)


def _value(table: Table, place: Place, column: Column, cell: str, known: dict[str, Any]) -> Any:
    """What a cell says. Edges: `known` keeps it, for most cells of a column say what one above them says"""
    if table.faults and (fault := table.faults.get(place)):
        raise _Unread(fault.found, fault.wanted)
    if cell not in known:
        known[cell] = _parsed(column, cell)
    return known[cell]


def _parsed(column: Column, cell: str) -> Any:
    if len(cell) > MOST_IN_A_CELL:
        raise _Unread(f"{len(cell):,} characters", f"at most {MOST_IN_A_CELL:,} in a cell")
    text = tidy(cell)
    try:
        return column.parse(text)
    except CellError as unread:
        raise _Unread(shown(text), unread.wanted) from unread


def _header_problems(schema: Schema, table: Table) -> Iterator[Problem]:
    names = ", ".join(column.name for column in schema.columns if column.needed)
    for column in schema.columns:
        count = table.header.count(column.name)
        if count == 0 and column.needed:
            yield Problem(table.file, table.header_line, column.name, "no such column", f"a header row with {names}")
        if count > 1:
            yield Problem(table.file, table.header_line, column.name, f"{count} columns of this name", "one")


HEADER_WITHIN = 30
"""How far down a header is looked for: under a title, a logo's empty rows and a date."""
TIDY = "or let it be read as people keep it: wardpanels tidy"


def no_header(schema: Schema, table: Table) -> Problem | None:
    """Say once that a table does not begin with its header: every cell below would only follow from that."""
    names = [column.name for column in schema.columns if column.needed]
    wanted = f"a header row with {', '.join(names)}"
    if not table.heads:
        return Problem(table.file, 0, "", "an empty table", wanted)
    if set(names) & set(table.header):
        return None
    title = shown(next(head.strip() for head in table.heads if head.strip()))
    for line, cells in table.rows[:HEADER_WITHIN]:
        if len(set(names) & {column_name(cell) for cell in cells}) * 2 > len(names):
            found = f"a title, {title}, above the header in line {line}"
            wanted = f"the header first: take away what stands above it; {TIDY}"
            return Problem(table.file, table.header_line, "", found, wanted)
    found = f"no header: the first row begins with {title}"
    return Problem(table.file, table.header_line, "", found, f"{wanted}; {TIDY}")
