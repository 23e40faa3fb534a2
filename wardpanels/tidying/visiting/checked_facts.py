"""When a fact of a hall counts as checked, and which of two checks stands. Reads no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.reading import cells

HallRow = Mapping[str, str]
"""A row of venues.csv as text."""


@dataclass(frozen=True, slots=True)
class HallVisit:
    """What somebody saw at a hall on a day. `answers` are values by column of venues.csv; `role` is not a name."""

    venue_id: str
    role: str
    day: date
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A fact that stays as it was: what stands there, since when, and what was said instead."""

    hall: str
    fact: str
    stands: str
    checked_on: str
    said: str


def is_checked(row: HallRow, fact: str) -> bool:
    """Whether somebody looked, or a source is named. Source: docs/reference.md, `<fact>_basis`"""
    return row.get(f"{fact}_basis", "").casefold().split(maxsplit=1)[:1] in (["checked"], ["sourced"])


def checked_on(row: HallRow, fact: str) -> date | None:
    """The day of the last check; None where no day is written. Errors: CellError."""
    return cells.or_blank(cells.day, None)(row.get(f"{fact}_checked_on", "").strip())


def basis_of(role: str) -> str:
    """What a fact rests on that somebody of a role saw: `checked (caretaker)`."""
    return f"checked ({role})"


def after_visit(row: HallRow, visit: HallVisit) -> tuple[HallRow, tuple[KeptFact, ...]]:
    """The cells of a hall that a visit changes, and the facts that a newer check holds.

    Edges:  nothing where all of it stands there already; a check without a date gives way
    Errors: CellError where the day of an earlier check does not read
    """
    changed: dict[str, str] = {}
    kept = []
    for fact, said in visit.answers.items():
        before = checked_on(row, fact)
        if before and before > visit.day:
            kept.append(KeptFact(row.get("name", ""), fact, row.get(fact, ""), str(before), said))
        else:
            changed |= _checked(fact, said, visit)
    return {name: told for name, told in changed.items() if row.get(name, "").strip() != told}, tuple(kept)


def _checked(fact: str, said: str, visit: HallVisit) -> HallRow:
    return {fact: said, f"{fact}_basis": basis_of(visit.role), f"{fact}_checked_on": str(visit.day)}
