"""What every page that changes the draft shares: whose change it is, and what is said where somebody was quicker."""

from __future__ import annotations

from scheduler.errors import StaleRevision, UnknownName
from scheduler.problem import PlanningProblem
from scheduler.reasons import LONGEST, own_words
from wardpanels.console.form_reading import FormRead, whole_number
from wardpanels.console.request import Request, Screen
from wardpanels.year.drafts import Signed


def signed(asked: Request, why: str = "") -> Signed:
    """Whose change it is, and which draft they saw. Edges: a form that does not say so saw none, which is refused."""
    return Signed(asked.person.name, why, revision_seen(asked))


def revision_seen(asked: Request) -> int:
    """The draft that the page of a form was drawn from, 0 where it does not say."""
    return whole_number(asked.form.get("revision", "")) or 0


def why_typed(form: FormRead) -> str:
    """The reason that was typed for a change. Edges: "" for none; what is too long is said at its field"""
    typed = form.text("why")
    try:
        return own_words(typed) if typed else ""
    except UnknownName:
        form.wrong.setdefault("why", f"Say why in at most {LONGEST} letters, on one line.")
        return ""


def problem_of_meeting(asked: Request) -> PlanningProblem:
    """The period of the meeting that the address names, as a question. Errors: UnknownName."""
    return asked.house.problem(asked.period_of_meeting)


def overtaken(stale: StaleRevision, path: str, way_on: str) -> Screen:
    """The page that says what somebody else changed first, and leads back to what is now so."""
    facts = {"since": stale.since, "path": path, "way_on": way_on}
    return Screen("overtaken", "Somebody else was quicker", facts, "year", 409)
