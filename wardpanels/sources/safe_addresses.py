"""Which addresses secrets may go to."""

from __future__ import annotations

from urllib.parse import urlsplit

OWN = frozenset({"localhost", "127.0.0.1", "::1"})


def is_safe_address(address: str) -> bool:
    """Whether nobody on the way can read along. Edges: plain HTTP is for this computer alone, where it is tried out"""
    try:
        told = urlsplit(address)
        host = told.hostname
    except ValueError:
        return False
    return bool(host) and (told.scheme == "https" or (told.scheme == "http" and host in OWN))
