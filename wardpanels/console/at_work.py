"""Signing in with the account that people have at work: on the way there, and back.

A browser is sent by a link and not by a form: `form-action` of the page's policy lets no form lead to another site.
"""

from __future__ import annotations

import logging
from urllib.parse import quote, unquote

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from scheduler.errors import UnusableData
from wardpanels.console import guard, refusals
from wardpanels.console.answering import drawn, origin
from wardpanels.console.house import House
from wardpanels.console.screens import BASE, Surround
from wardpanels.console.sign_in_page import asking, back_to, entered, open_id, why
from wardpanels.people.console_settings import CLIENT_SECRET, read_console
from wardpanels.people.links import DeadLink, who_is_welcome
from wardpanels.people.openid import BACK_PATH, AtWork, Return, come_back, go
from wardpanels.people.sessions import NotSignedIn

AWAY = "wardpanels-away"
"""The cookie of a browser that went: a secret of its own, a dot, and the page that it is to come back to."""

log = logging.getLogger("wardpanels.console")


def add_at_work(pages: Blueprint, house: House) -> None:
    """Add the pages. Edges: where no account at work is set up they are not there, and the log says what is missing"""
    if missing := _missing(house):
        log.warning("nobody can sign in with an account at work: %s", missing)

    @pages.get("/at-work")
    def leave_for_work() -> Response:
        """Go to where people sign in at work."""
        return _sent(house, back=request.args.get("to", ""))

    @pages.get("/welcome/<link>/at-work")
    def bind(link: str) -> Response:
        """Go there to use that account here from now on."""
        try:
            who_is_welcome(house.store, house.profile().code, link, house.clock())
        except DeadLink as error:
            return drawn(refusals.of_error(error), Surround())
        return _sent(house, link=link)

    @pages.get(BACK_PATH.removeprefix(BASE))
    def back_from_work() -> Response:
        """Come back from there."""
        secret, _, back = request.cookies.get(AWAY, "").partition(".")
        told = Return(request.args.get("state", ""), request.args.get("code", ""), secret, origin())
        profile, at, old_key = house.profile(), house.clock(), guard.session_key()
        found = come_back(house.store, profile.code, _work(house), told, at, old_key)
        if isinstance(found, NotSignedIn):
            answer = asking(house, {}, why(found, profile.timezone), back_to(unquote(back)))
        else:
            answer = entered(found.key, unquote(back))
        guard.set_cookie(answer, AWAY, "")
        return answer


def _sent(house: House, *, back: str = "", link: str = "") -> Response:
    profile = house.profile()
    going = go(house.store, profile.code, _work(house), house.clock(), origin(), link)
    if isinstance(going, NotSignedIn):
        return asking(house, {}, why(going, profile.timezone), back_to(back))
    away = redirect(going.address, 303)
    guard.set_cookie(away, AWAY, f"{going.cookie}.{quote(back, safe='') if back_to(back) else ''}")
    return away


def _work(house: House) -> AtWork:
    told = open_id(house)
    if told is None:
        abort(404)
    return AtWork(told, house.openid_secret, request.host_url)


def _missing(house: House) -> str:
    """What keeps an account at work, that the borough's file speaks of, from being used. Edges: "" for nothing"""
    try:
        is_told = read_console(house.data).openid is not None
    except UnusableData as error:
        return str(error)
    return f"{CLIENT_SECRET} is not set" if is_told and not house.openid_secret else ""
