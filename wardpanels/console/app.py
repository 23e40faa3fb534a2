"""The console as a web application: each route passes the guard, then the page answers, then the answer is drawn."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import quote

from flask import Blueprint, Flask, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from publishers.artifact import Artifact
from scheduler.errors import PanelError
from wardpanels import wiring
from wardpanels.console import guard, refusals
from wardpanels.console.answering import asked_by, drawn, finished
from wardpanels.console.at_work import add_at_work
from wardpanels.console.entrance import add_entrance
from wardpanels.console.every_page import ROUTES
from wardpanels.console.house import House
from wardpanels.console.item_words import item_named
from wardpanels.console.kept_forms import kept
from wardpanels.console.request import Route
from wardpanels.console.screens import BASE, Surround, static_files
from wardpanels.console.sign_in_page import asking
from wardpanels.console.wording_for_staff import Names
from wardpanels.faults import NothingYet
from wardpanels.people.rights import Act, Person, may
from wardpanels.people.sessions import resume
from wardpanels.publicity.handling import StaleItem

log = logging.getLogger("wardpanels.console")


def application(house: House) -> Flask:
    """Return the application. It answers below `/console`."""
    app = Flask("wardpanels.console", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = guard.LARGEST_UPLOAD
    app.config["MAX_FORM_MEMORY_SIZE"] = guard.LARGEST_FORM
    pages = Blueprint("console", __name__)
    for file in static_files():
        pages.add_url_rule(f"/{file.path}", file.path.replace(".", "-"), _sending(file))
    add_entrance(pages, house)
    add_at_work(pages, house)
    for route in ROUTES:
        methods = ["POST"] if route.is_form else ["GET"]
        pages.add_url_rule(route.rule, f"{methods[0]} {route.rule}", _answering(house, route), methods=methods)
    app.register_blueprint(pages, url_prefix=BASE)
    app.add_url_rule("/", "home", lambda: redirect(f"{BASE}/", 303))
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(PanelError, lambda error: drawn(refusals.of_error(error), Surround()))
    app.register_error_handler(Exception, lambda error: _failed(error))
    app.before_request(guard.check_size)
    app.before_request(guard.check_letters)
    app.after_request(_guarded)
    return app


def _refused(error: HTTPException) -> Response:
    """The page for what never reached a page, with what it has to say beside: such as what may be done there."""
    response = drawn(refusals.of_http(error), Surround())
    for name, value in error.get_headers():
        response.headers.setdefault(name, value)
    return response


def _answering(house: House, route: Route) -> Callable[..., Response]:
    """What answers a route: who is not signed in is sent to do so, and who may not is told."""

    def answered(**given: str) -> Response:
        at = house.clock()
        profile = house.profile()
        visit = resume(house.store, profile.code, guard.session_key(), at)
        if visit is None:
            return _to_sign_in(house)
        person = visit.person
        frame = Surround(profile.name, person, guard.masked(visit.form_secret), guard.said_now())
        try:
            if route.is_form and not (guard.is_from_here() and guard.has_token(visit.form_secret)):
                return drawn(refusals.forged(), frame)
            asked = asked_by(house, visit, at, given)
            asked.check(route.act)
            return finished(route.answer(asked), frame)
        except NothingYet as error:
            return drawn(refusals.of_nothing_yet(error, 422 if route.is_form else 200), frame)
        except PanelError as error:
            sees_found = may(person, Act.SEE_STAFF, ())
            return drawn(refusals.of_error(error, _named(house, person, error), sees_found=sees_found), frame)

    return answered


def _named(house: House, person: Person, error: PanelError) -> Callable[[str], str]:
    """How a refusal is told to somebody: with officers by name, if they may see these and the files can be read.

    Edges: an item that has changed has its name in the place of its key
    """
    if isinstance(error, StaleItem):
        name = item_named(house.store, error.key)
        return lambda sentence: sentence.replace(error.key, name)
    with suppress(PanelError):
        if may(person, Act.SEE_STAFF, ()):
            return Names(house.borough()).named
    return str


def _to_sign_in(house: House) -> Response:
    """The way to sign in, and back to the page that was asked for.

    Edges: of a form that was sent it says that nothing was done with it, and leads back to its page
    """
    if request.method == "POST" and guard.is_from_here():
        form = kept()
        return asking(house, {}, {}, form.page, form)
    back = request.full_path.rstrip("?") if request.method == "GET" else f"{BASE}/"
    return redirect(f"{BASE}/sign-in" + (f"?to={quote(back)}" if back != f"{BASE}/" else ""), 303)


def _sending(file: Artifact) -> Callable[[], Response]:
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}  # its name has a digest of it
    return lambda: Response(file.content, content_type=file.media_type, headers=kept)


def _guarded(response: Response) -> Response:
    guard.guard(response)
    return response


def _failed(error: Exception) -> Response:
    """Our own bug: a page with a number, and under that number in the log what happened."""
    number = wiring.fresh_id()
    log.error("%s\n%s", number, "".join(traceback.format_exception(error)))
    return drawn(refusals.our_bug(number), Surround())
