"""The rows and sentences that `wardpanels doctor` prints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import shorten
from urllib.parse import urlsplit

from wardpanels.doctor.findings import Examination, Finding
from wardpanels.doctor.remedies import advice, snippets
from wardpanels.publicity.duty import Called
from wardpanels.upkeep.health import Health, HealthReport

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


HEALTH_HEADS = ("Looked at", "", "Found")


def health_rows(report: HealthReport) -> list[tuple[str, ...]]:
    """One row for each thing that was looked at."""
    return [(check.name, looked.health.value, looked.found) for check, looked in report.lines]


def health_sentences(report: HealthReport, called: Called | None) -> Iterator[str]:
    """What it comes to, what to do, what cannot wait first, and whether somebody was called."""
    yield report.sentence
    for check, looked in sorted(report.lines, key=lambda line: line[1].health is not Health.ILL):
        if looked.advice:
            yield f"{check.name}: {looked.advice}"
    if called is not None:
        yield f"The person on duty was called: {called.note}" if called.is_done else f"Nobody was called: {called.note}"


def _row(one: Finding) -> tuple[str, ...]:
    wanted = "" if one.is_right else shorten(one.wanted, LONGEST, placeholder=" …")
    of = urlsplit(one.address).path or "/"
    return one.check.value, of, shorten(one.found, LONGEST, placeholder=" …"), wanted, "ok" if one.is_right else "wrong"
