"""Requests to every route, made by schemathesis from what `/openapi.json` says and from what the pages themselves hold.

The description says which routes there are. It cannot say which meetings there are, nor what a page's form asks for:
that is read from the pages, so that requests come further than the first check.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.config import SchemathesisConfig
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client

from tests.console.conftest import TOKEN, Seat
from tests.console.crawling import pages
from tests.thorough import some

Described = dict[str, Any]
Answered = tuple[str, int, str]
"""What was asked, the status of the answer, and its page."""
FORM = "application/x-www-form-urlencoded"
TEXT = {"type": "string", "maxLength": 60}
LONG = "é" * 300
"""More than a column of a code takes."""


class Known:
    """What the pages hold: ids by the name of their part of an address, and fields by the route and its method."""

    def __init__(self, seat: Seat) -> None:
        self._adapter = seat.client.application.url_map.bind("localhost")
        self.ids: dict[str, set[str]] = defaultdict(set)
        self.fields: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for path, _, page, _ in pages(seat, most_of_a_kind=1):
            for link in (path, *page.links):
                self._see(link, "GET", {})
            for form in page.forms:
                self._see(form.action, "POST" if form.is_sent else "GET", form.fields)

    def _see(self, address: str, method: str, sent: dict[str, list[str]]) -> None:
        parts = urlsplit(address)
        try:
            rule, ids = self._adapter.match(parts.path, method, return_rule=True)
        except HTTPException:
            return
        for name, value in ids.items():
            self.ids[name].add(value)
        for name, value in parse_qsl(parts.query):
            self.fields[rule.rule, "GET"][name].add(value)
        for name, values in sent.items():
            self.fields[rule.rule, method][name].update(values[:1])


def widened(described: Described, seat: Seat) -> Described:
    """A description with what the pages hold in it: half of all requests take what there is, the others anything."""
    known = Known(seat)
    for path, operations in described["paths"].items():
        rule = path.replace("{", "<").replace("}", ">").replace("<page>", "<path:page>")
        for method, told in operations.items():
            for part in told.get("parameters", ()):
                part["schema"] = _either(known.ids[part["name"]])
            asked = known.fields[rule, method.upper()]
            if method == "get":
                told.setdefault("parameters", []).extend(
                    {"name": name, "in": "query", "schema": _either(values)} for name, values in sorted(asked.items())
                )
            else:
                properties = {name: _either(values) for name, values in sorted(asked.items())}
                properties["token"] = {"type": "string", "enum": [TOKEN, TOKEN, "another"]}
                schema = {"type": "object", "properties": properties, "required": ["token"]}
                told["requestBody"] = {"content": {FORM: {"schema": schema}}}
    return described


def _either(values: set[str]) -> Described:
    known = {"type": "string", "enum": [*sorted(values)[:6], LONG]}
    return {"anyOf": [known, TEXT]}


def walked(app: Any, described: Described, examples: int, cookies: Iterator[str]) -> Iterator[Answered]:
    """Send so many requests to each operation, or to each third on a change: with the next cookie, and with none."""
    client = Client(app, use_cookies=False)
    operations = schemathesis.openapi.from_dict(described, config=SchemathesisConfig()).get_all_operations()
    for found in some([*operations], every=3):
        yield from _asked(client, found.ok(), examples, cookies)


def _asked(client: Client, operation: Any, examples: int, cookies: Iterator[str]) -> list[Answered]:
    answers = []

    @seed(20270310)
    @settings(max_examples=examples, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy())
    def ask(case: Any) -> None:
        sent = {"query_string": case.query or None, "data": case.body if isinstance(case.body, dict) else None}
        for cookie in (next(cookies), ""):
            headers = {"Cookie": cookie} if cookie else {}
            answer = client.open(case.formatted_path, method=case.method, headers=headers, **sent)
            told = f"{case.method} {case.formatted_path} {case.query} {case.body}"
            answers.append((told, answer.status_code, answer.text if "html" in answer.content_type else ""))

    ask()
    return answers
