"""Secrets that are given out once and known again by their digest: keys of sessions, links, what guards a form."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets

BYTES = 32


def fresh_token() -> str:
    """A secret that was never given out and cannot be guessed: 43 letters that may stand in a link."""
    return secrets.token_urlsafe(BYTES)


def digest_of(*tokens: str) -> str:
    """What is kept of a secret. Edges: it has so much chance in it that its digest needs no salt and no work"""
    return hashlib.sha256("\n".join(tokens).encode()).hexdigest()


def is_same(given: str, kept: str) -> bool:
    """Whether two secrets are one, in the same time whatever they are."""
    return secrets.compare_digest(given.encode(), kept.encode())


def network_of(origin: str) -> str:
    """The network that an address is of, which is as much as one person can be held to.

    Units: an IPv4 address whole; of an IPv6 address the first 64 bits, as one home or office has them all
    Edges: an IPv4 address that is written as IPv6 is that IPv4 address; "" for what is no address
    """
    try:
        found = ipaddress.ip_address(origin.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 32 if found.version == 4 else 64), strict=False))
