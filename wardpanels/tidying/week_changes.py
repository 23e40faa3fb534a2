"""What changes in a week, as one more row or cell of the folder's files: an absence, a shut hall, a closed day.

Works out the new bytes; every other byte of a file stays as it stands. Puts nothing in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import UnusableData
from scheduler.facts import DayKind, DaySpan, PartOfDay
from scheduler.reading.contract import ABSENCES, DAYS, VENUES
from scheduler.reading.csv_rows import csv_rows, table_of
from scheduler.reading.door import file_bytes, files_in
from scheduler.reading.finding import find_tables
from scheduler.reading.schema import Schema
from wardpanels.faults import CannotUse
from wardpanels.tidying.csv_cells import with_cells, with_row

OneFile = Mapping[str, bytes]
"""One file by its name."""


def absence(folder: Path, officer_id: str, days: DaySpan, reason: str) -> OneFile:
    """The absences with one more. Errors: UnusableData; CannotUse where they stand in a workbook."""
    return _with_row(folder, ABSENCES, {"officer_id": officer_id, **_from_to(days), "reason": reason})


def closed_day(folder: Path, days: DaySpan, part: PartOfDay, label: str) -> OneFile:
    """The days with some more on which no meeting is held. Errors: UnusableData; CannotUse as `absence`."""
    row = {**_from_to(days), "kind": str(DayKind.CLOSED), "session": str(part), "label": label}
    return _with_row(folder, DAYS, row)


def hall_shut(folder: Path, venue_id: str, days: DaySpan) -> OneFile:
    """The halls with one of them shut on more days. Errors: UnusableData; CannotUse as `absence`."""
    closed = venue_cell(folder, venue_id, "closed")
    told = f"{days.first}/{days.last}" if days.last > days.first else f"{days.first}"
    return closed.changed(f"{closed.value}|{told}" if closed.value else told)


@dataclass(frozen=True, slots=True)
class VenueCell:
    """One cell of a hall's row in a file as it stands."""

    name: str
    data: bytes
    line: int
    column: str
    value: str

    def changed(self, value: str) -> OneFile:
        """The file with something else in it."""
        return {self.name: with_cells(self.name, self.data, {self.line: {self.column: value}})}


def venue_cell(folder: Path, venue_id: str, column: str) -> VenueCell:
    """A cell of a hall's row. Edges: "" where there is no such column. Errors: UnusableData; CannotUse as `absence`."""
    name, data = csv_of(folder, VENUES)
    table = table_of(name, csv_rows(name, data))
    rows = ((line, dict(zip(table.header, cells, strict=False))) for line, cells in table.rows)
    return next(
        VenueCell(name, data, line, column, row.get(column, "").strip())
        for line, row in rows
        if row["venue_id"].strip() == venue_id
    )


def _from_to(days: DaySpan) -> dict[str, str]:
    return {"first_day": days.first.isoformat(), "last_day": days.last.isoformat()}


def _with_row(folder: Path, schema: Schema, row: Mapping[str, str]) -> OneFile:
    name, data = csv_of(folder, schema)
    return {name: with_row(name, data, row)}


def csv_of(folder: Path, schema: Schema) -> tuple[str, bytes]:
    """A table's file and its bytes; a table that is not there begins with its headings."""
    name = files_in(folder).get(f"{schema.table}.csv")
    if name is not None:
        return name, file_bytes(folder, name)
    tables, problems = find_tables(folder, (schema,))
    if schema.table in tables:
        found = f"the table in {tables[schema.table].file}"
        raise CannotUse(schema.table, found, f"{schema.table}.csv: change the workbook itself, and send that")
    if problems:
        raise UnusableData(problems)
    heads = ",".join(column.name for column in schema.columns)
    return f"{schema.table}.csv", f"{heads}\n".encode()
