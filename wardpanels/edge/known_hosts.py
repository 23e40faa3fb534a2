"""Which names the server answers to. Whoever asks by another is refused, for an answer might lead them there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
ANY = frozenset({"0.0.0.0", "[::]"})
HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)


@lru_cache(maxsize=256)
def host_in(header: str) -> str:
    """The name in a Host header in small letters, without port and last dot; "" where there is none that can be."""
    found = HOST.fullmatch(header)
    return found[1].lower().rstrip(".") if found else ""


def known_hosts(listens_at: str, addresses: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """The names of a server: those of this computer, where it listens, of web addresses, and any others.

    Edges: a name in letters of its own script is known as it is asked for, xn--…
    """
    told = (f"[{listens_at}]" if ":" in listens_at else listens_at, *map(_plain, names))
    return (LOOPBACK | hosts_of(addresses) | {host_in(_plain(name)) for name in told}) - ANY - {""}


def hosts_of(addresses: Iterable[str]) -> frozenset[str]:
    """The names in web addresses, as they are asked for."""
    return frozenset(host_in(_plain(urlsplit(address).netloc)) for address in addresses) - {""}


def _plain(name: str) -> str:
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return ""
