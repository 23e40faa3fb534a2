"""What the server answers, whatever made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class EdgeReply:
    """A whole answer. Edges: a long body is a `file`, which is read as it is taken; "" where there is none"""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""
    file: str = ""


READING = ("GET", "HEAD")
ONLY_READ = EdgeReply(HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", ", ".join(READING)), ("Content-Length", "0")])
"""To whoever would do more with a page than read it. Source: RFC 9110, 15.5.6"""


def refusal(status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None) -> EdgeReply:
    """An answer in one sentence to what no page is asked about. The connection ends with it: more may be on its way."""
    body = f"{sentence}\n".encode()
    told = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), "Cache-Control": "no-store"}
    told |= {"X-Content-Type-Options": "nosniff", "Connection": "close"}
    return EdgeReply(status, list((told | dict(headers or {})).items()), body)
