"""What a page says that cannot be shown, or where something was refused: in words, and with a way on."""

from __future__ import annotations

from werkzeug.exceptions import HTTPException

from scheduler.errors import PanelError, RefusedTelling, StaleRevision, UnknownName, UnusableData
from scheduler.store import StoreUnavailable
from wardpanels.console.request import Screen
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

HTTP: dict[int, tuple[str, str]] = {
    400: ("This did not arrive whole", "Please go back and try again."),
    404: ("Page not found", "This page is not here. If you typed the address, check it."),
    405: ("This page is not here", "It only takes what a form sends. Please go back to the form."),
    413: ("This is too big", "A form may hold 64 KB, and a file 10 MB."),
    415: ("This did not arrive whole", "Please go back and try again."),
}


def of_error(error: PanelError) -> Screen:
    """The page for an error that was raised on purpose: its own sentence, which is plain English."""
    status, title = next(
        ((status, title) for kind, status, title in STATUS if isinstance(error, kind)), (422, "This was not done")
    )
    sentences = [line.removeprefix("- ") for line in str(error).splitlines() if line.strip()]
    again = f"/publicity/{error.key}" if isinstance(error, StaleItem) else ""
    return Screen("refused", title, {"sentences": sentences, "again": again}, status=status)


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
