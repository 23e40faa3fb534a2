"""The pages before somebody is signed in: signing in, opening an account by a link, and signing out."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from wardpanels.console import guard, refusals
from wardpanels.console.answering import drawn, finished, origin
from wardpanels.console.house import House
from wardpanels.console.kept_forms import KeptForm, shown_again
from wardpanels.console.request import Redirect
from wardpanels.console.screens import BASE, Surround
from wardpanels.console.sign_in_page import asking, back_to, choosing, entered, why
from wardpanels.people.links import DeadLink, choose_passphrase, who_is_welcome
from wardpanels.people.passphrases import RefusedPassphrase, TooBusy
from wardpanels.people.sessions import Attempt, NotSignedIn, resume, sign_in, sign_out


def add_entrance(pages: Blueprint, house: House) -> None:
    """Add the pages."""

    @pages.get("/sign-in")
    def ask() -> Response:
        """The form to sign in."""
        return asking(house, {}, {}, back_to(request.args.get("to", "")))

    @pages.post("/sign-in")
    def let_in() -> Response:
        """Sign in."""
        if not guard.is_from_here():
            return drawn(refusals.forged(), Surround())
        return _let_in(house)

    @pages.post("/sign-out")
    def leave() -> Response:
        """Sign out."""
        visit = resume(house.store, house.profile().code, guard.session_key(), house.clock())
        if visit and not (guard.is_from_here() and guard.has_token(visit.form_secret)):
            return drawn(refusals.forged(), Surround())
        if visit:
            sign_out(house.store, visit, house.clock(), origin())
        out = redirect(f"{BASE}/sign-in", 303)
        guard.set_cookie(out, guard.SESSION, "")
        return out

    _add_welcome(pages, house)


def _let_in(house: House) -> Response:
    typed, borough, at, old_key = request.form, house.profile(), house.clock(), guard.session_key()
    attempt = Attempt(typed.get("address", ""), typed.get("passphrase", ""), origin(), typed.get("figures", ""))
    form = KeptForm(back_to(typed.get("to", "")), typed.get("kept", ""))
    found = sign_in(house.store, borough.code, attempt, house.hashing, at, old_key)
    if isinstance(found, NotSignedIn):
        lost = form if "kept" in typed else None
        return asking(house, typed.to_dict(), why(found, borough.timezone), form.page, lost)
    again = shown_again(house, found.key, old_key, form, at)
    if again is None:
        return entered(found.key, typed.get("to", ""))
    guard.set_cookie(again, guard.SESSION, found.key)
    return again


def _add_welcome(pages: Blueprint, house: House) -> None:
    @pages.get("/welcome/<link>")
    def welcome(link: str) -> Response:
        """The form of a link that opens an account. To look at it uses nothing up."""
        return _welcoming(house, link, {})

    @pages.post("/welcome/<link>")
    def choose(link: str) -> Response:
        """Open an account, or choose another passphrase."""
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
    return choosing(house, account, link, wrong)
