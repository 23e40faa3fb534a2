"""Reads what people typed into the workbook of visits: answers that are plain, or every cell that is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.errors import Problem, UnusableData
from scheduler.reading.bounds import MOST_IN_A_CELL
from scheduler.reading.contract import MOST_IN_A_HALL
from scheduler.reading.found import CellError, shown
from wardpanels.beginning.asking_book import ROLES
from wardpanels.tidying.grid import Grid
from wardpanels.tidying.said.plain_words import words
from wardpanels.tidying.said.who_checked import role_of
from wardpanels.tidying.said.written_days import written_day
from wardpanels.tidying.said.yes_or_no import yes_or_no
from wardpanels.tidying.sheet_kind import head_words
from wardpanels.tidying.understood import NOT_KNOWN, CellValue, Sure, Surroundings, plain, text_of
from wardpanels.tidying.visiting.checked_facts import HallVisit
from wardpanels.tidying.visiting.visit_questions import (
    DAY,
    HALL,
    HALL_ID,
    HOURS_SEEN,
    LOOP,
    LOOP_WORKS,
    QUESTIONS,
    ROLE,
    STEPS,
    Takes,
)

FIRST_DAY = date(2000, 1, 1)
NOTHING_SAID = "an empty cell"
HEADS = (HALL_ID, HALL, ROLE, DAY, *(question.head for question in QUESTIONS))
WANTED = f"a row of headings with {HALL_ID}, {HALL}, {ROLE} and {DAY}, as in the workbook of `wardpanels hall-check`"


@dataclass(frozen=True, slots=True)
class ReadVisits:
    """The visits of a workbook, and what people should look at: sentences that become no fact."""

    visits: tuple[HallVisit, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The sheet of visits: its name for problems, and where each heading stands."""

    file: str
    grid: Grid
    head: int
    columns: Mapping[str, int]

    def value(self, row: int, head: str) -> CellValue:
        return self.grid.cells.get((row, self.columns[head])) if head in self.columns else None

    def problem(self, row: int, head: str, found: str, wanted: str) -> Problem:
        return Problem(self.file, row, head, found, wanted)


@dataclass(frozen=True, slots=True)
class _Read:
    """One row: what was answered, by question, and what is wrong with it."""

    row: int
    venue_id: str
    said: Mapping[str, str]
    problems: tuple[Problem, ...]
    visit: HallVisit | None = None


def visits_in(file: str, grids: tuple[Grid, ...], names: Mapping[str, str], today: date) -> ReadVisits:
    """Read every row with an answer. `names` are the borough's halls by id.

    Edges:  rows without an answer are passed over; an answer that says nothing, such as `?`, changes nothing
    Errors: UnusableData, naming sheet, row, column, what was found and what was wanted, all of it at once
    """
    sheet = _sheet(file, grids)
    rows = [each for row in sheet.grid.rows() if row > sheet.head and (each := _row(sheet, row, names, today))]
    problems = [problem for each in rows for problem in each.problems] + list(_twice(sheet, rows))
    if problems:
        raise UnusableData(tuple(problems))
    visits = tuple(each.visit for each in rows if each.visit)
    remarks = tuple(remark for each in rows for remark in _remarks(names.get(each.venue_id, ""), each.said))
    return ReadVisits(visits, remarks)


def _sheet(file: str, grids: tuple[Grid, ...]) -> _Sheet:
    wanted = {head_words(head): head for head in HEADS}
    for grid in grids:
        for row in () if grid.is_hidden else grid.rows():
            found: dict[str, list[int]] = {}
            for column, value in grid.row(row).items():
                if head := wanted.get(head_words(value)):
                    found.setdefault(head, []).append(column)
            if {HALL_ID, HALL, ROLE, DAY} <= found.keys():
                name = f"{file} ({grid.name})"
                twice = (head for head, columns in found.items() if len(columns) > 1)
                if (head := next(twice, None)) is not None:
                    raise UnusableData((Problem(name, row, head, "two columns of this name", "one"),))
                return _Sheet(name, grid, row, {head: columns[0] for head, columns in found.items()})
    raise UnusableData((Problem(file, 0, "", "no sheet of visits", WANTED),))


def _row(sheet: _Sheet, row: int, names: Mapping[str, str], today: date) -> _Read | None:
    """One row; None where nothing is answered in it."""
    if all(sheet.value(row, question.head) is None for question in QUESTIONS):
        return None
    problems: list[Problem] = []

    def read(head: str, reader: Callable[[CellValue], str]) -> str:
        value = sheet.value(row, head)
        place = (row, sheet.columns.get(head, 0))
        try:
            if place in sheet.grid.unworked:
                raise CellError("the value itself, or a file that a spreadsheet program has saved")
            return reader(value)
        except CellError as fault:
            problems.append(sheet.problem(row, head, shown(text_of(value)), fault.wanted))
            return ""

    venue_id = read(HALL_ID, lambda value: _known_hall(value, names))
    if venue_id:
        read(HALL, lambda value: _same_name(value, names[venue_id]))
    said = {
        each.key: read(each.head, READERS[each.takes]) for each in QUESTIONS if sheet.value(row, each.head) is not None
    }
    role, day = read(ROLE, _role), read(DAY, lambda value: _day(value, today))
    problems += [] if problems else _contradictions(sheet, row, said)
    if problems:
        return _Read(row, venue_id, said, tuple(problems))
    return _Read(row, venue_id, said, (), HallVisit(venue_id, role, date.fromisoformat(day), _facts(said)))


