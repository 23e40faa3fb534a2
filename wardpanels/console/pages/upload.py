"""Files that were sent: how each cell is read, what would change, and then taken whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduler.errors import PanelError
from wardpanels import wiring
from wardpanels.console.folder_page import (
    check_also,
    gone,
    let_wait,
    put,
    refusals_of,
    seen_now,
    sent_files,
    tiers_of,
    trouble_of,
    what_waits,
)
from wardpanels.console.request import Answer, Attachment, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import counted
from wardpanels.disk.replacing import FolderChanged
from wardpanels.disk.waiting import Waiting, answered, forget
from wardpanels.facts.schedule import XLSX
from wardpanels.people.rights import Act
from wardpanels.terminal.words import tidying as words
from wardpanels.tidying import as_exported
from wardpanels.tidying.sheet_kind import CellRead
from wardpanels.tidying.tidying import MEMORY, MostGone, Tidied
from wardpanels.tidying.understood import Sure
from wardpanels.tidying.upload_trial import Sending, UploadTrial, try_upload

MOST_ASKED = 60
"""Cells that are asked about on one page."""
MOST_CELLS = 100
"""Cells on one page of a sheet."""


@dataclass(frozen=True, slots=True)
class CellAsked:
    """A cell that was not plain, how it was read, and what to answer. Edges: `more` cells say the same"""

    where: str
    text: str
    read_as: str
    sure: str
    why: str
    ask: str
    key: str
    answer: str
    more: int


def ask(asked: Request) -> Screen:
    """The form that takes files."""
    return _asking(asked, "")


def _asking(asked: Request, wrong: str) -> Screen:
    waits = what_waits(asked)
    facts = {"wrong": {"files": wrong} if wrong else {}, "waits": waits.names if waits else ()}
    title = "Send a workbook or files"
    return Screen("upload", f"Error: {title}" if wrong else title, facts, "set-up", 422 if wrong else 200)


def send(asked: Request) -> Answer:
    """Keep what was sent, privately, and look at it."""
    sent = sent_files(asked)
    if not sent:
        return _asking(asked, "Choose a workbook, or CSV files.")
    try:
        let_wait(asked, sent)
    except PanelError as refused:
        return _asking(asked, str(refused))
    return Redirect("/set-up/upload/look")


def look(asked: Request) -> Answer:
    """What was sent, as it is read, and what it would change."""
    waits = what_waits(asked)
    return _look(asked, waits) if waits else gone("/set-up/upload")


def _look(asked: Request, waits: Waiting, *, is_stale: bool = False) -> Screen:
    try:
        trial = _trial(asked, waits)
    except MostGone as most:
        facts = {"names": waits.names, "gone": most.gone[:20], "more": len(most.gone) - 20, "table": most.table}
        return Screen("upload_gone", "Most would go", facts, "set-up", 422)
    except PanelError as refused:
        return _asking(asked, " ".join(refusals_of(refused)))
    outcome, done = trial.outcome, trial.tidied
    facts = {
        "names": waits.names,
        "trial": trial,
        "outcome": outcome,
        "found": words.found_rows(done) if done else [],
        "heads": words.FOUND_HEADS,
        "cells": _cells(done, waits) if done else [],
        "left_out": [*words.left_out_rows(done), *words.missing_sheets(done)] if done else [],
        "has_schedule": bool(done and as_exported.SHEET in done.taken.unknown_sheets),
        "changes": _changes(trial),
        "tiers": tiers_of(asked, outcome),
        "broken": trouble_of(asked, outcome),
        "seen": seen_now(asked.house.data),
        "is_stale": is_stale,
        "most_asked": MOST_ASKED,
    }
    title = "What you sent"
    return Screen("upload_look", title, facts, "set-up", 409 if is_stale else 200)


def _trial(asked: Request, waits: Waiting) -> UploadTrial:
    """What it comes to: worked out once, until something else is sent or answered, or the folder changes."""
    year = asked.period.first_day.year
    sending = Sending(waits.names, year, asked.today, asked.at, waits.answers, waits.allow_gone)
    return asked.house.of_files(
        waits.folder,
        lambda: try_upload(asked.house.data, waits.folder, sending, check_also),
        (replace(sending, at=waits.at), wiring.stamp(waits.folder)),
    )


def _changes(trial: UploadTrial) -> list[str]:
    """What would be new, changed and gone: row by row where it was tidied, else file by file."""
    done, outcome = trial.tidied, trial.outcome
    told = [*words.changes(done), *words.kept(done)] if done else []
    for name in trial.finished:
        if name in outcome.files:
            what = "is new" if outcome.seen[name] is None else "is taken as you sent it, in the place of the old one"
            told.append(f"{name} {what}.")
        else:
            told.append(f"{name} is the same as before.")
    new = (name for name in outcome.files if outcome.seen[name] is None and name not in (*trial.finished, MEMORY))
    return [*told, *(f"{name} is new, with {_rows(outcome.files[name])}." for name in new)]


def _rows(content: bytes) -> str:
    return counted(max(0, content.count(b"\n") - 1), "row", "rows")


def _cells(done: Tidied, waits: Waiting) -> list[CellAsked]:
    """The cells that were not plain, the least sure first, each question once."""
    asked: dict[tuple[str, str, str], list[CellRead]] = {}
    doubtful = (cell for cell in done.taken.cells if cell.told.sure > Sure.CERTAIN)
    for cell in sorted(doubtful, key=lambda cell: -cell.told.sure):
        asked.setdefault((cell.text, cell.told.value, cell.told.ask), []).append(cell)
    return [_cell(cells, waits) for cells in asked.values()]


def _cell(cells: list[CellRead], waits: Waiting) -> CellAsked:
    first = cells[0]
    told = first.told
    return CellAsked(
        first.where,
        first.text,
        told.value,
        told.sure.word,
        told.why,
        told.ask,
        first.key,
        waits.answers.get(first.key, ""),
        len(cells) - 1,
    )


def decide(asked: Request) -> Answer:
    """Answers to read it again with, or taking it."""
    waits = what_waits(asked)
    if waits is None:
        return gone("/set-up/upload")
    if asked.form.get("do") == "take":
        return _take(asked, waits)
    if asked.form.get("do") == "forget":
        forget(waits)
        return Redirect("/set-up", "What you sent was deleted. Nothing was changed.")
    said = dict(waits.answers)
    for key, answer in zip(asked.form.getlist("key"), asked.form.getlist("answer"), strict=False):
        said[key] = " ".join(answer.split())[:200]
    kept = {key: answer for key, answer in said.items() if answer}
    answered(waits, kept, allow_gone=waits.allow_gone or asked.form.get("gone") == "yes")
    return Redirect("/set-up/upload/look")


def _take(asked: Request, waits: Waiting) -> Answer:
    """Put it in place, if the folder is as it was looked at and could be used then."""
    if asked.form.get("seen") != seen_now(asked.house.data):
        return _look(asked, waits, is_stale=True)
    try:
        trial = _trial(asked, waits)
    except PanelError:
        return _look(asked, waits)
    outcome = trial.outcome
    if outcome.problems or outcome.changes_nothing:
        return _look(asked, waits)
    what = f"Take {', '.join(waits.names)} into the borough's folder: {', '.join(outcome.files)}"
    try:
        asked.act(
            Act.SET_UP,
            (),
            what,
            lambda: put(asked, outcome.files, f"Took {', '.join(waits.names)}", outcome.seen),
            lambda kept: (f"replaced/{kept}", ", ".join(outcome.files)),
        )
    except FolderChanged:
        return _look(asked, waits, is_stale=True)
    forget(waits)
    return Redirect("/set-up", "It is taken. The old files are kept below, and you can bring them back.")


def copy(asked: Request) -> Answer:
    """The same workbook with a comment on each cell to look at, to mend and send again."""
    waits = what_waits(asked)
    if waits is None:
        return gone("/set-up/upload")
    trial = _trial(asked, waits)
    if trial.tidied is None:
        return Redirect("/set-up/upload/look", "There is nothing to mend in it.")
    stem = waits.names[0].rpartition(".")[0] if len(waits.names) == 1 else "files"
    return Attachment(trial.copy, XLSX, f"{stem.removesuffix('.to-mend')}.to-mend.xlsx")


def cells(asked: Request) -> Answer:
    """Every cell of a sheet with how it was read, a hundred at a time."""
    waits = what_waits(asked)
    done = _trial(asked, waits).tidied if waits else None
    if done is None:
        return gone("/set-up/upload")
    name = asked.query.get("sheet", "")
    found = [cell for cell in done.taken.cells if cell.sheet == name and (cell.text or cell.told.sure)]
    pages = max(1, -(-len(found) // MOST_CELLS))
    typed = asked.query.get("page", "1")
    page = min(pages, max(1, int(typed) if typed.isdecimal() and len(typed) < 6 else 1))
    shown = found[(page - 1) * MOST_CELLS : page * MOST_CELLS]
    facts = {"name": name, "cells": shown, "page": page, "pages": pages, "number": len(found)}
    return Screen("upload_cells", f"How {name} was read", facts, "set-up", 200 if found else 404)


ROUTES = (
    Route("/set-up/upload", ask, Act.SET_UP),
    Route("/set-up/upload", send, Act.SET_UP, is_form=True),
    Route("/set-up/upload/look", look, Act.SET_UP),
    Route("/set-up/upload/look", decide, Act.SET_UP, is_form=True),
    Route("/set-up/upload/copy", copy, Act.SET_UP),
    Route("/set-up/upload/cells", cells, Act.SET_UP),
)
