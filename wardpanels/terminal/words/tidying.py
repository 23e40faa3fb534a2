"""What `tidy` found, changed and asks, in words for a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from shlex import quote

from scheduler.errors import some_of
from wardpanels.tidying import as_exported
from wardpanels.tidying.folder_tables import NAMED
from wardpanels.tidying.sheet_kind import CellRead
from wardpanels.tidying.tidying import Tidied
from wardpanels.tidying.understood import Sure

SURES = tuple(sure for sure in Sure if sure is not Sure.REFUSED)
FOUND_HEADS = ("Sheet", "Holds", "Rows", "Cells", *(sure.word.capitalize() for sure in SURES))
NUMBERS = FOUND_HEADS[2:]
HOLDS = {
    "wards": "wards", "venues": "halls", "officers": "officers", "attendance": "past meetings", "absences": "leave",
    "board": "the board's meetings", "days": "days to keep free", "schedule": "planned meetings",
}  # fmt: skip  # a table
MOST_QUESTIONS, MOST_NAMES = 12, 6


def found_rows(done: Tidied) -> list[tuple[object, ...]]:
    """A row a table found, with how sure its cells were read."""
    kinds = list(dict.fromkeys((table.grid.name, table.kind.table) for table in done.taken.tables))
    return [_found_row(done, sheet, table) for sheet, table in kinds]


def _found_row(done: Tidied, sheet: str, table: str) -> tuple[object, ...]:
    cells = [
        cell
        for cell in done.taken.cells
        if (cell.sheet, cell.table) == (sheet, table) and (cell.text or cell.told.sure)
    ]
    rows = sum(each.sheet == sheet and each.table == table for each in done.taken.rows)
    by_sure = Counter(cell.told.sure for cell in cells)
    return (sheet, HOLDS[table], rows, len(cells), *(by_sure[sure] for sure in SURES))


def questions(done: Tidied) -> Iterator[str]:
    """The cells to look at: each question once, with the cells that raise it."""
    asked: dict[tuple[str, str], list[CellRead]] = {}
    for cell in sorted((cell for cell in done.taken.cells if cell.told.ask), key=lambda cell: -cell.told.sure):
        asked.setdefault((cell.text, cell.told.ask), []).append(cell)
    for cells in list(asked.values())[:MOST_QUESTIONS]:
        first = cells[0]
        where = some_of([cell.where for cell in cells], 3)
        taken = f"read as {first.told.value}" if first.told.value else "not read"
        reasons = [first.told.why] if len(cells) == 1 else []
        yield " ".join((f"- {where}: {first.text!r} is {taken}.", *reasons, first.told.ask))
    if len(asked) > MOST_QUESTIONS:
        yield f"- and {len(asked) - MOST_QUESTIONS} more, on the sheet 'To mend'."


def left_out(done: Tidied) -> Iterator[str]:
    """What was not taken, and why, and what to type for what is another command's."""
    if as_exported.SHEET in done.taken.unknown_sheets:
        step = f"wardpanels take {quote(str(done.source))}"
        yield f"It holds an exported schedule. To take what was changed in it, type: {step}"
    yield from left_out_rows(done)


def left_out_rows(done: Tidied) -> Iterator[str]:
    """What was not taken, and why."""
    rows: dict[tuple[str, str], list[int]] = {}
    for each in done.taken.left_out:
        rows.setdefault((each.sheet, each.why), []).append(each.row)
    for row, why in done.tables.dropped:
        rows.setdefault((row.sheet, why), []).append(row.line)
    for (sheet, why), lines in rows.items():
        numbers = some_of([str(line) for line in sorted(lines)], MOST_NAMES)
        yield f"Left out of {sheet}: {'row' if len(lines) == 1 else 'rows'} {numbers}, {why}."
    for sheet, columns in done.taken.unneeded.items():
        yield f"Left out of {sheet}, as no plan needs it: {some_of(list(columns), 20)}."
    yield from _other_sheets(done)
    for table in done.taken.tables:
        hidden = [name for name, column in table.columns.items() if column in table.grid.hidden_columns]
        if hidden:
            heads = [str(table.grid.cells.get((table.head, table.columns[name]), name)) for name in hidden]
            yield f"Hidden columns of {table.grid.name} were read too: {some_of(heads, 20)}."


def _other_sheets(done: Tidied) -> Iterator[str]:
    for sheet, why in done.taken.unknown_sheets.items():
        if sheet != as_exported.SHEET:
            yield f"The sheet {sheet} is left out: {why}."


def changes(done: Tidied) -> Iterator[str]:
    """What is new, changed and gone against the folder as it was."""
    if done.settings:
        yield f"borough.toml: {len(done.settings)} changed: {some_of(done.settings, MOST_NAMES)}."
    for table in dict.fromkeys(each.table for each in done.tables.changes):
        for what in ("new", "changed", "gone"):
            names = sorted(each.name for each in done.tables.changes if (each.table, each.what) == (table, what))
            if names:
                told = f": {some_of(names, MOST_NAMES)}" if table in NAMED else ""
                yield f"{table}.csv: {len(names)} {what}{told}."


def kept(done: Tidied) -> Iterator[str]:
    """The checked facts that stay against what the sheets say."""
    for each in done.tables.kept:
        since = f" on {each.checked_on:%-d %B %Y}" if each.checked_on else ""
        yield (
            f"{each.hall}: {each.fact} stays '{each.stands}', as it was checked{since}; the sheet was read as "
            f"'{each.said}'. If the sheet is right, fill in 'Access checked on' and 'Checked by (role)' beside it."
        )


def missing(done: Tidied) -> Iterator[str]:
    """What the folder still lacks, and how to get it."""
    yield from missing_sheets(done)
    if not done.has_places:
        yield (
            "The wards have their names only. Their codes, places, neighbours and population come from "
            "`wardpanels begin`: run it for this folder, then run tidy again."
        )


def missing_sheets(done: Tidied) -> Iterator[str]:
    """What no sheet says, and no file of the folder."""
    found = {table.kind.table for table in done.taken.tables}
    for table in ("venues", "officers", "attendance"):
        if table not in found and table not in done.tables.tables:
            yield f"No sheet of {HOLDS[table]} was found."
