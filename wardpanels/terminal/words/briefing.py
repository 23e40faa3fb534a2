"""The tables and sentences that `wardpanels briefing` prints: the page's own words, without its drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from publishers.briefing_paper import Words

Table = tuple[Sequence[str], Sequence[Sequence[object]], Sequence[str]]


def tables(told: Words) -> Iterator[Table]:
    """What the page has in tables: heads, rows and the columns of numbers. Edges: none that is empty"""
    crime: Any = told["crime"]
    every: tuple[tuple[Sequence[str], Any, Sequence[str]], ...] = (
        (crime["heads"] if crime else (), crime["rows"] if crime else (), crime["heads"][1:] if crime else ()),
        (("Priority", "What was done"), told["priorities"], ()),
        (("Open action", "Who", "By when"), told["actions"], ()),
        (("Role", "Who comes"), told["who"], ()),
        (("Meeting", "Session", "Residents"), told["held"], ("Residents",)),
    )
    return ((heads, rows, right) for heads, rows, right in every if rows)


def sentences(told: Words, files: Sequence[Path]) -> Iterator[str]:
    """Whom it is for, where the figures come from, and where it was written."""
    notes: Any = told["crime_notes"]
    yield f"{told['ward']}: {told['when']}, at {told['where']}."
    yield from notes
    yield str(told["priorities_lead"])
    if told["actions_more"]:
        yield str(told["actions_more"])
    for file in files:
        yield f"{file} holds the briefing. {told['made']}"
    if files and not told["crime"]:
        yield "It has no crime figures: the action plan does not count it as made."
    if not files:
        yield "To write it as a page to print, add: --to briefing.pdf"
