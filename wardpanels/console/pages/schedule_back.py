"""An exported schedule that was changed in a spreadsheet: what becomes of each change, then taken into the draft."""

from __future__ import annotations

from scheduler.errors import PanelError, StaleRevision
from wardpanels.console.changing import signed
from wardpanels.console.folder_page import gone, let_wait, refusals_of, sent_files, what_waits
from wardpanels.console.request import Answer, Attachment, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import counted
from wardpanels.disk.waiting import Waiting, forget
from wardpanels.facts import schedule
from wardpanels.people.rights import Act
from wardpanels.terminal.words.giving_back import changed_rows
from wardpanels.terminal.words.plan import CHANGE_HEADS
from wardpanels.tidying import mending
from wardpanels.tidying.giving_back import GivenBack, TakenBack, given_back, take_back
from wardpanels.tidying.understood import Sure
from wardpanels.year.drafts import Signed, stored_draft

KIND = "schedule"
ASK = "Choose the workbook that was changed."


def ask(asked: Request) -> Screen:
    """The schedule to take away, and the form that takes it back."""
    return _asking(asked, "")


def _asking(asked: Request, wrong: str) -> Screen:
    title = "Send a changed schedule"
    has_draft = asked.store.draft(asked.borough.profile.code, asked.period.first_day) is not None
    facts = {"wrong": {"files": wrong} if wrong else {}, "has_draft": has_draft, "period": asked.period}
    return Screen("schedule_back", f"Error: {title}" if wrong else title, facts, "set-up", 422 if wrong else 200)


def take_away(asked: Request) -> Attachment:
    """The draft schedule, which knows what it said. Errors: NothingYet."""
    draft = stored_draft(asked.store, asked.borough, asked.period)
    rows = schedule.schedule(asked.borough, draft.plan)
    book = schedule.to_xlsx(rows, {}, schedule.remembered(draft, rows))
    return Attachment(book, schedule.XLSX, f"schedule-{asked.period.first_day}.xlsx")


def send(asked: Request) -> Answer:
    """Keep the workbook, privately, and look at it."""
    sent = sent_files(asked)
    if len(sent) != 1:
        return _asking(asked, ASK)
    let_wait(asked, sent, KIND)
    return Redirect("/set-up/schedule/look")


def look(asked: Request) -> Answer:
    """What would become of each change."""
    waits = what_waits(asked, KIND)
    if waits is None:
        return gone("/set-up/schedule")
    try:
        _, done = _tried(asked, waits)
    except PanelError as refused:
        return _asking(asked, " ".join(refusals_of(refused)))
    return _screen(asked, waits, done)


def _screen(asked: Request, waits: Waiting, done: TakenBack, why_stale: str = "") -> Screen:
    facts = {
        "names": waits.names,
        "heads": CHANGE_HEADS,
        "rows": changed_rows(asked.borough, done),
        "likely": [cell for cell in done.cells if cell.told.sure is Sure.LIKELY],
        "not_taken": done.not_taken,
        "gone": done.edits.gone,
        "revision": stored_draft(asked.store, asked.borough, asked.period).revision,
        "why_stale": why_stale,
    }
    return Screen("schedule_back_look", "What was changed", facts, "set-up", 409 if why_stale else 200)


def take(asked: Request) -> Answer:
    """Take what can be into the draft that was looked at."""
    waits = what_waits(asked, KIND)
    if waits is None:
        return look(asked)
    given, tried = _tried(asked, waits)
    if not tried.ward_codes:
        return _screen(asked, waits, tried)
    by = signed(asked, f"from {waits.names[0]}")
    problem = asked.house.problem(asked.period)
    try:
        done = asked.act(
            Act.EDIT_DRAFT,
            tried.ward_codes,
            f"Take the changed schedule {waits.names[0]} into the draft",
            lambda: take_back(given, asked.store, problem, by, asked.at),
        )
    except StaleRevision as stale:
        return _screen(asked, waits, _tried(asked, waits)[1], str(stale))
    taken = sum(len(granted.wishes) for granted in done.answered.granted)
    said = f"{counted(taken, 'meeting is', 'meetings are')} changed in the draft. The next release tells residents."
    if not done.not_taken:
        forget(waits)
    return Redirect("/set-up/schedule/look" if done.not_taken else "/set-up/schedule", said)


def copy(asked: Request) -> Answer:
    """The same workbook with a comment on each cell that would not be taken."""
    waits = what_waits(asked, KIND)
    if waits is None:
        return look(asked)
    given, done = _tried(asked, waits)
    return Attachment(mending.annotated(given.book, done.cells, "the console"), schedule.XLSX, f"mend-{waits.names[0]}")


def _tried(asked: Request, waits: Waiting) -> tuple[GivenBack, TakenBack]:
    given = given_back(waits.folder / waits.names[0])
    problem = asked.house.problem(asked.period)
    return given, take_back(given, asked.store, problem, Signed(asked.person.name), asked.at, is_trial=True)


ROUTES = (
    Route("/set-up/schedule", ask, Act.EDIT_DRAFT),
    Route("/set-up/schedule/file", take_away, Act.EDIT_DRAFT),
    Route("/set-up/schedule", send, Act.EDIT_DRAFT, is_form=True),
    Route("/set-up/schedule/look", look, Act.EDIT_DRAFT),
    Route("/set-up/schedule/look", take, Act.EDIT_DRAFT, is_form=True),
    Route("/set-up/schedule/copy", copy, Act.EDIT_DRAFT),
)
