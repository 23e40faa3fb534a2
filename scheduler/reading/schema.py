"""What a table must look like, and how its rows are read against that. Knows no table by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from scheduler.errors import Problem
from scheduler.reading.cells import tidy
from scheduler.reading.csv_rows import Table
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
    missing = tuple(_header_problems(schema, table))
    if not table.header:
        return Reading(schema, table.file, (), missing)
    problems = [*missing, *table.problems]
    places = [(column, table.header.index(column.name)) for column in schema.columns if column.name in table.header]
    absent = {c.name: c.parse("") for c in schema.columns if not c.needed and c.name not in table.header}
    entries = []
    for line, cells in table.rows:
        values = dict(absent)
        for column, place in places:
            text = tidy(cells[place])
            try:
                values[column.name] = column.parse(text)
            except CellError as fault:
                problems.append(Problem(table.file, line, column.name, shown(text), fault.wanted))
        entries.append(TableRow(line, values))
    if schema.needs_rows and not entries:
        problems.append(Problem(table.file, 0, "", "no rows", "at least one row below the header"))
    return Reading(schema, table.file, tuple(entries), tuple(problems))


def _header_problems(schema: Schema, table: Table) -> Iterator[Problem]:
    names = ", ".join(column.name for column in schema.columns if column.needed)
    if not table.header:
        yield Problem(table.file, 0, "", "an empty table", f"a header row with {names}")
        return
    for column in schema.columns:
        count = table.header.count(column.name)
        if count == 0 and column.needed:
            yield Problem(table.file, table.header_line, column.name, "no such column", f"a header row with {names}")
        if count > 1:
            yield Problem(table.file, table.header_line, column.name, f"{count} columns of this name", "one")
