"""Days in plain words, as every page and sheet of the action plan writes them."""

from __future__ import annotations

from datetime import date
from functools import cache


@cache  # some hundred days of a year are told in some thousand promises
def day_of(day: date) -> str:
    """A day as readers see it: `3 March 2027`."""
    return f"{day:%-d %B %Y}"


def moved_words(first_due: date | None, moves: int) -> str:
    """`First due on 3 March 2027, moved twice.` Edges: "" where it never moved"""
    if not moves or first_due is None:
        return ""
    often = {1: "once", 2: "twice"}.get(moves, f"{moves} times")
    return f"First due on {day_of(first_due)}, moved {often}."
