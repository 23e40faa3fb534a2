"""A name as a part of an address: the one way in which `begin` and `tidy` make it."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

LONGEST = 50


def slug_of(name: str) -> str:
    """A name in small letters with dashes: no accents, & as and, Saint as st. Edges: "" where it has no such letter"""
    bare = "".join(each for each in normalize("NFKD", name) if not combining(each)).casefold()
    words = re.findall("[a-z0-9]+", re.sub("['\u2018\u2019]", "", bare).replace("&", " and "))
    return "-".join("st" if word == "saint" else word for word in words)[:LONGEST].strip("-")
