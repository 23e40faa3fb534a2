"""The last look at what is about to be public: no address of an officer, or of anybody who signs in, goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from scheduler.facts import BoroughProfile
from scheduler.store import Store
from wardpanels.faults import CannotUse

BEFORE_AT, AFTER_AT = re.compile(rb"[\w.+%'-]+$"), re.compile(rb"[\w-]+(\.[\w-]+)+")
LONGEST_PART = 255
"""Units: bytes of a part of an address. Source: RFC 5321 4.5.3.1"""


def staff_addresses(store: Store, profile: BoroughProfile) -> frozenset[str]:
    """The addresses of all officers that were ever invited and of all accounts, in small letters.

    Edges: what the borough's own settings give out, as its address for the public, is nobody's secret
    """
    contacts, accounts = store.invitees.contacts(profile.code), store.staff.accounts.listed(profile.code)
    addresses = (*(each.address for each in contacts), *(each.address for each in accounts))
    known = {address.lower() for address in addresses if address}
    return frozenset(known - set(found_addresses(repr(profile).encode())))


def refuse_staff_addresses(secret: frozenset[str], made: Mapping[str, bytes]) -> None:
    """Look through files by their paths.

    Edges:  what a PDF or a picture has packed is not seen
    Errors: CannotUse, naming the first file that holds a secret address, and not the address
    """
    for path, content in sorted(made.items()):
        if not secret.isdisjoint(found_addresses(content)):
            raise CannotUse(path, "the mail address of an officer or of somebody who signs in", "a public file without")


def found_addresses(content: bytes) -> Iterator[str]:
    """Every address in a text, in small letters."""
    parts = content.split(b"@")
    for left, right in pairwise(parts):
        name, host = BEFORE_AT.search(left[-LONGEST_PART:]), AFTER_AT.match(right[:LONGEST_PART])
        if name and host:
            yield f"{name[0].decode()}@{host[0].decode()}".lower()
