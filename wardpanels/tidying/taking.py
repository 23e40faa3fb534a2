"""Takes found tables cell by cell: what each cell means, what became of each row, and what is left to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.facts import SchoolPeriod
from wardpanels.beginning.slugs import slug_of
from wardpanels.tidying.grid import NO_VALUE, Grid, Spot
from wardpanels.tidying.heads import FoundTable, tables_in
from wardpanels.tidying.kinds.every_kind import EVERY_KIND
from wardpanels.tidying.rows_left_out import RowLeftOut
from wardpanels.tidying.said.given_names import bare, one_ward
from wardpanels.tidying.said.written_days import is_month_first
from wardpanels.tidying.same_names import handles, merged, officers_by_name
from wardpanels.tidying.sheet_kind import CellRead, KindOfSheet, Row
from wardpanels.tidying.understood import NOTHING, CellValue, Sure, Surroundings, Understood, cannot, plain, text_of

YEAR = re.compile(r"\b(20\d\d)\b(?!/)")
CONFIRMED = frozenset({"ok", "right", "correct", "as read", "that is right", "✓"})
"""What people write beside a reading to say that it is right."""


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One row of the contract, and where it stood."""

    table: str
    sheet: str
    line: int
    row: Row


@dataclass(frozen=True, slots=True)
class Taken:
    """Everything that was read.

    Edges: `unneeded` are columns that nobody asks for, by sheet; `unknown_sheets` are those without a table, and why
    """

    rows: tuple[TakenRow, ...]
    cells: tuple[CellRead, ...]
    left_out: tuple[RowLeftOut, ...]
    tables: tuple[FoundTable, ...]
    unneeded: Mapping[str, tuple[str, ...]]
    unknown_sheets: Mapping[str, str]
    wards: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """What is known before the sheets are opened.

    Shapes: `wards` from names to codes; `answers` from a cell's key to what a person answered
    Edges:  `officers` are those of the folder: a sheet of leave means them where no sheet names any
    """

    wards: Mapping[str, str]
    school: Sequence[SchoolPeriod] = ()
    year: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
    officers: Sequence[Row] = ()


def take(grids: Sequence[Grid], background: KnownBefore) -> Taken:
    """Read every sheet. Wards are read first, so that the others can name them."""
    open_grids = [grid for grid in grids if not grid.is_hidden]
    unknown = {grid.name: "it is hidden" for grid in grids if grid.is_hidden}
    named = dict(background.wards) or _wards_named(open_grids)
    officers = officers_by_name(background.officers, [row["officer_id"] for row in background.officers])
    known = Surroundings(named, officers, background.school, background.year, today=background.today)
    tables = [table for grid in open_grids for table in tables_in(grid, EVERY_KIND, known)]
    unknown |= {
        grid.name: "no row reads as headings of anything that is needed" if grid.cells else "it is empty"
        for grid in open_grids
        if not any(table.grid.name == grid.name for table in tables)
    }
    rows: list[TakenRow] = []
    cells: list[CellRead] = []
    left_out = [each for table in tables for each in table.left_out]
    for kind in EVERY_KIND:
        of_kind = [each for each in tables if each.kind is kind]
        for table in sorted(of_kind, key=lambda each: -len(each.columns)):  # what the fullest says is taken first
            cells += _taken_by_content(table)
            table = replace(table, month_first=frozenset(_with_month_first(table)))
            for taken_row, read, out in _table(table, known, background.answers):
                rows += [taken_row] if taken_row else []
                left_out += [out] if out else []
                cells += read
        if kind.table == "officers":
            known = replace(known, officers=_officers_told(rows) or known.officers)
    unneeded = {table.grid.name: table.unneeded for table in tables if table.unneeded}
    return Taken(tuple(rows), tuple(cells), tuple(left_out), tuple(tables), unneeded, unknown, named)


