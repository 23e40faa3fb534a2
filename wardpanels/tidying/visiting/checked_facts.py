"""When a fact of a hall counts as checked, and which of two checks stands. Reads no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.reading import cells
from scheduler.reading.found import CellError
from wardpanels.tidying.visiting.visit_questions import FACTS

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
    """A fact that stays as it was: what stands there, since when, and what was said instead.

    Edges: no `checked_on` where no day of the check is written
    """

    hall: str
    fact: str
    stands: str
    checked_on: date | None
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
            kept.append(KeptFact(row.get("name", ""), fact, row.get(fact, ""), before, said))
        else:
            changed |= _checked(fact, said, visit)
    return {name: told for name, told in changed.items() if row.get(name, "").strip() != told}, tuple(kept)


def against_checks(known: HallRow, said: HallRow) -> tuple[dict[str, str], tuple[KeptFact, ...]]:
    """What a sheet says of a hall, with the facts that the folder has checked; and those that differ from it.

    Edges: a sheet's own check counts where the folder has none that is newer; what a sheet says otherwise without a
           check takes the place of what nobody checked, and rests on nothing
    """
    row, kept = dict(said), []
    for fact in FACTS:
        if fact not in said:
            continue
        if is_checked(known, fact) and not _is_newer(said, known, fact):
            row |= {name: known.get(name, "") for name in _columns(fact)}
            if said[fact] not in ("", "unknown", row[fact]):
                kept.append(KeptFact(known["name"], fact, row[fact], _day(known, fact), said[fact]))
        elif not is_checked(said, fact) and said[fact] != known.get(fact, ""):
            row |= {name: "" for name in _columns(fact) if name in known and name != fact}
    return row, tuple(kept)


def with_checks_of(row: HallRow, other: HallRow) -> HallRow:
    """The facts of another line about the same hall that somebody checked, where this line has none that are newer."""
    of_other = [fact for fact in FACTS if is_checked(other, fact)]
    taken = [fact for fact in of_other if not is_checked(row, fact) or _is_newer(other, row, fact)]
    return {name: other[name] for fact in taken for name in _columns(fact)}


def _is_newer(said: HallRow, known: HallRow, fact: str) -> bool:
    """Whether what is said was checked, and not before what is known was.

    Edges: a day that does not read is none; the very check that is known, in a sheet that was exported, is not another
    """
    said_check, known_check = ((row.get(f"{fact}_basis"), _day(row, fact)) for row in (said, known))
    is_another = is_checked(said, fact) and said_check != known_check
    return is_another and (said_check[1] or date.min) >= (known_check[1] or date.min)


def _day(row: HallRow, fact: str) -> date | None:
    try:
        return checked_on(row, fact)
    except CellError:
        return None


def _columns(fact: str) -> tuple[str, str, str]:
    return fact, f"{fact}_basis", f"{fact}_checked_on"


def _checked(fact: str, said: str, visit: HallVisit) -> HallRow:
    return dict(zip(_columns(fact), (said, basis_of(visit.role), str(visit.day)), strict=True))
