"""What people wrote down, in words."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from scheduler.evidence.lines import Noted, NotedLine
from wardpanels.facts.notes import KIND_OF

FOR_PROGRAMS = ("digest", "facts")
LINE_HEADS = ("Line", "Written", "By", "Kind", "What")


def line_row(line: NotedLine) -> tuple[str, ...]:
    """One line in a table."""
    return (str(line.number), f"{line.at:%-d %b %Y}", line.by, KIND_OF[type(line.noted)], said(line.noted))


def noted_sentence(line: NotedLine) -> str:
    """That a line was written, with the number by which it can be corrected."""
    instead = f" in the place of line {line.replaces}" if line.replaces is not None else ""
    return f"Line {line.number}{instead}: {KIND_OF[type(line.noted)]}, {said(line.noted)}"


def said(noted: Noted) -> str:
    """All that a line says but what it leaves open: `ward code E05009317, on 1 Mar 2027, chairs 1`."""
    told = ((each.name, getattr(noted, each.name)) for each in fields(noted) if each.name not in FOR_PROGRAMS)
    return ", ".join(f"{name.replace('_', ' ')} {_cell(value)}" for name, value in told if value not in (None, "", ()))


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%-d %b %Y}"
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
