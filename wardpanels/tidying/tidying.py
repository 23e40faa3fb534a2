"""Reads a workbook or a folder of CSV files into a borough's folder, and writes beside it what is to mend."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from scheduler.errors import Problem, UnusableData
from scheduler.facts import SchoolPeriod
from scheduler.reading.bounds import MOST_SETTINGS_BYTES
from scheduler.reading.contract import SCHEMAS, SCHOOL_TERMS
from scheduler.reading.csv_rows import csv_rows, table_of
from scheduler.reading.door import file_bytes, text_of
from scheduler.reading.schema import read_table
from scheduler.reading.settings import SETTINGS_FILE
from scheduler.reading.settings import WANTED as TOML
from wardpanels.beginning.asking_book import WORKBOOK
from wardpanels.beginning.assumptions import ASSUMPTIONS_FILE, page_again, still_assumed
from wardpanels.beginning.rows_as_they_stand import rows_of
from wardpanels.disk import outputs
from wardpanels.disk.file import check_writable, write_file
from wardpanels.faults import CannotUse
from wardpanels.tidying import mending, setting_rows
from wardpanels.tidying.folder_tables import COLUMNS, FolderAsIs, RowChange, TidyFolder, emptied, tidy_folder
from wardpanels.tidying.grid import Grid, csv_grid, workbook_grids
from wardpanels.tidying.said.given_names import codes_by_name
from wardpanels.tidying.setting_rows import SettingsBack
from wardpanels.tidying.taking import KnownBefore, Taken, take

MEMORY = "tidy.json"
"""What a folder remembers of earlier runs: the ids that were given, and what people answered."""
WORKBOOKS = (".xlsx", ".xlsm")
OTHER_SHEETS = (".ods", ".xls", ".xlsb", ".numbers", ".pdf", ".docx", ".doc")
MOST_FILES = 100
COPY = re.compile(r"\.to-mend(-\d+)?$")


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought: its sheets, and the workbook's bytes where it is one."""

    path: Path
    grids: tuple[Grid, ...]
    book: bytes | None


@dataclass(frozen=True, slots=True)
class Tidied:
    """What a run did. `settings` are those that were changed, by their paths."""

    source: Path
    folder: Path
    copy: Path
    taken: Taken
    tables: TidyFolder
    has_places: bool
    settings: tuple[str, ...] = ()


class MostGone(CannotUse):
    """Most of the halls, officers or days of a folder would go. `gone` are their names, `table` where they stand."""

    code = "most-gone"

    def __init__(self, where: str, gone: Sequence[RowChange]) -> None:
        self.table, self.gone = gone[0].table, tuple(each.name for each in gone)
        found = f"sheets without {len(gone)} of the rows of {self.table}.csv, such as {', '.join(self.gone[:5])}"
        super().__init__(where, found, "the sheets of this borough, or --allow-gone where they did go")


def tidy(  # what a run is given, and one permission
    path: Path,
    folder: Path,
    year: int,
    today: date,
    said: Mapping[str, str] = MappingProxyType({}),
    *,
    allow_gone: bool = False,
) -> Tidied:
    """Read what is at `path`, write the tables of `folder`, and a copy with comments beside `path`.

    Edges:  `said` are answers to an earlier run's questions, by the key of a cell; the original stays as it is; a table
            of which the sheets say nothing stays as it is; most halls, officers or days go only where it is allowed
    Errors: UnusableData, CannotUse, MostGone; then nothing is written
    """
    source = read_source(path)
    _check_outside(source, folder)
    before, memory = _folder_as_is(folder)
    answers = {**memory["answers"], **mending.answers_in(source.grids), **said}
    ours = (mending.SHEET.casefold(), setting_rows.SHEET.casefold())
    grids = tuple(grid for grid in source.grids if grid.name.casefold() not in ours)
    settings = _settings(source.grids, folder)
    wards = codes_by_name((row["name"], row["ward_code"]) for row in before.wards)
    officers = [row for row in before.tables.get("officers", ()) if row.get("name") and row.get("officer_id")]
    background = KnownBefore(wards, _school(folder), year, answers, today, officers)
    taken = take(grids, background)
    if not taken.tables:
        found = "; ".join(f"{name}: {why}" for name, why in taken.unknown_sheets.items()) or "no sheets"
        wanted = "at least one sheet whose headings name wards, halls, officers, attendance or leave"
        raise UnusableData((Problem(path.name, 0, "", found, wanted),))
    tables = tidy_folder(taken, before)
    gone = emptied(tables, before)
    if gone and not allow_gone:
        raise MostGone(str(path), gone)
    copy = copy_path(path)
    check_writable(copy)
    book = source.book
    taken = replace(taken, cells=(*taken.cells, *settings.cells))
    content = mending.annotated(book, taken.cells) if book else mending.annotated_grids(grids, taken.cells)
    if settings.changed:
        write_file(folder / SETTINGS_FILE, settings.text.encode(), outputs.BOROUGH_FILES)
    _write(folder, tables, answers)
    write_file(copy, content, outputs.WORKBOOK)
    return Tidied(path, folder, copy, taken, tables, bool(before.wards), settings.changed)


def _settings(grids: Sequence[Grid], folder: Path) -> SettingsBack:
    """What the sheet of settings changes of the folder's. Edges: nothing, where either is not there."""
    path = folder / SETTINGS_FILE
    sheet = next((grid for grid in grids if grid.name.casefold() == setting_rows.SHEET.casefold()), None)
    if sheet is None or not path.exists():
        return SettingsBack("")
    text = text_of(SETTINGS_FILE, file_bytes(folder, SETTINGS_FILE, MOST_SETTINGS_BYTES), TOML)
    return setting_rows.settings_back(text, sheet)


