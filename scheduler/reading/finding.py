"""Where a folder keeps each table: in a CSV file, a workbook of its own, or a sheet of any workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from scheduler.errors import Problem, UnusableData
from scheduler.reading.csv_rows import NumberedCells, Table, csv_rows, table_of
from scheduler.reading.schema import Schema
from scheduler.reading.workbooks import sheets

Rows = Callable[[], Iterable[NumberedCells]]
Place = tuple[str, str, Rows]
"""A table's name, the file as a problem names it, and how to get its rows."""


def file_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Errors: UnusableData where it is missing or does not open
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise UnusableData((Problem(path.name, 0, "", "no such file", "this file in the folder"),)) from fault
    except OSError as fault:
        found = f"something that does not open ({fault.strerror})"
        raise UnusableData((Problem(path.name, 0, "", found, "a file that may be read"),)) from fault


def find_tables(folder: Path, schemas: tuple[Schema, ...]) -> tuple[dict[str, Table], tuple[Problem, ...]]:
    """Return each table by its name, with what kept others from being found.

    Edges: two places for one table are a problem, so that nobody edits the one that is not read;
           a workbook's other sheets and the folder's other files are passed over
    """
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    first_place: dict[str, str] = {}
    for name, file, rows in _places(folder, tuple(schema.table for schema in schemas), problems):
        if name in first_place:
            problems.append(Problem(file, 0, "", f"the table {name} again", f"it once ({first_place[name]} has it)"))
            continue
        first_place[name] = file
        try:
            tables[name] = table_of(file, rows())
        except UnusableData as fault:
            problems += fault.problems
    problems += _missing(schemas, first_place)
    return tables, tuple(problems)


def _missing(schemas: tuple[Schema, ...], first_place: dict[str, str]) -> Iterator[Problem]:
    for schema in schemas:
        if schema.is_required and schema.table not in first_place:
            wanted = f"this file, or a workbook with a sheet named {schema.table}"
            yield Problem(f"{schema.table}.csv", 0, "", "no such file", wanted)


def _places(folder: Path, names: tuple[str, ...], problems: list[Problem]) -> Iterator[Place]:
    for name in names:
        path = folder / f"{name}.csv"
        if path.exists():
            yield name, path.name, _csv_place(path)
    for path in sorted(folder.glob("*.xlsx")):
        if path.name.startswith("~$"):  # Excel's mark of a workbook that is open
            continue
        try:
            yield from _workbook_places(path, names)
        except UnusableData as fault:
            problems += fault.problems


def _csv_place(path: Path) -> Rows:
    return lambda: csv_rows(path.name, file_bytes(path))


def _workbook_places(path: Path, names: tuple[str, ...]) -> Iterator[Place]:
    """Yield the sheets named like tables; the first sheet of `wards.xlsx` is wards, whatever it is called."""
    found = sheets(path.name, file_bytes(path))
    if found and path.stem in names and path.stem not in found:
        found = {path.stem: next(iter(found.values()))}
    for name in names:
        if name in found:
            file = path.name if path.stem == name else f"{path.name} ({name})"
            yield name, file, partial(iter, found[name])