def _wards_named(grids: Iterable[Grid]) -> dict[str, str]:
    """The wards of the sheets of wards, else of any column of wards, by slugs: nobody has told their codes."""
    tables = [table for grid in grids for table in tables_in(grid, EVERY_KIND, Surroundings())]
    ranked = sorted(tables, key=lambda table: table.kind.table != "wards")
    found: dict[str, str] = {}
    for table in ranked:
        if table.kind.table != "wards" and found and any(each.kind.table == "wards" for each in ranked):
            break
        column = table.columns.get(table.kind.ward)
        for row in table.rows:
            text = text_of(table.grid.cells.get((row, column), "")) if column else ""
            for part in [text] if table.kind.table == "wards" else re.split(r"\s*[/,;|+]\s*", text):
                slug = slug_of(bare(part))
                if slug and not re.fullmatch(r"all|n/?a|\?|borough.*|tbc", part.casefold()):
                    found.setdefault(part, slug)
    return found


def _officers_told(rows: Iterable[TakenRow]) -> dict[str, str]:
    """The officers of the sheets by what a sheet of leave may call them. They have no ids yet."""
    officers, _ = merged([each.row for each in rows if each.table == "officers"])
    return officers_by_name(officers, handles(officers))


def _table(
    table: FoundTable, known: Surroundings, answers: Mapping[str, str]
) -> Iterator[tuple[TakenRow | None, list[CellRead], RowLeftOut | None]]:
    merged = table.grid.merged
    known = replace(known, year=_year(table, known))
    for row in table.rows:
        filled = [(row, column) for column in table.columns.values() if (row, column) in table.grid.cells]
        if filled and not table.spread and all(merged.get(spot, spot)[0] != row for spot in filled):
            continue  # all of it is merged with the row above
        for spots in _spots(table, row):
            yield _row(table, row, spots, known, answers)


def _year(table: FoundTable, known: Surroundings) -> int | None:
    """The year of days that are written without one: that of the sheet's name or its title, else by what it holds."""
    above = [text_of(value) for row in table.grid.rows() if row < table.head for value in table.grid.row(row).values()]
    for text in (table.grid.name, *reversed(above)):
        if found := YEAR.search(text):
            return int(found[1])
    is_past = table.kind.table == "attendance" and known.today
    return known.today.year if is_past and known.today else known.year


def _spots(table: FoundTable, row: int) -> Iterator[dict[str, tuple[Spot, CellValue]]]:
    """A row's cells by column; where headings say what the cells below are about, one row for each of these."""
    grid = table.grid
    spots = {name: ((row, column), grid.cells.get((row, column))) for name, column in table.columns.items()}
    if table.week:
        days = [(column, f"{day} {text_of(grid.cells[row, column])}") for column, day in table.week.items()
                if plain(grid.cells.get((row, column))) not in NOTHING]  # fmt: skip  # one thing a line
        spots[table.kind.weekly] = ((row, min(table.week)), "; ".join(said for _, said in days) or None)
    if not table.spread:
        yield spots
        return
    for column, about in table.spread.items():
        if (row, column) in grid.cells:
            dated = {
                table.kind.melts: ((table.head, column), about),
                table.kind.melts_into: ((row, column), grid.cells[row, column]),
            }
            yield {**spots, **dated}


def _row(
    table: FoundTable,
    line: int,
    spots: Mapping[str, tuple[Spot, CellValue]],
    known: Surroundings,
    answers: Mapping[str, str],
) -> tuple[TakenRow | None, list[CellRead], RowLeftOut | None]:
    kind, grid = table.kind, table.grid
    spots = dict(spots)
    above = table.section.get(line, "")
    if kind.ward and above and (kind.ward not in spots or spots[kind.ward][1] is None):
        spots[kind.ward] = (spots[kind.ward][0] if kind.ward in spots else (line, 0), above)
    row_name = text_of(spots[kind.key][1]) if kind.key in spots else above
    if kind.table == "attendance" and "held_on" in spots:
        row_name = f"{row_name} {text_of(spots['held_on'][1])}"
    cells = {
        name: CellRead(
            grid.name, grid.merged.get(spot, spot), kind.table, name, row_name, text_of(value), Understood("")
        )
        for name, (spot, value) in spots.items()
    }
    heads = {name: text_of(grid.cells.get((table.head, column))) for name, column in table.columns.items()}
    read = {
        name: replace(
            cell,
            told=_told(kind, cell, spots[name], grid, _about(name, table, heads, known), answers),
        )
        for name, cell in cells.items()
    }
    if table.week and any((line, column) not in grid.cells for column in table.week):
        hours = read[kind.weekly]
        told = hours.told.less(Sure.LIKELY, "A day that is left empty is taken as closed.")
        read[kind.weekly] = replace(hours, told=told)
    if kind.fills_down and kind.ward in table.columns and above and cells[kind.ward].text == above:
        read[kind.ward] = _as_above(read[kind.ward], grid, (line, table.columns[kind.ward]))
    if kind.table == "wards":
        read["ward_code"] = _code(read, known)
    done = kind.assemble(read, known)
    shown = [_confirmed(cell, answers) for cell in (done.cells or read).values() if cell.spot[1]]
    if line in grid.hidden_rows:
        shown = [replace(cell, told=cell.told.less(Sure.LIKELY, "It stands in a hidden row.")) for cell in shown]
    if done.row is None:
        shown = [_without_wards(cell, kind, spots, done.why) for cell in shown]
        return None, shown, RowLeftOut(grid.name, line, done.why)
    return TakenRow(kind.table, grid.name, line, done.row), shown, None


