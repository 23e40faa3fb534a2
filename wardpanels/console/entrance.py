"""The pages before somebody is signed in: signing in, opening an account by a link, and signing out."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from wardpanels.console import guard, refusals
from wardpanels.console.answering import drawn, finished, origin
from wardpanels.console.house import House
from wardpanels.console.request import Redirect, Screen
from wardpanels.console.screens import BASE, Surround
from wardpanels.console.wording_for_staff import clock_on
from wardpanels.people.links import DeadLink, choose_passphrase, who_is_welcome
from wardpanels.people.passphrases import RefusedPassphrase, TooBusy
from wardpanels.people.sessions import Attempt, NotSignedIn, WhyNot, resume, sign_in, sign_out

SAID = {
    WhyNot.WRONG: "The email address or the passphrase is not right",
    WhyNot.FIGURES: "Type the six figures that your phone shows now",
    WhyNot.BUSY: "Many people are signing in just now. Try again in a minute",
}


def add_entrance(pages: Blueprint, house: House) -> None:
    """Add the pages."""

    @pages.get("/sign-in")
    def ask() -> Response:
        return _frame(house, _asking({}, {}))

    @pages.post("/sign-in")
    def let_in() -> Response:
        if not guard.is_from_here():
            return drawn(refusals.forged(), Surround())
        typed, borough, at = request.form, house.profile(), house.clock()
        attempt = Attempt(typed.get("address", ""), typed.get("passphrase", ""), origin(), typed.get("figures", ""))
        found = sign_in(house.store, borough.code, attempt, house.hashing, at, guard.session_key())
        if isinstance(found, NotSignedIn):
            return _frame(house, _asking(typed.to_dict(), _why(found, borough.timezone)))
        return _entered(found.key)

    @pages.post("/sign-out")
    def leave() -> Response:
        visit = resume(house.store, house.profile().code, guard.session_key(), house.clock())
        if visit and not (guard.is_from_here() and guard.has_token(visit.form_secret)):
            return drawn(refusals.forged(), Surround())
        if visit:
            sign_out(house.store, visit, house.clock(), origin())
        out = redirect(f"{BASE}/sign-in", 303)
        guard.set_cookie(out, guard.SESSION, "")
        return out

    _add_welcome(pages, house)


def _add_welcome(pages: Blueprint, house: House) -> None:
    @pages.get("/welcome/<link>")
    def welcome(link: str) -> Response:
        return _welcoming(house, link, {})

    @pages.post("/welcome/<link>")
    def choose(link: str) -> Response:
        if not guard.is_from_here():
            return drawn(refusals.forged(), Surround())
        chosen, code = request.form.get("passphrase", ""), house.profile().code
        if chosen != request.form.get("again", ""):
            return _welcoming(house, link, {"again": "The two passphrases are not the same"})
        try:
            choose_passphrase(house.store, code, link, chosen, house.hashing, house.clock(), origin())
        except RefusedPassphrase as error:
            return _welcoming(house, link, {"passphrase": refusals.wanted(error)})
        except TooBusy as error:
            return _welcoming(house, link, {"passphrase": str(error)})
        except DeadLink as error:
            return drawn(refusals.of_error(error), Surround())
        said = "Your account is open. Sign in with your email address and your passphrase."
        return finished(Redirect("/sign-in", said), Surround())


def _welcoming(house: House, link: str, wrong: dict[str, str]) -> Response:
    try:
        account = who_is_welcome(house.store, house.profile().code, link, house.clock())
    except DeadLink as error:
        return drawn(refusals.of_error(error), Surround())
    title = f"{'Error: ' if wrong else ''}Choose a passphrase"
    facts = {"account": account, "wrong": wrong, "link": link}
    return _frame(house, Screen("welcome", title, facts, status=422 if wrong else 200))


def _asking(typed: dict[str, str], wrong: dict[str, str]) -> Screen:
    title = f"{'Error: ' if wrong else ''}Sign in"
    asks_figures = "figures" in wrong or bool(typed.get("figures"))
    facts = {"typed": typed, "wrong": wrong, "asks_figures": asks_figures, "back": _back(request.args.get("to", ""))}
    return Screen("sign_in", title, facts, status=422 if wrong else 200)


def _why(found: NotSignedIn, timezone: str) -> dict[str, str]:
    if found.why is WhyNot.TOO_MANY and found.until:
        return {"address": f"It was tried too often. Try again at {clock_on(found.until, timezone)}"}
    field = "figures" if found.why is WhyNot.FIGURES else "address"
    return {field: SAID[found.why]}


def _entered(key: str) -> Response:
    """Go where somebody wanted to: a page of ours, and no other."""
    entered = redirect(f"{BASE}/{_back(request.form.get('to', ''))}", 303)
    guard.set_cookie(entered, guard.SESSION, key)
    return entered


def _back(path: str) -> str:
    """The page that was asked for, below the console; "" for anything else."""
    inside = path.removeprefix(f"{BASE}/")
    return (
        inside if inside != path and not inside.startswith("/") and "\\" not in inside and inside.isprintable() else ""
    )


def _frame(house: House, screen: Screen) -> Response:
    return drawn(screen, Surround(house.profile().name, said=guard.said_now()))