def _check_outside(source: Brought, folder: Path) -> None:
    """Refuse a workbook, and with it its copy, that every other command would read as tables of the contract."""
    inside = source.path.resolve().parent == folder.resolve() or source.path.resolve() == folder.resolve()
    named = [grid.name for grid in source.grids if grid.name.strip().casefold() in COLUMNS]
    if inside and named:
        found = f"the sheet {named[0]} inside the borough's own folder"
        raise CannotUse(str(source.path), found, "it outside that folder, where its sheets are read as finished tables")


def read_source(path: Path) -> Brought:
    """Read a workbook, a CSV file, or a folder of them.

    Errors: UnusableData, CannotUse
    """
    if path.is_dir():
        files = sorted(
            each for each in path.iterdir() if each.is_file() and each.suffix.lower() in (".csv", ".tsv", ".txt")
        )
        if not files or len(files) > MOST_FILES:
            raise CannotUse(
                str(path), f"{len(files)} CSV files", f"a workbook, or a folder with 1 to {MOST_FILES} CSV files"
            )
        return Brought(path, tuple(csv_grid(each.stem, file_bytes(path, each.name)) for each in files), None)
    if not path.exists():
        raise CannotUse(str(path), "no such file", "a workbook, a CSV file, or a folder of CSV files")
    if not path.is_file():
        raise CannotUse(str(path), "something that is no file", "a workbook or a CSV file")
    data = file_bytes(path.parent, path.name)
    if path.suffix.lower() in OTHER_SHEETS:
        raise CannotUse(
            str(path), f"a {path.suffix} file", "an .xlsx workbook or CSV files: save it as one of these first"
        )
    if path.suffix.lower() in WORKBOOKS or data[:2] == b"PK":
        return Brought(path, workbook_grids(path.name, data), data)
    return Brought(path, (csv_grid(path.stem, data),), None)


def _folder_as_is(folder: Path) -> tuple[FolderAsIs, dict[str, dict[str, str]]]:
    if folder.exists() and not folder.is_dir():
        raise CannotUse(str(folder), "a file", "a folder, or a name for a new one")
    tables = {table: rows for table in COLUMNS if (rows := rows_of(folder, table)) is not None}
    memory = _memory(folder / MEMORY)
    return FolderAsIs(tables, {name: int(number) for name, number in memory["ids"].items()}), memory


def _memory(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {"ids": {}, "answers": {}}
    try:
        found = json.loads(file_bytes(path.parent, path.name))
        return {part: {str(name): str(value) for name, value in found[part].items()} for part in ("ids", "answers")}
    except (ValueError, KeyError, AttributeError, TypeError) as fault:
        wanted = "what `wardpanels tidy` wrote there; delete it to start anew"
        raise UnusableData((Problem(path.name, 0, "", "a file that does not read", wanted),)) from fault


def _school(folder: Path) -> tuple[SchoolPeriod, ...]:
    path = folder / f"{SCHOOL_TERMS.table}.csv"
    if not path.exists():
        return ()
    reading = read_table(SCHOOL_TERMS, table_of(path.name, csv_rows(path.name, file_bytes(path.parent, path.name))))
    if reading.problems:
        raise UnusableData(reading.problems)
    return reading.facts()


def copy_path(path: Path) -> Path:
    """A name beside the original that nothing has yet: whatever somebody mended is never written over."""
    stem = COPY.sub("", path.name if path.is_dir() else path.stem)
    names = (path.with_name(f"{stem}.to-mend{f'-{n}' if n > 1 else ''}.xlsx") for n in range(1, 10_000))
    return next(name for name in names if not name.exists())


def _write(folder: Path, tables: TidyFolder, answers: Mapping[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotUse(str(folder), (error.strerror or str(error)).lower(), "a folder that can be made") from error
    for table, rows in tables.tables.items():
        write_file(folder / f"{table}.csv", _csv(table, rows), outputs.BOROUGH_FILES)
    _tell_anew_what_is_assumed(folder)
    memory = {"ids": dict(sorted(tables.numbers.items())), "answers": dict(sorted(answers.items()))}
    write_file(
        folder / MEMORY, (json.dumps(memory, ensure_ascii=False, indent=1) + "\n").encode(), outputs.BOROUGH_FILES
    )


def _tell_anew_what_is_assumed(folder: Path) -> None:
    """Bring the page of `begin` up to date where the folder has it. Edges: one that somebody wrote over stays."""
    page, settings = folder / ASSUMPTIONS_FILE, folder / SETTINGS_FILE
    if not page.is_file():
        return
    tables = {table: rows_of(folder, table) or [] for table in COLUMNS}
    assumed = tuple(still_assumed(tables, settings.read_text("utf-8", "replace") if settings.is_file() else ""))
    told = page_again(page.read_text("utf-8", "replace"), WORKBOOK, assumed)
    if told is not None:
        write_file(page, told.encode(), outputs.WORKBOOK)


def _csv(table: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """A table of the contract; columns of ours that are empty throughout and may be left out are."""
    needed = {column.name for schema in SCHEMAS if schema.table == table for column in schema.columns if column.needed}
    filled = {name for row in rows for name, value in row.items() if value}
    known = [name for name in COLUMNS[table] if name in needed or name in filled]
    others = sorted(filled - set(COLUMNS[table]))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*known, *others])
    writer.writerows([[row.get(name, "") for name in (*known, *others)] for row in rows])
    return out.getvalue().encode()