def _about(name: str, table: FoundTable, heads: Mapping[str, str], known: Surroundings) -> Surroundings:
    """What is known, and what a cell's own column says of it."""
    return replace(
        known, heading=heads.get(name, "").casefold().replace("_", " "), month_first=name in table.month_first
    )


def _with_month_first(table: FoundTable) -> Iterator[str]:
    """The columns whose days have the month first."""
    for name, column in table.columns.items():
        if is_month_first(table.grid.cells.get((row, column)) for row in table.rows):
            yield name


def _as_above(cell: CellRead, grid: Grid, spot: Spot) -> CellRead:
    """A ward that its own cell leaves out, as the line above says it."""
    if spot in grid.cells:
        return cell
    return replace(
        cell, told=cell.told.less(Sure.LIKELY, f"Nothing is written here: '{cell.text}' is taken, as above.")
    )


def _taken_by_content(table: FoundTable) -> Iterator[CellRead]:
    """The heading of each column that is taken for what its cells say, for a person to see."""
    for name in sorted(table.by_content):
        spot = (table.head, table.columns[name])
        text = text_of(table.grid.cells[spot])
        why = f"This heading is not known. By its cells, the column is taken as {table.kind.heading(name).words[0]}."
        told = Understood(name, Sure.LIKELY, why)
        yield CellRead(table.grid.name, spot, table.kind.table, name, "the heading", text, told)


def _without_wards(cell: CellRead, kind: KindOfSheet, columns: Iterable[str], why: str) -> CellRead:
    """The cell that names a row which is left out, where no column at all says of which ward it is."""
    if cell.column != kind.key or not kind.ward or kind.ward in columns:
        return cell
    return replace(cell, told=cell.told.less(Sure.CANNOT, f"This row is left out: {why}.", "Add a column Ward."))


def _code(read: Mapping[str, CellRead], known: Surroundings) -> CellRead:
    """The ward's code: that of its name; one that the sheet gives is not needed."""
    cell = read["name"]
    told = one_ward(cell.text, known) if cell.text else Understood("")
    return replace(cell, column="ward_code", told=told)


def _told(
    kind: KindOfSheet,
    cell: CellRead,
    spot: tuple[Spot, CellValue],
    grid: Grid,
    known: Surroundings,
    answers: Mapping[str, str],
) -> Understood:
    place, value = spot
    answer = answers.get(cell.key, "")
    if answer and answer.casefold().strip(" .!") not in CONFIRMED:
        told = kind.heading(cell.column).reader()(answer, known)
        return replace(told, why=f"By your answer '{answer}'. {told.why}".strip())
    if value is None:
        return Understood("")
    if place in grid.unworked and value == NO_VALUE:
        return cannot(
            "This is a formula that has not been worked out.", "Open it in a spreadsheet, save it, or write the value."
        )
    return kind.heading(cell.column).reader()(value, known)


def _confirmed(cell: CellRead, answers: Mapping[str, str]) -> CellRead:
    """The cell, certain where a person has said that the reading is right."""
    answer = answers.get(cell.key, "").casefold().strip(" .!")
    is_right = answer in CONFIRMED and cell.told.sure is not Sure.CANNOT
    return replace(cell, told=replace(cell.told, sure=Sure.CERTAIN, ask="")) if is_right else cell
