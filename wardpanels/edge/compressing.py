"""Sends text in fewer bytes to whoever takes it so: a page of 80 KB as 8."""

from __future__ import annotations

import gzip
from functools import lru_cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from wardpanels.edge.reply import EdgeReply

LEAST = 1_000
"""Units: bytes. Less fits into one packet as it is."""

TEXT = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")
LEVEL = 6
LONGEST = 300
"""Units: characters of an Accept-Encoding header. What is kept of one must not be as long as anybody likes."""


def compressed(reply: EdgeReply, accepts: str) -> EdgeReply:
    """The same answer, its text compressed with gzip where the browser says that it takes it.

    Edges: what has an encoding, is a part, or is no text goes as it is; the same bytes are compressed once. A token in
           a page is another one each time (`console.guard.masked`), so that its length tells nothing of it (BREACH)
    """
    told = {name.lower(): value for name, value in reply.headers}
    if "content-encoding" in told or not is_worth_it(told.get("content-type", ""), len(reply.body)):
        return reply
    headers = [*reply.headers, ("Vary", "Accept-Encoding")]
    if reply.status != 200 or not takes_gzip(accepts):
        return EdgeReply(reply.status, headers, reply.body)
    body = _packed_once(reply.body)
    headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
    return EdgeReply(reply.status, [*headers, ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))], body)


def is_worth_it(media_type: str, size: int) -> bool:
    """Whether something is text, and long enough."""
    return size >= LEAST and media_type.startswith(TEXT)


def takes_gzip(accepts: str) -> bool:
    """Whether an Accept-Encoding header takes gzip. Edges: one longer than any browser's takes nothing"""
    return len(accepts) <= LONGEST and _takes_gzip(accepts)


@lru_cache(maxsize=256)
def _takes_gzip(accepts: str) -> bool:
    # Source: RFC 9110 12.5.3
    return parse_accept_header(accepts, Accept).quality("gzip") > 0


def packed(body: bytes) -> bytes:
    """The bytes compressed, the same each time."""
    return gzip.compress(body, LEVEL, mtime=0)


_packed_once = lru_cache(maxsize=64)(packed)
"""For the few that are the same for everybody: style sheets and scripts."""
