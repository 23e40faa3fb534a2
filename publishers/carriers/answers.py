"""What the answer of a web server means for a parcel: it arrived, it may at a later try, or a person must act."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape

from publishers.carriers.carrier import Closed, Outlet, Refused, TryAgain

LATER = frozenset({408, 423, 425, 429})
"""Statuses below 500 that pass: too slow, locked, too early, too many."""

NOT_THERE = frozenset({404, 405, 410})
"""Statuses of a wrong address: no other parcel would arrive there either."""

PAGES = ("text/html", "application/xhtml+xml")
LONGEST_WORDS = 200
WORDS_IN_JSON = ("message", "error_description", "error", "errors", "detail", "title")
TAGS = re.compile(r"<(script|style).*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a web server said. Edges: `headers` are found whatever their case, as those of requests and httpx are"""

    host: str
    status: int
    headers: Mapping[str, str]
    body: str = ""


def check(answer: Answer, outlet: Outlet, secret: str) -> None:
    """Let an answer pass that says yes. `secret` is the one that was shown to the server.

    Errors: TryAgain; Closed where no other parcel would arrive either; Refused
    """
    status, words = answer.status, outlet.without_secrets(words_of(answer.body))
    said = f"{answer.host} answered {status}" + (f" ({words})" if words else "")
    if status < 300:
        return
    if status < 400:
        to = outlet.without_secrets(answer.headers.get("Location", "somewhere else"))
        raise Closed(f"[{outlet.table}] {said}, which leads to {to!r}. Set the final address there.")
    if status >= 500 or status in LATER:
        raise TryAgain(said, retry_after(answer.headers))
    if status == 403 and _is_page(answer):
        said = f"{answer.host} answered 403 with a page for people"
        raise Closed(f"[{outlet.table}] {said}: a firewall may have stopped us. Ask whoever runs it.")
    if status in (401, 403):
        name = outlet.variable(secret)
        raise Closed(f"{said}: the {secret} is wrong or has expired, or may not do this. Renew it and set {name}")
    if status in NOT_THERE:
        raise Closed(f"[{outlet.table}] {said}. Check the address there.")
    raise Refused(said)


def _is_page(answer: Answer) -> bool:
    """Whether it was written for people: what answers programs says why in JSON, in XML or in plain words."""
    return answer.headers.get("Content-Type", "").partition(";")[0].strip().lower() in PAGES


def retry_after(headers: Mapping[str, str]) -> float | None:
    """How long the server asks us to wait.

    Units:  seconds
    Edges:  None where it does not say, or says it in no known way; a date is measured against the server's own clock
    Source: RFC 9110 10.2.3
    """
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    until, now = _moment(said), _moment(headers.get("Date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def words_of(body: str) -> str:
    """The words in the body of an answer, on one short line: those of a JSON message where it is one."""
    text = " ".join(unescape(TAGS.sub(" ", _message(body))).split())
    return text if len(text) <= LONGEST_WORDS else text[: LONGEST_WORDS - 1] + "…"


def _message(body: str) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return body
    return "; ".join(_strings(told)) if isinstance(told, dict | list) else body


def _strings(told: object) -> list[str]:
    """The sentences in a JSON answer: the first of the usual keys that has any."""
    match told:
        case str():
            return [told]
        case list():
            return [text for item in told for text in _strings(item)]
        case dict():
            return next((found for key in WORDS_IN_JSON if (found := _strings(told.get(key)))), [])
        case _:
            return []
