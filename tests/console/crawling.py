"""Walks the console as a visitor would, by its links and forms, whatever pages there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from werkzeug.exceptions import HTTPException

from tests.console.conftest import Seat

TYPED = frozenset({"text", "email", "password", "search", "tel", "number", "url", "date"})


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes, and its fields by name with what a browser would send untouched."""

    action: str
    is_sent: bool
    fields: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    has_files: bool = False


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, path: str, html: str) -> None:
        super().__init__()
        self.path, self.links, self.forms, self.ids = path, [], [], []
        self._form: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if "id" in told:
            self.ids.append(told["id"])
        if tag == "a" and told.get("href"):
            self.links.append(urljoin(self.path, told["href"]))
        elif tag == "form":
            action = urljoin(self.path, told.get("action") or self.path)
            self._form = Form(action, told.get("method", "get").lower() == "post")
            self.forms.append(self._form)
        elif self._form is not None and told.get("name"):
            self._field(tag, told)
        elif tag == "option" and self._form is not None and self._select:
            chosen = self._form.fields[self._select]
            self._form.fields[self._select] = [told.get("value", "")] if not chosen or "selected" in told else chosen

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _field(self, tag: str, told: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = told["name"], told.get("type", "text")
        fields = self._form.fields
        if tag == "textarea" or (tag == "input" and kind in TYPED):
            fields[name] = [told.get("value", "")]
            self._form.typed.add(name)
        elif tag == "input" and kind == "hidden":
            fields.setdefault(name, []).append(told.get("value", ""))
        elif tag == "input" and kind == "file":
            self._form.has_files = True
        elif tag == "input" and kind in ("radio", "checkbox"):
            fields.setdefault(name, [])
            if kind == "radio" and not fields[name]:
                fields[name] = [told.get("value", "on")]
        elif tag == "select":
            fields[name] = []
            self._select = name
        elif tag == "button":
            fields.setdefault(name, [told.get("value", "")])


def kind_of(seat: Seat, path: str) -> str:
    """What answers an address, and what it is asked: pages of one route with the same filters are of one kind."""
    parts = urlsplit(path)
    try:
        rule = str(seat.client.application.url_map.bind("localhost").match(parts.path)[0])
    except HTTPException:
        rule = parts.path
    return f"{rule}?{'&'.join(sorted(re.findall(r'([^&=]+)=', parts.query)))}"


def pages(seat: Seat, start: str = "/console/", most_of_a_kind: int = 2) -> Iterator[tuple[str, int, Page, str]]:
    """Every page that links lead to, some of each kind: its address, its status, its parts and its HTML."""
    waiting, seen, kinds = [start], {start}, {}
    while waiting:
        path = waiting.pop(0)
        answer = seat.client.get(path)
        if "text/html" not in answer.content_type:
            yield path, answer.status_code, Page(path, ""), ""
            continue
        page = Page(path, answer.text)
        yield path, answer.status_code, page, answer.text
        for link in page.links:
            target = urlsplit(link)
            plain = target._replace(fragment="").geturl()
            if target.netloc or not target.path.startswith("/console") or plain in seen:
                continue
            kind = kind_of(seat, plain)
            if kinds.get(kind, 0) < most_of_a_kind:
                kinds[kind] = kinds.get(kind, 0) + 1
                seen.add(plain)
                waiting.append(plain)
