"""Which halls are to be looked at, and how the answers get into the borough's folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scheduler.assumed import ASSUMED
from scheduler.errors import Problem, UnusableData
from scheduler.names import hall_named, ward_named
from scheduler.reading.contract import VENUES
from scheduler.reading.csv_rows import Table, csv_rows, table_of
from scheduler.reading.door import file_bytes
from scheduler.reading.found import CellError, shown
from scheduler.reading.schema import read_table
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.faults import CannotUse
from wardpanels.tidying.csv_cells import with_cells
from wardpanels.tidying.kept import kept_tables
from wardpanels.tidying.tidying import read_source
from wardpanels.tidying.visiting.checked_facts import HallRow, HallVisit, KeptFact, after_visit, checked_on
from wardpanels.tidying.visiting.visit_answers import visits_in
from wardpanels.tidying.visiting.visit_questions import FACTS
from wardpanels.year.reading import check


@dataclass(frozen=True, slots=True)
class HallsToVisit:
    """The halls to look at, in the order of the file. `standing_in` are stand-ins: there is nothing to look at."""

    halls: tuple[HallRow, ...]
    standing_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact of a hall before and after, and what it rests on from now on."""

    line: int
    hall: str
    fact: str
    before: str
    after: str
    basis: str


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What the answers come to.

    Edges: `file` is where the halls stand; it is `is_written` where it has the changes now
    """

    file: str
    visits: int
    changes: tuple[FactChange, ...]
    kept: tuple[KeptFact, ...]
    remarks: tuple[str, ...]
    is_written: bool

    @property
    def is_workbook(self) -> bool:
        """Whether the halls stand in a workbook, which is not written to: it would lose what we cannot keep."""
        return not _is_csv(self.file)


def halls_to_visit(folder: Path, named: Sequence[str], ward: str | None) -> HallsToVisit:
    """The halls that are named and those of a ward; without either all of them.

    Errors: UnusableData, UnknownName; CannotUse where none is left to look at
    """
    borough = check(folder).borough
    wanted = {hall_named(borough, name).venue_id for name in named}
    if ward is not None:
        code = ward_named(borough, ward).code
        wanted |= {venue.venue_id for venue in borough.venues if code in venue.ward_codes}
    if not named and ward is None:
        wanted = {venue.venue_id for venue in borough.venues}
    rows = [row for _, row in _rows(_table(folder)) if row["venue_id"] in wanted]
    halls = tuple(row for row in rows if row.get("basis") != ASSUMED)
    standing_in = tuple(row["name"] for row in rows if row.get("basis") == ASSUMED)
    if not halls:
        found = "only halls that stand in" if standing_in else "no hall"
        raise CannotUse(str(folder), found, "a hall that somebody can go to: list the halls first")
    return HallsToVisit(halls, standing_in)


def read_back(source: Path, folder: Path, today: date, *, is_trial: bool) -> ReadBack:
    """Put the answers of a workbook into the folder's halls, or with `is_trial` only say what would change.

    Edges:  a newer check stands; read a second time, nothing changes; halls that stand in a workbook are not written
    Errors: UnusableData, CannotUse; then nothing is written
    """
    table = _table(folder)
    rows = {row["venue_id"]: (line, row) for line, row in _rows(table)}
    read = visits_in(
        source.name, read_source(source).grids, {key: row["name"] for key, (_, row) in rows.items()}, today
    )
    cells: dict[int, HallRow] = {}
    changes: list[FactChange] = []
    kept: list[KeptFact] = []
    for visit in read.visits:
        line, row = rows[visit.venue_id]
        told, held = after_visit(row, visit)
        kept += held
        changes += _changes(line, row, visit, told)
        cells |= {line: told} if told else {}
    is_written = bool(cells) and not is_trial and _is_csv(table.file)
    if is_written:
        _write(folder, table.file, cells)
    return ReadBack(table.file, len(read.visits), tuple(changes), tuple(kept), read.remarks, is_written)


def _is_csv(file: str) -> bool:
    return file.casefold().endswith(".csv")


def _table(folder: Path) -> Table:
    """The folder's halls as text. Errors: UnusableData where one cannot be used, or the day of a check does not read"""
    table = kept_tables(folder)[VENUES.table]
    problems = [*read_table(VENUES, table).problems]
    for line, row in _rows(table):
        for fact in FACTS:
            try:
                checked_on(row, fact)
            except CellError as fault:
                column = f"{fact}_checked_on"
                problems.append(Problem(table.file, line, column, shown(row[column]), fault.wanted))
    if problems:
        raise UnusableData(tuple(dict.fromkeys(problems)))
    return table


def _rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    for line, cells in table.rows:
        yield line, dict(zip(reversed(table.header), map(str.strip, reversed(cells[: len(table.header)])), strict=True))


def _changes(line: int, row: HallRow, visit: HallVisit, told: HallRow) -> Iterator[FactChange]:
    for fact in visit.answers:
        if told.keys() & {fact, f"{fact}_basis", f"{fact}_checked_on"}:
            basis, day = (told.get(f"{fact}_{part}", row.get(f"{fact}_{part}", "")) for part in ("basis", "checked_on"))
            after = told.get(fact, row.get(fact, ""))
            yield FactChange(line, row["name"], fact, row.get(fact, ""), after, f"{basis} on {day}")


def _write(folder: Path, file: str, cells: Mapping[int, HallRow]) -> None:
    """Write the file, once it is sure that it can be read again. Errors: UnusableData, CannotUse."""
    content = with_cells(file, file_bytes(folder, file), cells)
    problems = read_table(VENUES, table_of(file, csv_rows(file, content))).problems
    if problems:
        raise UnusableData(problems)
    write_file((folder / file).resolve(), content, outputs.BOROUGH_FILES)
