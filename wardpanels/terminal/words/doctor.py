"""The rows and sentences that `wardpanels doctor` prints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import shorten
from urllib.parse import urlsplit

from wardpanels.doctor.findings import Examination, Finding
from wardpanels.doctor.remedies import advice, snippets

HEADS = ("Asked", "Of", "Found", "Wanted", "")
LONGEST = 60
"""Units: letters of what was found or wanted; --json has all."""


def rows(seen: Examination) -> list[tuple[str, ...]]:
    """One row for each check, the wrong ones first."""
    return [_row(one) for one in (*seen.wrong, *(one for one in seen.findings if one.is_right))]


def mending(seen: Examination) -> Iterator[str]:
    """What it comes to, and the lines that mend it, by where they go."""
    yield seen.sentence
    yield from advice(seen.wrong)
    for place, found in groupby(snippets(seen.wrong), key=lambda one: one.place):
        yield f"\nMissing in {place}:\n"
        yield "\n".join(each.lines for each in found)


def _row(one: Finding) -> tuple[str, ...]:
    wanted = "" if one.is_right else shorten(one.wanted, LONGEST, placeholder=" …")
    of = urlsplit(one.address).path or "/"
    return one.check.value, of, shorten(one.found, LONGEST, placeholder=" …"), wanted, "ok" if one.is_right else "wrong"