def _facts(said: Mapping[str, str]) -> Mapping[str, str]:
    """The answers by column of venues.csv. Edges: a loop that does not work is none; one not tried says nothing"""
    facts = {each.fact: said[each.key] for each in QUESTIONS if each.fact and said.get(each.key)}
    if said.get(LOOP) == "yes":
        facts |= {"hearing_loop": said.get(LOOP_WORKS, "")}
    return {fact: value for fact, value in facts.items() if value and value != "not tried"}


def _contradictions(sheet: _Sheet, row: int, said: Mapping[str, str]) -> Iterator[Problem]:
    """Answers that cannot both be so, or of which one says nothing without the other."""
    heads = {each.key: each.head for each in QUESTIONS}
    steps, way_in = said.get(STEPS, ""), said.get("step_free", "")
    loop, works = said.get(LOOP, ""), said.get(LOOP_WORKS, "")
    if steps and not way_in:
        yield sheet.problem(row, heads["step_free"], NOTHING_SAID, f"yes or no, as {heads[STEPS]} says {steps}")
    elif steps and (way_in == "yes") != (steps == "0"):
        wanted = f"no, or 0 under {heads[STEPS]}" if way_in == "yes" else f"yes, or more than 0 under {heads[STEPS]}"
        yield sheet.problem(row, heads["step_free"], f"{shown(way_in)} with {shown(steps)} steps", wanted)
    if works and loop != "yes":
        found = shown(loop)
        yield sheet.problem(row, heads[LOOP], found, f"yes, or nothing under {heads[LOOP_WORKS]}")
    elif loop == "yes" and not works:
        yield sheet.problem(row, heads[LOOP_WORKS], NOTHING_SAID, Takes.TRIED)


def _twice(sheet: _Sheet, rows: list[_Read]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for each in rows:
        before = first.setdefault(each.venue_id, each.row)
        if each.venue_id and before != each.row:
            yield sheet.problem(each.row, HALL_ID, f"{shown(each.venue_id)} again", f"it once (row {before} has it)")


def _remarks(hall: str, said: Mapping[str, str]) -> Iterator[str]:
    if said.get(LOOP_WORKS) == "not tried":
        yield f"{hall}: there is a hearing loop, but nobody tried it. What the file says of it stays."
    if hours := said.get(HOURS_SEEN):
        yield f"{hall}: the hours on the door are '{hours}'. Where the file says otherwise, change opening_hours there."


def _known_hall(value: CellValue, names: Mapping[str, str]) -> str:
    if text_of(value) not in names:
        raise CellError("the id of a hall of the borough, as this workbook was made with")
    return text_of(value)


def _same_name(value: CellValue, name: str) -> str:
    if plain(value) != plain(name):
        raise CellError(f"{shown(name)}, which has this id: were the rows sorted without all their columns?")
    return name


def _yes_no(value: CellValue) -> str:
    told = yes_or_no(value, Surroundings())
    if told.sure is not Sure.CERTAIN:
        raise CellError("yes or no, or nothing where nobody looked")
    return "" if told.value == "unknown" else told.value


def _tried(value: CellValue) -> str:
    if plain(value).strip(" .") in ("not tried", "untried"):
        return "not tried"
    try:
        return _yes_no(value)
    except CellError as fault:
        raise CellError("yes, no or not tried") from fault


def _number(value: CellValue) -> str:
    text = text_of(value)
    if plain(value).strip(" .") in NOT_KNOWN:
        return ""
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or int(text) > MOST_IN_A_HALL:
        raise CellError("a whole number, or nothing where nobody counted")
    return str(int(text))


def _words(value: CellValue) -> str:
    if plain(value).strip(" .") in NOT_KNOWN:
        return ""
    told = words(value, Surroundings())
    if told.sure is not Sure.CERTAIN or len(told.value) > MOST_IN_A_CELL:
        raise CellError(f"some words, {MOST_IN_A_CELL:,} characters at most")
    return told.value


READERS: Mapping[Takes, Callable[[CellValue], str]] = {
    Takes.YES_NO: _yes_no,
    Takes.TRIED: _tried,
    Takes.NUMBER: _number,
    Takes.WORDS: _words,
}


def _role(value: CellValue) -> str:
    if not role_of(value):
        raise CellError(f"who looked, by role and never by name: {', '.join(ROLES[:-1])} or {ROLES[-1]}")
    return role_of(value)


def _day(value: CellValue, today: date) -> str:
    wanted = f"the day of the visit, such as {today:%-d/%-m/%Y}: from {FIRST_DAY:%-d %B %Y} to today"
    if value is None:
        raise CellError(wanted)
    told = written_day(value, Surroundings(today=today))
    if told.sure is not Sure.CERTAIN or not told.value or not FIRST_DAY <= date.fromisoformat(told.value) <= today:
        raise CellError(wanted)
    return told.value
