"""Which addresses secrets may go to, and which of our own network may be reached.

[network]                          # allow: hosts of the borough's own network, as HOST or HOST:PORT
"""

from __future__ import annotations

from urllib.parse import urlsplit

from scheduler.reading.found import CellError
from scheduler.reading.keys import Keys

OWN = frozenset({"localhost", "127.0.0.1", "::1"})


def is_safe_address(address: str) -> bool:
    """Whether nobody on the way can read along. Edges: plain HTTP is for this computer alone, where it is tried out"""
    try:
        told = urlsplit(address)
        host = told.hostname
    except ValueError:
        return False
    return bool(host) and (told.scheme == "https" or (told.scheme == "http" and host in OWN))


def allowed_in(keys: Keys) -> tuple[str, ...]:
    """The hosts of the borough's own network that may be reached. Edges: what cannot be read is among the problems"""
    allowed: tuple[str, ...] = keys.section("network", {"allow": _names}, is_needed=False).get("allow", ())
    return allowed


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(name, str) and name.strip() for name in value):
        return tuple(name.strip() for name in value)
    raise CellError('a list of names in quotes, such as ["one", "two"]')
