"""The page that asks who somebody is, and where they go once that is known: every way in ends here."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from scheduler.errors import UnusableData
from wardpanels.console import guard
from wardpanels.console.answering import drawn
from wardpanels.console.house import House
from wardpanels.console.kept_forms import KeptForm
from wardpanels.console.request import Screen
from wardpanels.console.screens import BASE, Surround
from wardpanels.console.wording_for_staff import clock_on
from wardpanels.people.console_settings import OpenId, read_console
from wardpanels.people.sessions import NotSignedIn, WhyNot

AT_WORK = "at-work"
"""The button that leads to the account at work: what it is called, where what went wrong there is told."""

SAID: Mapping[WhyNot, tuple[str, str]] = {
    WhyNot.WRONG: ("address", "The email address or the passphrase is not right"),
    WhyNot.FIGURES: ("figures", "Type the six figures that your phone shows now"),
    WhyNot.TOO_MANY: ("address", "It was tried too often"),
    WhyNot.BUSY: ("address", "Many people are signing in just now. Try again in a minute"),
    WhyNot.STRANGE: (AT_WORK, "The answer from work came too late, or was for another browser. Try again"),
    WhyNot.DECLINED: (AT_WORK, "You were not let in at work. Try again, or ask the people who look after your account"),
    WhyNot.UNREACHABLE: (AT_WORK, "The sign-in at work does not answer as it should. Try again in some minutes"),
    WhyNot.UNKNOWN: (AT_WORK, "Nobody here has this account at work. Ask an administrator of your borough for a link"),
    WhyNot.DEAD_LINK: (
        AT_WORK,
        "The link does not work any more, or the account at work is somebody's here. Ask an administrator",
    ),
}
"""Of each reason: the field it is told at, and the sentence."""


def open_id(house: House) -> OpenId | None:
    """Where people have an account at work. Edges: None where it is not set up, or not in a way that can be used"""
    with suppress(UnusableData):  # which is told elsewhere: who is to mend it has to come in
        return read_console(house.data).openid if house.openid_secret else None
    return None


def asking(
    house: House, typed: Mapping[str, str], wrong: Mapping[str, str], back: str, lost: KeptForm | None = None
) -> Response:
    """The page, with what was typed and what is wrong with it. `back` is the page that was asked for.

    Edges: `lost` is a form that came when its session had ended
    """
    facts = {
        "typed": typed,
        "wrong": wrong,
        "asks_figures": "figures" in wrong or bool(typed.get("figures")),
        "back": back,
        "lost": lost,
        "has_work": open_id(house) is not None,
    }
    status = 422 if wrong else 403 if lost else 200
    return framed(house, Screen("sign_in", _titled("Sign in", wrong), facts, status=status))


def choosing(house: House, account: object, link: str, wrong: Mapping[str, str]) -> Response:
    """The page of a link, where somebody chooses how they sign in from now on."""
    facts = {"account": account, "wrong": wrong, "link": link, "has_work": open_id(house) is not None}
    return framed(house, Screen("welcome", _titled("Choose a passphrase", wrong), facts, status=422 if wrong else 200))


def why(found: NotSignedIn, timezone: str) -> dict[str, str]:
    """Why somebody is not signed in, at its field."""
    field, sentence = SAID[found.why]
    return {field: f"{sentence}. {_again(found.until, timezone)}" if found.until else sentence}


def entered(key: str, back: str, said: str = "") -> Response:
    """Let a browser in, where somebody wanted to: a page of ours, and no other."""
    inside = redirect(f"{BASE}/{back_to(back)}", 303)
    guard.set_cookie(inside, guard.SESSION, key)
    if said:
        guard.to_say(inside, said)
    return inside


def back_to(path: str) -> str:
    """The page that was asked for, below the console; "" for anything else."""
    inside = path.removeprefix(f"{BASE}/")
    is_ours = inside != path and not inside.startswith("/") and "\\" not in inside and inside.isprintable()
    return inside if is_ours else ""


def framed(house: House, screen: Screen) -> Response:
    """A page for somebody who is not signed in."""
    return drawn(screen, Surround(house.profile().name, said=guard.said_now()))


def _again(until: datetime, timezone: str) -> str:
    return f"Try again at {clock_on(until, timezone)}"


def _titled(title: str, wrong: Mapping[str, str]) -> str:
    return f"{'Error: ' if wrong else ''}{title}"
