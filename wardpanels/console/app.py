"""The console as a web application: each route passes the guard, then the page answers, then the answer is drawn."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from publishers.artifact import Artifact
from scheduler.errors import PanelError
from wardpanels import wiring
from wardpanels.console import guard, refusals
from wardpanels.console.every_page import ROUTES
from wardpanels.console.house import House
from wardpanels.console.request import Answer, Attachment, Redirect, Request, Route, Screen
from wardpanels.console.screens import BASE, Surround, draw, static_files
from wardpanels.console.signing_in import add_sign_in, signed_in
from wardpanels.people.rights import NotAllowed, may

log = logging.getLogger("wardpanels.console")


def application(house: House) -> Flask:
    """Return the application. It answers below `/console`."""
    app = Flask("wardpanels.console", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = guard.LARGEST_UPLOAD
    app.config["MAX_FORM_MEMORY_SIZE"] = guard.LARGEST_FORM
    pages = Blueprint("console", __name__)
    for file in static_files():
        pages.add_url_rule(f"/{file.path}", file.path.replace(".", "-"), _sending(file))
    add_sign_in(pages, house)
    for route in ROUTES:
        methods = ["POST"] if route.is_form else ["GET"]
        pages.add_url_rule(route.rule, f"{methods[0]} {route.rule}", _answering(house, route), methods=methods)
    app.register_blueprint(pages, url_prefix=BASE)
    app.add_url_rule("/", "home", lambda: redirect(f"{BASE}/", 303))
    app.register_error_handler(HTTPException, lambda error: drawn(refusals.of_http(error), Surround()))
    app.register_error_handler(Exception, lambda error: _failed(error))
    app.after_request(_guarded)
    return app


def _answering(house: House, route: Route) -> Callable[..., AnyResponse]:
    """What answers a route: who is not signed in is sent to do so, and who may not is told."""

    def answered(**given: str) -> AnyResponse:
        at = house.clock()
        session = signed_in(house, at)
        if session is None:
            return to_sign_in()
        frame = Surround(house.borough().profile.name, session.person, session.token, guard.said_now())
        try:
            if route.is_form and not (guard.is_from_here() and guard.has_token(session.token)):
                return drawn(refusals.forged(), frame)
            if not may(session.person, route.act, session.person.ward_codes):
                raise NotAllowed(session.person, route.act, session.person.ward_codes, ())
            asked = Request(house, session.person, at, origin(), given, request.args, request.form, request.files)
            return finished(route.answer(asked), frame)
        except PanelError as error:
            return drawn(refusals.of_error(error), frame)

    return answered


def to_sign_in() -> AnyResponse:
    """The way to sign in, and back to the page that was asked for. Edges: a form that was sent is not sent again"""
    back = request.full_path.rstrip("?") if request.method == "GET" else f"{BASE}/"
    return redirect(f"{BASE}/sign-in" + (f"?to={back}" if back != f"{BASE}/" else ""), 303)


def origin() -> str:
    """The address that a request came from."""
    return request.remote_addr or ""


def finished(answer: Answer, frame: Surround) -> AnyResponse:
    """The answer of a page as the browser gets it."""
    if isinstance(answer, Redirect):
        away = redirect(f"{BASE}{answer.path}", 303)
        if answer.said:
            guard.to_say(away, answer.said)
        return away
    if isinstance(answer, Attachment):
        sent = Response(answer.content, content_type=answer.media_type)
        if answer.name:
            sent.headers.set("Content-Disposition", "attachment", filename=answer.name)
        return sent
    return drawn(answer, frame)


def drawn(screen: Screen, frame: Surround) -> Response:
    """A page as the browser gets it. What it says of what was done is said once."""
    response = Response(draw(screen, frame), screen.status, content_type="text/html; charset=utf-8")
    if frame.said:
        guard.set_cookie(response, guard.SAID, "")
    return response


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
