"""Which cells of an exported schedule a person changed, and what they wish for by that. Changes nothing itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from scheduler.edit import NewTiming
from scheduler.facts import Borough
from scheduler.plan import MeetingState, Plan
from scheduler.problem import PlanningProblem
from wardpanels.faults import CannotUse
from wardpanels.tidying.as_exported import (
    DATE,
    HALL,
    INSPECTOR,
    LIST,
    MEETING,
    PUBLIC_REALM,
    SERGEANT,
    STARTS,
    STATE,
    WARD_OFFICERS,
    AsExported,
    ExportedRow,
    meaning,
)
from wardpanels.tidying.grid import NO_VALUE, Grid, Spot
from wardpanels.tidying.said import meeting_words
from wardpanels.tidying.said.written_days import written_day
from wardpanels.tidying.sheet_kind import CellRead
from wardpanels.tidying.taking import CONFIRMED
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain, text_of
from wardpanels.year.wishes import Edit

TABLE = "schedule"
WARD = "ward"
FOLLOWS = "This follows from the other cells of its row, and is not read."
OTHER_WARD = "A meeting stays with its ward."
WAITS = "Nothing of this row is taken until its other cells are mended."
ONE_THING = "A meeting is cancelled, put back or moved, one at a time."
TO_ADD = "To add a meeting, type: wardpanels add WARD --date DATE"
REMARK = "A line of one cell is taken for a remark."


@dataclass(frozen=True, slots=True)
class SheetEdits:
    """What a person changed.

    Shapes: `cells` are the changed cells that each wish rests on, by meeting id
    Edges:  `left` are cells that nothing is taken from, and why; `gone` are meetings whose row is no longer there;
            `done` counts the changes that the draft has already
    """

    wishes: tuple[Edit, ...]
    cells: Mapping[str, tuple[CellRead, ...]]
    left: tuple[CellRead, ...]
    gone: tuple[str, ...]
    done: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The schedule's sheet. Shapes: `columns` by their heads in small letters; `rows` below them that hold anything."""

    grid: Grid
    columns: Mapping[str, int]
    rows: tuple[int, ...]

    def at(self, row: int, head: str) -> CellValue:
        return self.grid.cells.get((row, self.columns[head]))

    def cell(self, row: int, head: str, told: Understood) -> CellRead:
        spot: Spot = (row, self.columns[head])
        return CellRead(
            self.grid.name, spot, TABLE, head, text_of(self.at(row, MEETING)), text_of(self.at(row, head)), told
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is known while cells are read."""

    problem: PlanningProblem
    plan: Plan
    exported: AsExported
    answers: Mapping[str, str]


def edits_in(
    file: str,
    grids: Sequence[Grid],
    exported: AsExported,
    problem: PlanningProblem,
    plan: Plan,
    answers: Mapping[str, str],
) -> SheetEdits:
    """Compare a schedule with what was exported, and what was changed of it with the draft as it is now.

    Edges:  `answers` are what people wrote beside cells, by the cells' keys; a row that is gone or added is no wish
    Errors: CannotUse where no sheet has the schedule's heads
    """
    sheet = _schedule(file, grids)
    reading = _Reading(problem, plan, exported, answers)
    counts = Counter(text_of(sheet.at(row, MEETING)) for row in sheet.rows)
    wishes: list[Edit] = []
    cells: dict[str, tuple[CellRead, ...]] = {}
    left: list[CellRead] = []
    done = 0
    for row in sheet.rows:
        meeting_id = text_of(sheet.at(row, MEETING))
        if meeting_id not in exported.rows or counts[meeting_id] > 1:
            left.append(_strange(sheet, row, meeting_id, counts[meeting_id]))
            continue
        changed, beside, had = _changed(sheet, row, exported.rows[meeting_id], reading)
        done += had
        left += beside
        judged = _judged(changed)
        if any(cell.told.sure >= Sure.GUESSED for cell in judged):
            left += judged
        elif judged:
            wishes.append(_wish(meeting_id, f"{file}, row {row}", judged))
            cells[meeting_id] = judged
    gone = tuple(meeting_id for meeting_id in exported.rows if meeting_id not in counts)
    return SheetEdits(tuple(wishes), cells, tuple(left), gone, done)


def _schedule(file: str, grids: Iterable[Grid]) -> _Sheet:
    for grid in grids:
        for row in () if grid.is_hidden else grid.rows():
            columns = {plain(value): column for column, value in grid.row(row).items()}
            if MEETING in columns and DATE in columns:
                return _Sheet(grid, columns, tuple(below for below in grid.rows() if below > row))
    raise CannotUse(file, "no sheet with the columns Meeting and Date", "the schedule as it was exported")


def _strange(sheet: _Sheet, row: int, meeting_id: str, times: int) -> CellRead:
    """A row of which nothing is taken, since it is not known which meeting it is."""
    if times > 1 and meeting_id:
        why, ask = "Several rows have this meeting's id, so nothing is taken from them.", "Leave one of them."
    elif meeting_id:
        why, ask = "No meeting of this id was exported.", f"Write the id as it was. {TO_ADD}"
    else:
        why, ask = "This row has no meeting's id, so nothing is taken from it.", TO_ADD
    cells = sheet.grid.row(row)
    column = sheet.columns[MEETING] if meeting_id else min(cells)
    told = Understood("", Sure.REFUSED, why, ask) if len(cells) > 1 else Understood("", Sure.LIKELY, REMARK)
    return CellRead(sheet.grid.name, (row, column), TABLE, MEETING, meeting_id, text_of(cells[column]), told)


def _changed(
    sheet: _Sheet, row: int, before: ExportedRow, reading: _Reading
) -> tuple[tuple[CellRead, ...], list[CellRead], int]:
    """The cells of a row that wish for something, those that cannot, and how many say what the draft has already."""
    changed: list[CellRead] = []
    beside: list[CellRead] = []
    done = 0
    now = reading.plan.meeting_by_id.get(before.texts[MEETING])
    there = {} if now is None else meaning(now)
    for head, was in before.texts.items():
        if head not in sheet.columns or plain(text_of(sheet.at(row, head))) == plain(was):
            continue
        if head == WARD:
            changed.append(sheet.cell(row, head, Understood("", Sure.REFUSED, OTHER_WARD, TO_ADD)))
            continue
        if head not in before.meant:
            beside.append(sheet.cell(row, head, Understood("", Sure.LIKELY, FOLLOWS)))
            continue
        told = _read(sheet, row, head, before, reading)
        said = _said(told.value)
        if told.value and said == before.meant[head]:
            continue
        if told.value and said == there.get(head):
            done += 1
            continue
        changed.append(sheet.cell(row, head, _held_against(told, head, before, there, reading.problem.borough)))
    if beside and not changed and not done:
        beside = [replace(cell, told=replace(cell.told, sure=Sure.REFUSED)) for cell in beside]
    return tuple(changed), beside, done


def _said(value: str) -> str:
    """A value without the reason that may stand behind it."""
    return value.partition(": ")[0]


def _held_against(
    told: Understood, head: str, before: ExportedRow, there: Mapping[str, str], borough: Borough
) -> Understood:
    """The reading, refused where the draft too has changed that fact since it was exported."""
    if told.sure >= Sure.GUESSED or before.meant[head] == there.get(head):
        return told
    if not there:
        return replace(told, sure=Sure.REFUSED, why="The draft has no such meeting any more.", ask="Export it again.")
    was, now, here = (_spoken(head, value, borough) for value in (before.meant[head], there[head], told.value))
    why = f"It was {was} when this was exported. The draft has {now} by now, and this cell {here}."
    return replace(told, sure=Sure.REFUSED, why=why, ask="Write what the draft has, or export again and change that.")


def _spoken(head: str, value: str, borough: Borough) -> str:
    """A meaning as people say it."""
    if head == DATE:
        return f"{date.fromisoformat(value):%a %-d %b %Y}"
    names = {venue.venue_id: venue.name for venue in borough.venues} if head == HALL else {}
    names |= {officer.officer_id: officer.name for officer in borough.officers} if head != HALL else {}
    return ", ".join(names.get(each, each) for each in value.split(LIST) if each) or "nobody"


def _read(sheet: _Sheet, row: int, head: str, before: ExportedRow, reading: _Reading) -> Understood:
    """A changed cell, or what a person answered to it."""
    value: CellValue = sheet.at(row, head)
    key = sheet.cell(row, head, Understood("")).key
    answer = reading.answers.get(key, "")
    is_right = answer.casefold().strip(" .!") in CONFIRMED
    if answer and not is_right:
        value = answer
    if value is None:
        return cannot("It was emptied, and an empty cell changes nothing.", "Write what it should say.")
    if value == NO_VALUE:
        return cannot("This is a formula that has not been worked out.", "Write the value.")
    told = READERS[head](value, before, reading.problem)
    return replace(told, sure=Sure.CERTAIN, ask="") if is_right and told.value else told


def _day(value: CellValue, before: ExportedRow, problem: PlanningProblem) -> Understood:
    return written_day(value, Surroundings(year=date.fromisoformat(before.meant[DATE]).year))


def _start(value: CellValue, before: ExportedRow, problem: PlanningProblem) -> Understood:
    return meeting_words.start(value, {sitting.starts for sitting in problem.sittings})


def _hall(value: CellValue, before: ExportedRow, problem: PlanningProblem) -> Understood:
    return meeting_words.hall(value, problem.borough)


def _officer(value: CellValue, before: ExportedRow, problem: PlanningProblem) -> Understood:
    return meeting_words.officer(value, problem.borough)


def _state(value: CellValue, before: ExportedRow, problem: PlanningProblem) -> Understood:
    return meeting_words.state(value)


READERS: Mapping[str, Callable[[CellValue, ExportedRow, PlanningProblem], Understood]] = {
    DATE: _day,
    STARTS: _start,
    HALL: _hall,
    STATE: _state,
    SERGEANT: _officer,
    WARD_OFFICERS: _officer,
    INSPECTOR: _officer,
    PUBLIC_REALM: _officer,
}


def _judged(changed: tuple[CellRead, ...]) -> tuple[CellRead, ...]:
    """The changed cells as they are where all can be taken; else each with why it is not."""
    if len(changed) > 1 and any(cell.column == STATE for cell in changed):
        return tuple(_refused(cell, ONE_THING) for cell in changed)
    if all(cell.told.sure < Sure.GUESSED for cell in changed):
        return changed
    return tuple(cell if cell.told.sure >= Sure.GUESSED else _refused(cell, WAITS) for cell in changed)


def _refused(cell: CellRead, why: str) -> CellRead:
    return replace(cell, told=replace(cell.told, sure=Sure.REFUSED, why=why))


def _wish(meeting_id: str, why: str, changed: tuple[CellRead, ...]) -> Edit:
    said = {cell.column: cell.told.value for cell in changed}
    if STATE in said:
        state, _, because = said[STATE].partition(": ")
        return Edit(meeting_id, why, state=MeetingState(state), because=because or None)
    day, starts = said.get(DATE), said.get(STARTS)
    new = NewTiming(
        held_on=date.fromisoformat(day) if day else None,
        starts=time.fromisoformat(starts) if starts else None,
        venue_id=said.get(HALL),
        sergeant=said.get(SERGEANT),
        ward_officer=said.get(WARD_OFFICERS),
        inspector=said.get(INSPECTOR),
        public_realm=said.get(PUBLIC_REALM),
    )
    return Edit(meeting_id, why, new)


def refused_cells(cells: Iterable[CellRead], reasons: Sequence[str]) -> Iterator[CellRead]:
    """The cells of a wish that was refused, each with the reasons."""
    for cell in cells:
        yield _refused(cell, " ".join(f"{reason[:1].upper()}{reason[1:].rstrip('.')}." for reason in reasons))
