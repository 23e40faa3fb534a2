"""What the server answers, whatever made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class EdgeReply:
    """A whole answer. Edges: to HEAD it has no body, and the length of the one that GET gets"""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""


def refusal(status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None) -> EdgeReply:
    """An answer in one sentence to what no page is asked about. The connection ends with it: more may be on its way."""
    body = f"{sentence}\n".encode()
    told = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), "Cache-Control": "no-store"}
    told |= {"X-Content-Type-Options": "nosniff", "Connection": "close"}
    return EdgeReply(status, list((told | dict(headers or {})).items()), body)
