"""Which names the server answers to. Whoever asks by another is refused, for an answer might lead them there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from werkzeug.sansio.utils import host_is_trusted

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
ANY = frozenset({"0.0.0.0", "[::]"})
PORT = re.compile(r":\d+$")
LONGEST = 259
"""Units: characters of a Host header, of which a name has 253. Source: RFC 1035 2.3.4"""


def host_in(header: str) -> str:
    """The name in a Host header in small letters, without port and last dot; "" where there is none that can be.

    Edges: what can be is for Werkzeug to say, whose pages else know of no host that was asked for, and lead nowhere
    """
    return _host_in(header) if len(header) <= LONGEST else ""


@lru_cache(maxsize=256)
def _host_in(header: str) -> str:
    return PORT.sub("", header).lower().removesuffix(".") if host_is_trusted(header) else ""


def known_hosts(listens_at: str, addresses: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """The names of a server: those of this computer, where it listens, of web addresses, and any others.

    Edges: a name in letters of its own script is known as it is asked for, xn--…
    """
    told = (f"[{listens_at}]" if ":" in listens_at else listens_at, *map(as_asked, names))
    return (LOOPBACK | hosts_of(addresses) | {host_in(name) for name in told}) - ANY - {""}


def hosts_of(addresses: Iterable[str]) -> frozenset[str]:
    """The names in web addresses, as they are asked for."""
    return frozenset(host_in(as_asked(urlsplit(address).netloc)) for address in addresses) - {""}


def as_asked(name: str) -> str:
    """A name as browsers ask by it. Edges: "" for one that cannot be"""
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return ""
