"""What a page says that cannot be shown, or where something was refused: in words, and with a way on."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.exceptions import HTTPException

from scheduler.errors import PanelError, RefusedTelling, StaleRevision, UnknownName, UnusableData
from scheduler.store import StaleNote, StaleRecord, StoreUnavailable
from wardpanels.console.request import Screen
from wardpanels.faults import NothingYet
from wardpanels.people.rights import NotAllowed
from wardpanels.publicity.handling import StaleItem

STATUS: tuple[tuple[type[PanelError], int, str], ...] = (
    (NotAllowed, 403, "You cannot do this"),
    (UnknownName, 404, "This is not here"),
    (StaleRevision, 409, "Somebody else was quicker"),
    (StoreUnavailable, 503, "The database does not answer"),
    (UnusableData, 422, "The files need mending"),
)
"""The status and the title of a page that refuses, by the kind of error; what is not listed is 422."""

OVERTAKEN: tuple[tuple[type[PanelError], str], ...] = (
    (
        StaleRecord,
        "Somebody else wrote down how this meeting went after you opened the page. Nothing of yours was kept. Open the "
        "meeting again to see what is written down now.",
    ),
    (
        StaleNote,
        "Somebody else corrected the same line after you opened the page. Nothing of yours was kept. Open the list "
        "again to see the line as it is now.",
    ),
)
"""What is said to a page's reader of errors whose own words are for whoever types commands."""

HTTP: dict[int, tuple[str, str]] = {
    400: ("This did not arrive whole", "Please go back and try again."),
    404: ("Page not found", "This page is not here. If you typed the address, check it."),
    405: ("This page is not here", "It only takes what a form sends. Please go back to the form."),
    413: ("This is too big", "A form may hold 64 KB, and a file 10 MB."),
    415: ("This did not arrive whole", "Please go back and try again."),
}


def of_error(error: PanelError, named: Callable[[str], str] = str, *, sees_found: bool = False) -> Screen:
    """The page for an error that was raised on purpose: its own sentence, which is plain English.

    Edges: `named` puts in names where the sentence has ids; `sees_found` as for `sentences_of`
    """
    status, title = next(
        ((status, title) for kind, status, title in STATUS if isinstance(error, kind)), (422, "This was not done")
    )
    own = next((sentence for kind, sentence in OVERTAKEN if isinstance(error, kind)), "")
    sentences = [own] if own else list(map(named, sentences_of(error, sees_found=sees_found)))
    again, way_on = "", "Look at it again"
    if isinstance(error, StaleItem):
        again = f"/publicity/{error.key}"
    elif isinstance(error, UnusableData):
        again, way_on = "/set-up", "Mend them in Set-up"
    return Screen("refused", title, {"sentences": sentences, "again": again, "way_on": way_on}, status=status)


def of_nothing_yet(error: NothingYet, status: int) -> Screen:
    """The page for what rests on a draft or a release that there is not yet: what is missing, and the way to it."""
    done = {"draft": "planned", "release": "released"}[error.what]
    facts = {"done": done, "period": error.period}
    return Screen("nothing_yet", f"Nothing is {done} yet", facts, "plan", status)


def sentences_of(error: PanelError, *, sees_found: bool) -> list[str]:
    """What an error says, a line each. Edges: without `sees_found`, not what stands in a file: a name, an address"""
    if isinstance(error, UnusableData) and not sees_found:
        return [each.without_found for each in error.problems]
    return [line.strip().removeprefix("- ") for line in str(error).splitlines() if line.strip()]


def wanted(error: RefusedTelling) -> str:
    """What a form says at a field whose value was refused: what is wanted, and what was found instead."""
    return "; ".join(f"It must be {wanted}. You typed {found}" for found, wanted, _ in error.refusals)


def of_http(error: HTTPException) -> Screen:
    """The page for what never reached a page."""
    code = error.code or 500
    title, sentence = HTTP.get(code, ("This did not work", "Please go back and try again."))
    return Screen("refused", title, {"sentences": [sentence]}, status=code)


def forged() -> Screen:
    """The page for a form that has no token of ours: an old page, or another site's."""
    sentence = "The page was too old, or another site sent this. Please open the page again, and do it once more."
    return Screen("refused", "This was not done", {"sentences": [sentence]}, status=403)


def our_bug(number: str) -> Screen:
    """The page for a bug of ours."""
    told = "Something broke, and it is our fault, not yours. What you had typed was not kept."
    return Screen(
        "refused", "Something broke", {"sentences": [told, f"Please tell us this number: {number}"]}, status=500
    )
