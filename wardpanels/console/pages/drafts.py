"""Every draft of a period: who made it, when and why; the last change taken back, or an earlier draft brought back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scheduler.changed_words import changes_in_words
from scheduler.errors import RefusedEdit, StaleRevision
from scheduler.plan import differences
from wardpanels.console.changing import overtaken, signed
from wardpanels.console.form_reading import page_of, whole_number
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, counted, moment
from wardpanels.console.wording_of_a_meeting import NOT_TOLD
from wardpanels.people.rights import Act
from wardpanels.year.drafts import drafts_of, stored_draft
from wardpanels.year.editing import Edited, restore_draft, undo_last, wards_of_undo

A_PAGE = 20
MOST_CHANGES = 20
"""Meetings of a change that are named; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class DraftShown:
    """One draft in a list. Edges: `from_` is the draft it was changed from, None for a plan made afresh"""

    revision: int
    made: str
    by: str
    why: str
    cost: int
    from_: int | None


def look(asked: Request) -> Screen:
    """The list, the newest first."""
    return _screen(asked)


def undo(asked: Request) -> Answer:
    """Take back the last change."""
    store, problem = asked.store, asked.problem
    what = f"Take back the last change of the draft of {problem.period}"
    return _brought_back(asked, None, what, lambda: undo_last(store, problem, asked.at, signed(asked)))


def restore(asked: Request) -> Answer:
    """Bring an earlier draft back."""
    store, problem = asked.store, asked.problem
    number = whole_number(asked.given["number"]) or 0
    what = f"Bring draft {number} of {problem.period} back"
    return _brought_back(asked, number, what, lambda: restore_draft(store, problem, number, asked.at, signed(asked)))


def _brought_back(asked: Request, revision: int | None, what: str, do: Callable[[], Edited]) -> Answer:
    """Store an earlier draft anew. Edges: it is the wards whose meetings differ that it is done to."""
    wards = wards_of_undo(asked.store, asked.problem, revision)
    back = f"/drafts?period={asked.period.first_day}"
    try:
        edited = asked.act(Act.EDIT_DRAFT, wards, what, do, lambda edited: _told(asked, edited))
    except StaleRevision as stale:
        return overtaken(stale, back, "Look at the drafts as they are now")
    except RefusedEdit as refused:
        return _screen(asked, {"": " ".join(map(Names(asked.borough).sentence, refused.reasons))})
    changes = counted(len(differences(edited.before, edited.after)), "meeting is", "meetings are")
    return Redirect(back, f"Done: {changes} as before. {NOT_TOLD}")


def _told(asked: Request, edited: Edited) -> tuple[str, str]:
    return "", "; ".join(changes_in_words(asked.borough, edited.before, edited.after))


def _screen(asked: Request, wrong: dict[str, str] | None = None) -> Screen:
    borough, period = asked.borough, asked.period
    lines = drafts_of(asked.store, borough, period)
    pages = -(-len(lines) // A_PAGE)
    number = page_of(asked.query.get("page", "") or "1", pages)
    newest = stored_draft(asked.store, borough, period)
    before = asked.store.draft_before(borough.profile.code, period.first_day)
    shows = asked.may(Act.SEE_STAFF)
    last = changes_in_words(borough, before.plan, newest.plan) if before and shows else ()
    facts: dict[str, object] = {
        "period": period,
        "newest": newest.revision,
        "last": last[:MOST_CHANGES],
        "more": len(last) - MOST_CHANGES,
        "can_undo": before is not None and asked.may(Act.EDIT_DRAFT),
        "may_edit": asked.may(Act.EDIT_DRAFT),
        "drafts": [
            DraftShown(
                line.revision,
                moment(line.saved_at, borough.profile.timezone),
                line.by if shows else "",
                line.why if shows else "",
                line.cost,
                line.parent,
            )
            for line in lines[(number - 1) * A_PAGE : number * A_PAGE]
        ],
        "page": number,
        "pages": pages,
        "wrong": wrong or {},
    }
    title = f"{'Error: ' if wrong else ''}Drafts of {period}"
    return Screen("drafts", title, facts, "year", 422 if wrong else 200)


ROUTES = (
    Route("/drafts", look, Act.SEE),
    Route("/drafts/undo", undo, Act.EDIT_DRAFT, is_form=True),
    Route("/drafts/<number>/restore", restore, Act.EDIT_DRAFT, is_form=True),
)
