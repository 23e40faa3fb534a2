"""What an exported schedule says of itself, on a hidden sheet: whose it is, of which draft, and each cell as it was.

A cell that differs from what stands here was changed by a person; one that does not was not, whatever the draft is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.plan import PlannedMeeting
from scheduler.store import Draft
from wardpanels.faults import CannotUse
from wardpanels.tidying.grid import Grid
from wardpanels.tidying.understood import CellValue, plain, text_of

SHEET = "As exported"
LEAVE_IT = "This sheet says what every cell of the schedule was when it was exported. Leave it as it is."
MARK = "wardpanels schedule 1"
"""The format of the sheet, so that a later one can be told apart."""
MEETING = "meeting"
DATE, STARTS, HALL, STATE = "date", "starts", "hall", "state"
SERGEANT, WARD_OFFICERS, INSPECTOR, PUBLIC_REALM = "sergeant", "ward officers", "inspector", "public realm"
MEANING = "meaning of "
LIST = "|"


@dataclass(frozen=True, slots=True)
class ExportedRow:
    """One meeting's row. Shapes: `texts` are its cells by their heads in small letters, `meant` as of `meaning`."""

    texts: Mapping[str, str]
    meant: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AsExported:
    """A schedule as it was exported, by meeting id. `revision` is that of the draft."""

    borough_code: str
    first_day: date
    revision: int
    rows: Mapping[str, ExportedRow]


def as_exported(draft: Draft, heads: Sequence[str], rows: Mapping[str, Sequence[CellValue]]) -> AsExported:
    """What to remember of a draft's schedule whose rows are exported under these heads, by meeting id."""
    names = [plain(head) for head in heads]
    meetings = draft.plan.meeting_by_id
    kept = {
        meeting_id: ExportedRow(dict(zip(names, map(text_of, cells), strict=True)), meaning(meetings[meeting_id]))
        for meeting_id, cells in rows.items()
    }
    return AsExported(draft.plan.borough_code, draft.plan.first_day, draft.revision, kept)


def lines_of(exported: AsExported) -> Iterator[tuple[str, ...]]:
    """The hidden sheet, row by row, as text."""
    yield (LEAVE_IT,)
    yield MARK, exported.borough_code, exported.first_day.isoformat(), str(exported.revision)
    first = next(iter(exported.rows.values()), ExportedRow({}, {}))
    yield (*first.texts, *(MEANING + name for name in first.meant))
    for row in exported.rows.values():
        yield (*row.texts.values(), *row.meant.values())


def exported_in(file: str, grids: Sequence[Grid]) -> AsExported:
    """Read the hidden sheet of a workbook. Errors: CannotUse where it has none, or one that was changed."""
    grid = next((grid for grid in grids if grid.name == SHEET), None)
    if grid is None:
        raise CannotUse(file, f"no sheet '{SHEET}'", "a workbook that `wardpanels export --to FILE.xlsx` wrote")
    try:
        return _read(grid)
    except (ValueError, KeyError, IndexError) as fault:
        found = f"a sheet '{SHEET}' that was changed"
        raise CannotUse(file, found, "it as `wardpanels export` wrote it: export the schedule again") from fault


def _read(grid: Grid) -> AsExported:
    numbers = grid.rows()
    mark, code, first_day, revision = (text_of(value) for value in grid.row(numbers[1]).values())
    if mark != MARK:
        raise ValueError(mark)
    heads = {column: text_of(value) for column, value in grid.row(numbers[2]).items()}
    rows = {}
    for number in numbers[3:]:
        cells = {head: text_of(grid.cells.get((number, column))) for column, head in heads.items()}
        texts = {head: text for head, text in cells.items() if not head.startswith(MEANING)}
        meant = {head.removeprefix(MEANING): text for head, text in cells.items() if head.startswith(MEANING)}
        rows[texts[MEETING]] = ExportedRow(texts, meant)
    return AsExported(code, date.fromisoformat(first_day), int(revision), rows)


def meaning(meeting: PlannedMeeting) -> dict[str, str]:
    """What the cells that can be changed mean, by their heads: a day, a time, ids, "" for nobody."""
    return {
        DATE: meeting.held_on.isoformat(),
        STARTS: f"{meeting.starts_at:%H:%M}",
        HALL: meeting.venue_id,
        STATE: meeting.state.value,
        SERGEANT: meeting.sergeant,
        WARD_OFFICERS: LIST.join(meeting.ward_officers),
        INSPECTOR: meeting.inspector or "",
        PUBLIC_REALM: meeting.public_realm or "",
    }
