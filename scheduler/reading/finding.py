"""Where a folder keeps each table: in a CSV file, a workbook of its own, or a sheet of any workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePath

from scheduler.errors import Problem, UnusableData
from scheduler.reading.csv_rows import Table, csv_rows, table_of
from scheduler.reading.door import file_bytes, files_in
from scheduler.reading.found import shown
from scheduler.reading.schema import TIDY, Schema
from scheduler.reading.workbooks import Workbooks

Place = tuple[str, str, Callable[[], Table]]
"""A table's name, the file as a problem names it, and how to get the table."""

OTHER_KINDS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".tsv", ".txt", ".pdf", ".docx")
"""What people keep tables in that nothing here reads."""


def find_tables(folder: Path, schemas: tuple[Schema, ...]) -> tuple[dict[str, Table], tuple[Problem, ...]]:
    """Return each table by its name, with what kept others from being found.

    Edges: two places for one table are a problem, so that nobody edits the one that is not read;
           a workbook's other sheets and the folder's other files are passed over
    """
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    first_place: dict[str, str] = {}
    found = _Found(folder, tuple(schema.table for schema in schemas))
    for name, file, table in found.places():
        if name in first_place:
            problems.append(Problem(file, 0, "", f"the table {name} again", f"it once ({first_place[name]} has it)"))
            continue
        first_place[name] = file
        try:
            tables[name] = table()
        except UnusableData as fault:
            problems += fault.problems
    problems += found.problems
    missing = [schema.table for schema in schemas if schema.is_required and schema.table not in first_place]
    return tables, (*problems, *found.missing(missing))


class _Found:
    """The files of a folder that hold tables, and what was found wrong with them so far."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        self.problems: list[Problem] = []
        self._folder, self._names = folder, names
        self._files = files_in(folder)
        self._workbooks = Workbooks()
        self._others: dict[str, list[str]] = {}

    def places(self) -> Iterator[Place]:
        """Yield the places of tables, CSV files first."""
        for name in self._names:
            file = self._files.get(f"{name}.csv")
            if file:
                yield name, file, self._csv(file)
        for small, file in self._files.items():
            if small.endswith(".xlsx") and not small.startswith("~$"):  # Excel's mark of a workbook that is open
                try:
                    yield from self._sheets(file)
                except UnusableData as fault:
                    self.problems += fault.problems

    def missing(self, names: list[str]) -> Iterator[Problem]:
        """Say of each table that is nowhere where it may be; of a workbook with other sheets, say it once."""
        if self.problems or not names:
            return  # a workbook that does not open may have them
        others = {file: sheets for file, sheets in self._others.items() if sheets}
        for file, sheets in others.items():
            found = f"other sheets ({shown(', '.join(sheets))})"
            yield Problem(file, 0, "", found, f"sheets named {', '.join(names)}; {TIDY}")
        for name in () if others else names:
            other = next((self._files[name + kind] for kind in OTHER_KINDS if name + kind in self._files), "")
            wanted = f"this file, or a workbook with a sheet named {name}"
            yield Problem(f"{name}.csv", 0, "", f"{other} instead" if other else "no such file", wanted)

    def _csv(self, file: str) -> Callable[[], Table]:
        return lambda: table_of(file, csv_rows(file, file_bytes(self._folder, file)))

    def _sheets(self, file: str) -> Iterator[Place]:
        """Yield the sheets named like tables; the first sheet of `wards.xlsx` is wards, whatever it is called."""
        found = self._workbooks.sheets(file, file_bytes(self._folder, file))
        stem = PurePath(file).stem.casefold()
        if found and stem in self._names and stem not in found:
            found = {stem: next(iter(found.values()))}
        self._others[file] = [sheet for sheet in found if sheet not in self._names]
        for name in self._names:
            if name in found:
                place = file if stem == name else f"{file} ({name})"
                yield name, place, partial(found[name].table, place)
