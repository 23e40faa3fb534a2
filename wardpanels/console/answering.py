"""From what a page answers to what the browser gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from wardpanels.console import guard
from wardpanels.console.house import House
from wardpanels.console.request import Answer, Attachment, Redirect, Request, Screen
from wardpanels.console.screens import BASE, Surround, draw
from wardpanels.people.sessions import Presence


def origin() -> str:
    """The address that a request came from."""
    return request.remote_addr or ""


def asked_by(house: House, visit: Presence, at: datetime, given: Mapping[str, str]) -> Request:
    """What somebody who is signed in asks for."""
    return Request(
        house=house,
        person=visit.person,
        at=at,
        origin=origin(),
        session=visit.session,
        address=request.host_url.rstrip("/"),
        given=given,
        query=request.args,
        form=request.form,
        files=request.files,
        in_place=request.headers.get("HX-Request") == "true",
    )


def finished(answer: Answer, frame: Surround) -> Response:
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
        if answer.in_frame:
            guard.let_be_shown(sent)
        return sent
    return drawn(answer, frame)


def drawn(screen: Screen, frame: Surround) -> Response:
    """A page as the browser gets it. What it says of what was done is said once."""
    response = Response(draw(screen, frame), screen.status, content_type="text/html; charset=utf-8")
    if frame.said:
        guard.set_cookie(response, guard.SAID, "")
    return response
