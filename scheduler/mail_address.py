"""Mail addresses, in the one form in which they are kept, compared and mailed."""

from __future__ import annotations

import re

import idna

LONGEST_ADDRESS = 254
"""Units: characters. Source: RFC 5321 4.5.3.1.3, less the angle brackets"""

LONGEST_LOCAL_PART = 64
"""Units: characters before the @. Source: RFC 5321 4.5.3.1.1"""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.ASCII)


def mailed_as(typed: str) -> str:
    """An address as mail servers are told it; "" where mail cannot go to what was typed.

    Edges:  before the @ there are plain letters, figures, signs and single dots: no comment, no quotes; behind it the
            name of a domain, in small ASCII letters (bücher.example is xn--bcher-kva.example): no machine's number
    Source: RFC 5321 4.1.2, Dot-string and Domain; RFC 5891
    """
    local, _, domain = typed.rpartition("@")
    if len(local) > LONGEST_LOCAL_PART or not _LOCAL_PART.fullmatch(local):
        return ""
    try:
        told = idna.encode(domain, uts46=True, std3_rules=True).decode()
    except UnicodeError:
        return ""
    labels = told.split(".")
    if len(labels) < 2 or not labels[-1] or labels[-1].isdecimal():
        return ""
    address = f"{local}@{told}"
    return address if len(address) <= LONGEST_ADDRESS else ""
