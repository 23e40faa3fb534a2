"""A form that came when its session had ended: nothing is done with it, and whoever signs in again finds it filled in.

It goes through the sign-in in the browser that sent it, and is kept nowhere here.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit

import msgspec
from flask import current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from scheduler.errors import PanelError
from wardpanels.console import guard
from wardpanels.console.answering import asked_by, finished
from wardpanels.console.every_page import ROUTES
from wardpanels.console.house import House
from wardpanels.console.request import Route
from wardpanels.console.screens import BASE, Surround
from wardpanels.people.sessions import form_secret_left, resume

PAGES = {f"GET {route.rule}": route for route in ROUTES if not route.is_form}
IN_ADDRESS = ("period", "ward", "instead-of", "correct")
"""Fields of forms that their pages have in the address."""
MOST_KEPT = guard.LARGEST_FORM - 8_192
"""Units: bytes, as a form sends them: what was typed to sign in has to have room beside it."""

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that nothing was done with: the page that it stands on, below the console, and its fields as JSON.

    Edges: no `fields` where that page shows none again, or where they are too many to be carried
    """

    page: str
    fields: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    route: Route
    given: Mapping[str, str]


def kept() -> KeptForm:
    """The form that was sent just now."""
    place = _place(request.path)
    if place is None:
        return KeptForm("")
    named = {name: value for name in IN_ADDRESS if (value := request.form.get(name, ""))}
    query = urlencode({**request.args.to_dict(), **named})
    page = place.path.removeprefix(f"{BASE}/") + (f"?{query}" if query else "")
    fields = msgspec.json.encode(list(request.form.items(multi=True))).decode()
    is_carried = place.route.keeps_typed and len(quote_plus(fields)) <= MOST_KEPT
    return KeptForm(page, fields if is_carried else "")


def shown_again(house: House, key: str, old_key: str, form: KeptForm, at: datetime) -> Response | None:
    """The page of a form with what was typed in it, for who signed in under `key`. Nothing is done with it.

    Edges: None where there is nothing to show, where `old_key` was of somebody else's session, or the form not of one
    """
    fields = MultiDict(_read(form.fields))
    place = _place(urlsplit(f"{BASE}/{form.page}").path) if fields else None
    visit = resume(house.store, house.profile().code, key, at) if place and place.route.keeps_typed else None
    if place is None or visit is None:
        return None
    if not guard.is_token(fields.pop("token", ""), form_secret_left(house.store, old_key, visit.person)):
        return None
    query = MultiDict(parse_qsl(urlsplit(form.page).query))
    asked = replace(
        asked_by(house, visit, at, place.given), query=query, form=fields, files=MultiDict(), in_place=False
    )
    frame = Surround(asked.profile.name, visit.person, guard.masked(visit.form_secret), is_again=True)
    with suppress(PanelError):  # what the form was about may be gone: its page says so
        asked.check(place.route.act)
        return finished(place.route.answer(asked), frame)
    return None


def _place(path: str) -> _Place | None:
    """The page at an address, or else the nearest one above it: a form is sent to its page's, or below that."""
    adapter = current_app.create_url_adapter(request)
    while adapter is not None and path.startswith(f"{BASE}/"):
        with suppress(HTTPException):
            endpoint, given = adapter.match(path, "GET")
            return _Place(path, PAGES[endpoint.partition(".")[2]], given)
        path = path.rpartition("/")[0]
    return None


def _read(fields: str) -> Fields:
    """The fields. Edges: none where it is not what was sent to the browser, or has the letter of number 0"""
    with suppress(msgspec.MsgspecError):
        found = msgspec.json.decode(fields.encode(), type=Fields)
        return [] if any("\0" in text for pair in found for text in pair) else found
    return []
