"""Visits and what brings them, in words."""

from __future__ import annotations

from collections.abc import Iterator

from wardpanels.publicity.visits import LogRead, Reading

READ_HEADS = ("Log", "Lines", "Not read", "By programs")


def read_rows(found: Reading) -> list[tuple[str, ...]]:
    """A row for each log: how many lines it has, which could not be read, and what of it programs asked for."""
    return [(log.name, f"{log.lines:,}", f"{log.untidy_lines:,}", f"{log.by_programs:,}") for log in found.logs]


def reading_sentences(found: Reading) -> Iterator[str]:
    """What was counted, and what could not be."""
    days, visits = sorted(found.days), sum(found.visits.values())
    if days:
        told = f"{days[0]:%-d %B %Y}" if len(days) == 1 else f"{days[0]:%-d %B %Y} to {days[-1]:%-d %B %Y}"
        yield f"{visits:,} visits by our links and codes, {told}."
    else:
        yield "There is nothing in it yet."
    yield from (_untidy(log) for log in found.logs if log.untidy_lines)
    if nameless := sum(log.nameless for log in found.logs):
        yield f"{nameless:,} of them may be robots: the log does not say which program asked."
    yield "To see what brings people, type: wardpanels report publicity"


def _untidy(log: LogRead) -> str:
    numbers = ", ".join(f"{number:,}" for number in log.untidy)
    more = f" and {log.untidy_lines - len(log.untidy):,} more" if log.untidy_lines > len(log.untidy) else ""
    lines = "line" if log.untidy_lines == 1 else "lines"
    return f"{log.name}: {lines} {numbers}{more} could not be read, and count for nothing."
