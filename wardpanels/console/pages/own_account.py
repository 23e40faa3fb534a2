"""One's own account: another passphrase, and figures from a phone."""

from __future__ import annotations

from scheduler.account import StaffAccount
from scheduler.errors import UnknownName
from wardpanels.console.refusals import wanted
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.people import second_factor
from wardpanels.people.links import change_passphrase
from wardpanels.people.passphrases import RefusedPassphrase, TooBusy
from wardpanels.people.rights import Act
from wardpanels.people.second_factor import Enrolment
from wardpanels.people.sessions import Attempt, NotSignedIn, proven

NOT_RIGHT = "These are not the figures that your phone shows now"
OR_TOO_OFTEN = f"{NOT_RIGHT}, or it was tried too often: then wait a quarter of an hour"


def account(asked: Request) -> Screen:
    """The page."""
    return _page(asked, {})


def passphrase(asked: Request) -> Answer:
    """Take another passphrase, from somebody who knows the old one."""
    mine, new = _mine(asked), asked.form.get("new", "")
    typed = Attempt(mine.address, asked.form.get("old", ""), asked.origin, asked.form.get("figures-now", ""))
    found = proven(asked.store, asked.profile.code, typed, asked.house.hashing, asked.at)
    if isinstance(found, NotSignedIn):
        return _page(asked, {"old": "The old passphrase or the figures are not right, or it was tried too often"})
    if new != asked.form.get("again", ""):
        return _page(asked, {"again": "The two new passphrases are not the same"})
    try:
        change_passphrase(asked.store, found, new, asked.house.hashing, asked.session, asked.at, asked.origin)
    except RefusedPassphrase as error:
        return _page(asked, {"new": wanted(error)})
    except TooBusy as error:
        return _page(asked, {"new": str(error)})
    return Redirect("/account", "Your passphrase is changed. You are signed out everywhere else.")


def phone(asked: Request) -> Answer:
    """Begin to ask for figures: show the secret that a phone is told."""
    found = second_factor.enrol(asked.store, _mine(asked), asked.profile.name)
    return _page(asked, {}, found) if found else Redirect("/account", "Your phone is asked for already.")


def phone_confirmed(asked: Request) -> Answer:
    """Ask for figures from now on. Edges: after a slip the phone is asked again, and has to be told nothing anew"""
    mine, figures = _mine(asked), asked.form.get("figures", "")
    if not second_factor.confirm(asked.store, mine, figures, asked.at, asked.origin):
        return _page(asked, {"figures": NOT_RIGHT}, second_factor.begun(mine, asked.profile.name))
    return Redirect("/account", "From now on you are asked for the six figures on your phone.")


def phone_stopped(asked: Request) -> Answer:
    """Ask for no figures any more."""
    if not second_factor.stop(asked.store, _mine(asked), asked.form.get("figures", ""), asked.at, asked.origin):
        return _page(asked, {"figures": OR_TOO_OFTEN})
    return Redirect("/account", "You are asked for no figures any more.")


def _page(asked: Request, wrong: dict[str, str], enrolment: Enrolment | None = None) -> Screen:
    facts = {"account": _mine(asked), "wrong": wrong, "enrolment": enrolment}
    return Screen("own_account", f"{'Error: ' if wrong else ''}Your account", facts, "", 422 if wrong else 200)


def _mine(asked: Request) -> StaffAccount:
    found = asked.store.staff.accounts.find(asked.person.account_id)
    if found is None:
        raise UnknownName("account", asked.person.name, "one that there is")
    return found


ROUTES = (
    Route("/account", account, Act.OWN_ACCOUNT),
    Route("/account/passphrase", passphrase, Act.OWN_ACCOUNT, is_form=True),
    Route("/account/phone", phone, Act.OWN_ACCOUNT, is_form=True),
    Route("/account/phone/confirm", phone_confirmed, Act.OWN_ACCOUNT, is_form=True),
    Route("/account/phone/stop", phone_stopped, Act.OWN_ACCOUNT, is_form=True),
)
