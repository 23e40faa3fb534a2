"""What answers at which address, for programs: made from the routes that the server answers by, and from nothing else.

Source: OpenAPI Specification 3.1.1
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from inspect import getdoc
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from wardpanels.console import guard
from wardpanels.console.every_page import ROUTES
from wardpanels.console.request import Route
from wardpanels.console.screens import BASE
from wardpanels.edge.metrics import METRICS
from wardpanels.people.rights import RIGHTS

DESCRIPTION = "/openapi.json"
HEALTH, READY = "/healthz", "/readyz"

WATCHED = (
    (HEALTH, "Whether the server answers."),
    (READY, "Whether it has its files and its database."),
    (METRICS, "How each quick check stands, for this machine or for whoever has the token."),
)

PART = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")
"""A part of a rule that stands for something: `<meeting_id>`, or `<path:page>`."""

OF_ROUTES = {(f"{BASE}{route.rule}", "POST" if route.is_form else "GET"): route for route in ROUTES}
FORM, FILES, PAGE = "application/x-www-form-urlencoded", "multipart/form-data", "text/html"
IN_WORDS = {"description": "A page that says in words what is in the way", "content": {PAGE: {}}}
ABOUT = (
    "The pages for staff below /console, the pages on which residents ask for emails, and whether the server is well. "
    "All else is a file of the published site. A form takes the fields of its page."
)
Described = dict[str, Any]


def description(apps: Mapping[str, Flask]) -> Described:
    """The description of applications by the path that each answers below.

    Edges: nothing in it is of one borough; style sheets and scripts, whose names hang on what is in them, are left out
    """
    paths: dict[str, Described] = {}
    for prefix, app in apps.items():
        for rule in sorted(app.url_map.iter_rules(), key=str):
            if rule.rule.startswith(prefix) and "." not in rule.rule:
                paths.setdefault(_path(rule), {}).update(_operations(app, rule))
    for path, summary in WATCHED:
        answers = {"200": {"description": "Yes", "content": {"text/plain": {}}}}
        paths[path] = {"get": {"summary": summary, "responses": answers}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ward Panels", "description": ABOUT, "version": version("wardpanels")},
        "paths": paths,
        "components": {"securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": guard.SESSION}}},
    }


def tells(described: Described) -> Callable[..., Iterable[bytes]]:
    """An application that hands a description out."""
    content = json.dumps(described, ensure_ascii=False, indent=1).encode()

    def told(_: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        headers = {"Content-Type": "application/json", "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        start("200 OK", list(headers.items()))
        return [content]

    return told


def _operations(app: Flask, rule: Rule) -> Iterator[tuple[str, Described]]:
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        route = OF_ROUTES.get((rule.rule, method))
        view = getattr(route.answer, "func", route.answer) if route else app.view_functions[rule.endpoint]
        told: Described = {"operationId": f"{method} {_path(rule)}"}
        if words := getdoc(view):
            told["summary"] = words.partition("\n")[0]
        if arguments := PART.findall(rule.rule):
            told["parameters"] = [_part(name) for name in arguments]
        if method == "POST":
            told["requestBody"] = {"content": {kind: {"schema": _form(route)} for kind in (FORM, FILES)}}
        if route:
            told["security"] = [{"session": []}]
            told["description"] = f"For those who may {RIGHTS[route.act].words}."
        yield method.lower(), told | {"responses": _answers(method)}


def _path(rule: Rule) -> str:
    return PART.sub(r"{\1}", rule.rule)


def _part(name: str) -> Described:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _form(route: Route | None) -> Described:
    """Edges: a form of somebody who is signed in has the token that its page was given"""
    fields = {"type": "object", "additionalProperties": {"type": "string"}}
    return fields | {"properties": {"token": {"type": "string"}}, "required": ["token"]} if route else fields


def _answers(method: str) -> Described:
    on = {"description": "The way on: to another page, or to sign in"}
    page = {"description": "The page, or the file"} if method == "GET" else {"description": "The page that comes of it"}
    return {"200": page, "303": on, "4XX": IN_WORDS}
