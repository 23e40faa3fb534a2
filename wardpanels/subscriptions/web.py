"""The web application of the subscription pages: what each address does. No cookie, no script, no third party.

Whoever has a link may use it, so a form needs no token against forged requests: the link is one. The form that asks for
mail has none because it only makes us ask the address back, once an hour.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from publishers import subscribing
from publishers.languages import ENGLISH, Language
from publishers.security_headers import security_headers
from publishers.subscribing import Chosen, PageFrame, Typed, View
from scheduler.mail_address import mailed_as
from scheduler.release.value import Release, ReleasedMeeting
from scheduler.subscriber import Interest, Subscriber
from wardpanels.subscriptions.gate import Gate
from wardpanels.subscriptions.register import MailingList

LARGEST_FORM = 16_384
"""Units: bytes: an address, and every ward of a big borough."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What the pages stand on. `told` is called when somebody asked, so that the mail goes out at once.

    Edges: `coming` are the meetings that come next for a choice, each with the release that tells of it
    """

    register: MailingList
    house: PageFrame
    clock: Callable[[], datetime]
    gate: Gate
    told: Callable[[], None] = lambda: None
    coming: Callable[[Interest, datetime], tuple[tuple[Release, ReleasedMeeting], ...]] = lambda choice, at: ()

    def language(self, tag: str | None) -> Language:
        """One of the languages that are spoken; English where it is none of them."""
        return next((lang for lang in self.house.spoken if lang.tag == tag), ENGLISH)

    def wanted(self, typed: Typed) -> Interest | None:
        """A choice as it was typed in; None where it names a ward or a language that is none, as no browser does.

        Edges: every ward chosen is the same as none
        """
        codes = {ward.slug: ward.code for ward in self.house.frame.wards}
        tags = [lang.tag for lang in self.house.spoken]
        if typed.language not in tags or not codes.keys() >= set(typed.wards):
            return None
        chosen = {codes[slug] for slug in typed.wards}
        return Interest(() if len(chosen) == len(codes) else tuple(sorted(chosen)), typed.language, typed.only_changes)

    def chosen(self, choice: Interest) -> Chosen:
        """A choice in words."""
        return Chosen(self.house.named(choice.wards), self.language(choice.language), choice.only_changes)


def application(counter: Counter) -> Flask:
    """Return the application. It answers below the path that the pages' address has."""
    app = Flask("wardpanels", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
    pages = Blueprint("subscriptions", __name__)
    _add_form(pages, counter)
    _add_links(pages, counter)
    _add_files(pages)
    app.register_blueprint(pages, url_prefix=urlsplit(counter.register.links.pages).path or None)
    app.register_error_handler(HTTPException, lambda error: _failed(counter, error))
    app.after_request(_guarded)
    return app


def _add_form(pages: Blueprint, counter: Counter) -> None:
    @pages.get("/")
    def form() -> Response:
        lang, typed = _language(counter), _typed(request.args)
        return _page(counter, subscribing.ask(lang, replace(typed, language=lang.tag)), lang)

    @pages.post("/")
    def ask() -> WerkzeugResponse:
        lang, at, typed = _language(counter), counter.clock(), _typed(request.form)
        wanted, address = counter.wanted(typed), mailed_as(typed.address)
        if wanted is None:
            return _page(counter, subscribing.failed(lang), lang, 400)
        if not address:
            return _page(counter, subscribing.ask(lang, typed, subscribing.wrong_address(lang)), lang, 400)
        if until := counter.gate.shut_until(request.remote_addr or "", at):
            wait = str(math.ceil((until - at).total_seconds()))
            return _page(counter, subscribing.too_many(lang), lang, 429, {"Retry-After": wait})
        counter.register.ask(address, wanted, at)
        counter.told()
        return redirect(counter.house.link("asked", lang), 303)  # so that "back" and "reload" ask nothing again

    @pages.get("/asked")
    def asked() -> Response:
        lang = _language(counter)
        return _page(counter, subscribing.asked(lang), lang)


def _add_links(pages: Blueprint, counter: Counter) -> None:
    register = counter.register

    @pages.get("/confirm/<token>")
    def look(token: str) -> Response:
        found = register.who_asked(token, counter.clock())
        return _of_request(counter, found, f"confirm/{token}")

    @pages.post("/confirm/<token>")
    def confirm(token: str) -> Response:
        lang = _language(counter, register.who_asked(token, counter.clock()))
        shown, wording = request.form.get("shown", ""), subscribing.agreement(lang)
        return _of_request(counter, register.confirm(token, shown, wording, counter.clock()), f"confirm/{token}")

    @pages.get("/stop/<token>")
    def see(token: str) -> Response:
        found, path = register.who_stops(token), f"stop/{token}"
        lang = _language(counter, found)
        if found:
            return _page(counter, subscribing.stop(lang, path), lang)
        return _ended(counter, lang, path, is_ours=register.may_stop(token))

    @pages.post("/stop/<token>")
    def stop(token: str) -> Response:
        """The button, and the one click of a mail program, which sends no cookie and follows no redirect (RFC 8058)."""
        lang = _language(counter, register.who_stops(token))
        return _ended(counter, lang, f"stop/{token}", is_ours=register.stop(token))


def _ended(counter: Counter, lang: Language, path: str, *, is_ours: bool) -> Response:
    view = subscribing.stopped(lang, path) if is_ours else subscribing.dead_link(lang, path)
    return _page(counter, view, lang, 200 if is_ours else 404)


def _of_request(counter: Counter, found: Subscriber | None, path: str) -> Response:
    """What the link in a mail shows: the button, that it counts already, or that it is too old."""
    lang = _language(counter, found)
    if found is None:
        return _ended(counter, lang, path, is_ours=False)
    if found.wanted is None:
        coming = counter.coming(found.choice, counter.clock())
        return _page(counter, subscribing.confirmed(lang, counter.chosen(found.choice), path, coming), lang)
    chosen = counter.chosen(found.wanted)
    return _page(counter, subscribing.confirm(lang, chosen, path, found.wanted.digest), lang)


def _add_files(pages: Blueprint) -> None:
    for artifact in subscribing.files():
        name = artifact.path.replace(".", "-")
        pages.add_url_rule(f"/{artifact.path}", name, _sending(artifact.content, artifact.media_type))


def _sending(content: bytes, media_type: str) -> Callable[[], Response]:
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}  # its name has a digest of it
    return lambda: Response(content, content_type=media_type, headers=kept)


def _language(counter: Counter, subscriber: Subscriber | None = None) -> Language:
    """The language asked for in the address, or else the one that the subscriber reads."""
    own = (subscriber.wanted or subscriber.choice).language if subscriber else None
    return counter.language(request.args.get("lang", own))


def _typed(form: MultiDict[str, str]) -> Typed:
    return Typed(
        form.get("address", "").strip(),
        tuple(form.getlist("ward")),
        form.get("language", ENGLISH.tag),
        only_changes=form.get("only_changes") == "yes",
    )


def _page(
    counter: Counter, view: View, lang: Language, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    kept = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", **(headers or {})}
    return Response(subscribing.draw(counter.house, lang, view), status, kept)


def _failed(counter: Counter, error: HTTPException) -> Response:
    lang, code = _language(counter), error.code or 500
    page = _page(counter, subscribing.not_here(lang) if code == 404 else subscribing.failed(lang), lang, code)
    for name, value in error.get_headers():
        page.headers.setdefault(name, value)
    return page


def _guarded(response: Response) -> Response:
    response.headers.extend(security_headers("sign-up"))
    return response
