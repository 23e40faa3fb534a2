"""Takes what a person changed in an exported schedule into the draft, and says in a copy of it what was not taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from scheduler.problem import PlanningProblem
from scheduler.store import Store
from wardpanels.disk import outputs
from wardpanels.disk.file import check_writable, write_file
from wardpanels.faults import CannotUse
from wardpanels.tidying import mending
from wardpanels.tidying.as_exported import AsExported, exported_in
from wardpanels.tidying.grid import Grid
from wardpanels.tidying.schedule_edits import SheetEdits, edits_in, refused_cells
from wardpanels.tidying.sheet_kind import CellRead
from wardpanels.tidying.tidying import copy_path, read_source
from wardpanels.tidying.understood import Sure
from wardpanels.year.drafts import Signed, stored_draft
from wardpanels.year.wishes import Answered, answer_wishes

WANTED = "the .xlsx workbook that `wardpanels export` wrote: it knows which cells were changed since"


@dataclass(frozen=True, slots=True)
class GivenBack:
    """An exported schedule as it came back: its sheets, the workbook itself, and what was exported."""

    path: Path
    grids: tuple[Grid, ...]
    book: bytes
    exported: AsExported


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the changes. `cells` are those to look at; `copy` has comments on them, None where none was made.

    Edges: `gone` are the meetings whose rows are no longer there: nothing became of these
    """

    edits: SheetEdits
    answered: Answered
    cells: tuple[CellRead, ...]
    copy: Path | None

    @property
    def not_taken(self) -> tuple[CellRead, ...]:
        """The changed cells that nothing was taken from."""
        return tuple(cell for cell in self.cells if cell.told.sure >= Sure.GUESSED)

    @property
    def ward_codes(self) -> tuple[str, ...]:
        """The wards whose meetings it changes."""
        before, after = (plan.meeting_by_id for plan in (self.answered.edited.before, self.answered.edited.after))
        return tuple(sorted({each.ward_code for name, each in after.items() if before.get(name) != each}))


def given_back(path: Path) -> GivenBack:
    """Read an exported schedule. Errors: UnusableData; CannotUse where `export` wrote no such workbook."""
    source = read_source(path)
    if source.book is None:
        raise CannotUse(str(path), "a file or folder that is no workbook", WANTED)
    return GivenBack(path, source.grids, source.book, exported_in(str(path), source.grids))


def take_back(
    given: GivenBack, store: Store, problem: PlanningProblem, signed: Signed, at: datetime, *, is_trial: bool = False
) -> TakenBack:
    """Take every change that can be into the draft, and write a copy with a comment on each cell to mend.

    Edges:  the workbook itself stays as it is; a trial changes and writes nothing; there is no copy where nothing is to
            be mended
    Errors: NothingYet, StaleRevision; CannotUse where it is another borough's or another period's
    """
    _refuse_another(given, problem)
    draft = stored_draft(store, problem.borough, problem.period, signed.revision)
    answers = mending.answers_in(given.grids)
    edits = edits_in(given.path.name, given.grids, given.exported, problem, draft.plan, answers)
    copy = copy_path(given.path)
    check_writable(copy)
    answered = answer_wishes(store, problem, draft, edits.wishes, signed.by, at, is_trial=is_trial)
    cells = tuple(sorted((*edits.left, *_of_wishes(edits, answered)), key=lambda cell: cell.spot))
    done = TakenBack(edits, answered, cells, None)
    if is_trial or not done.not_taken:
        return done
    write_file(copy, mending.annotated(given.book, cells, mending.TAKE), outputs.SCHEDULE)
    return replace(done, copy=copy)


def _refuse_another(given: GivenBack, problem: PlanningProblem) -> None:
    exported, code = given.exported, problem.borough.profile.code
    if exported.borough_code != code:
        raise CannotUse(str(given.path), f"the schedule of {exported.borough_code}", f"that of {code}")
    if exported.first_day != problem.first_day:
        raise CannotUse(str(given.path), f"a schedule from {exported.first_day}", f"one from {problem.first_day}")


def _of_wishes(edits: SheetEdits, answered: Answered) -> Iterator[CellRead]:
    """The changed cells whose wishes were asked: as they were read where granted, else with the reasons."""
    for granted in answered.granted:
        for wish in granted.wishes:
            yield from edits.cells[wish.meeting_id]
    for refused in answered.refused:
        yield from refused_cells(edits.cells[refused.wish.meeting_id], refused.reasons)
