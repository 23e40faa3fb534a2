"""Halls looked at on the spot: a form or a workbook to take along, and what was seen put into the borough's folder."""

from __future__ import annotations

from pathlib import Path

from scheduler.errors import PanelError
from wardpanels.console.folder_page import check_also, gone, let_wait, put, refusals_of, sent_files, what_waits
from wardpanels.console.request import Answer, Attachment, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import counted
from wardpanels.disk.waiting import Waiting, forget
from wardpanels.facts.schedule import XLSX
from wardpanels.people.rights import Act
from wardpanels.terminal.words import hall_check as words
from wardpanels.tidying.upload_trial import FolderTrial, copied, outcome
from wardpanels.tidying.visiting.hall_visits import ReadBack, halls_to_visit, read_back
from wardpanels.tidying.visiting.visit_book import visit_book
from wardpanels.tidying.visiting.visit_form import visit_form

KIND = "halls"
STEP = "Save this file, then send it at the console: Set-up, Check halls on the spot."


def ask(asked: Request) -> Screen:
    """What to take along, and the form that takes the filled workbook."""
    return _asking(asked, "")


def _asking(asked: Request, wrong: str) -> Screen:
    wards = sorted((ward.name, ward.slug) for ward in asked.borough.wards)
    facts = {
        "wards": [("", "All wards"), *((slug, name) for name, slug in wards)],
        "wrong": {"files": wrong} if wrong else {},
    }
    title = "Check halls on the spot"
    return Screen("hall_checks", f"Error: {title}" if wrong else title, facts, "set-up", 422 if wrong else 200)


def take_along(asked: Request) -> Attachment:
    """A form to print, or a workbook to fill in, for the halls of a ward or of all. Errors: UnknownName, CannotUse."""
    found = halls_to_visit(asked.house.data, (), asked.query.get("ward") or None)
    if asked.query.get("as") == "workbook":
        return Attachment(visit_book(found.halls, "", "", STEP), XLSX, "hall-check.xlsx")
    return Attachment(
        visit_form(asked.borough.profile.name, found.halls, asked.at), "application/pdf", "hall-check.pdf"
    )


def send(asked: Request) -> Answer:
    """Keep the filled workbook, privately, and look at it."""
    sent = sent_files(asked)
    if len(sent) != 1:
        return _asking(asked, "Choose the workbook that was filled in.")
    let_wait(asked, sent, KIND)
    return Redirect("/set-up/halls/look")


def look(asked: Request) -> Answer:
    """What the workbook would change."""
    waits = what_waits(asked, KIND)
    if waits is None:
        return gone("/set-up/halls")
    try:
        done, trial = _trial(asked, waits)
    except PanelError as refused:
        return _asking(asked, " ".join(refusals_of(refused)))
    facts = {
        "names": waits.names,
        "heads": words.CHANGE_HEADS,
        "rows": words.change_rows(done),
        "sentences": [*words.outcome(done, is_trial=True), *words.to_look_at(done)],
        "can_take": bool(trial.files),
    }
    return Screen("hall_checks_look", "What was seen", facts, "set-up")


def take(asked: Request) -> Answer:
    """Put what was seen into the folder."""
    waits = what_waits(asked, KIND)
    if waits is None:
        return look(asked)
    done, trial = _trial(asked, waits)
    if not trial.files:
        return look(asked)
    what = f"Take {counted(len(done.changes), 'checked fact', 'checked facts')} of halls"
    asked.act(Act.SET_UP, (), what, lambda: put(asked, trial.files, what, trial.seen))
    forget(waits)
    return Redirect("/set-up", f"Noted: {counted(len(done.changes), 'fact', 'facts')} of halls.")


def _trial(asked: Request, waits: Waiting) -> tuple[ReadBack, FolderTrial]:
    with copied(asked.house.data, {}) as copy:
        done = read_back(Path(waits.folder) / waits.names[0], copy, asked.today, is_trial=False)
        return done, outcome(asked.house.data, copy, asked.at, check_also)


ROUTES = (
    Route("/set-up/halls", ask, Act.SET_UP),
    Route("/set-up/halls/form", take_along, Act.SET_UP),
    Route("/set-up/halls", send, Act.SET_UP, is_form=True),
    Route("/set-up/halls/look", look, Act.SET_UP),
    Route("/set-up/halls/look", take, Act.SET_UP, is_form=True),
)
