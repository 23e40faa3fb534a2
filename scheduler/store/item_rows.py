"""Items and the ledger's lines as rows, and back."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from scheduler.items import NO_WITNESS, Item, ItemState, LedgerEntry, Witness
from scheduler.who import KnownBy, Who, known_of

MOMENTS = {"due_at": "due_at_utc", "use_by": "use_by_utc", "leased_until": "leased_until_utc"}
COLUMN_BY_FIELD = {field.name: MOMENTS.get(field.name, field.name) for field in fields(Item)}


def item_of(row: Row[Any]) -> Item:
    """The item of a row."""
    facts = {name: getattr(row, column) for name, column in COLUMN_BY_FIELD.items()}
    told = {"meetings": tuple(row.meetings.split()), "edited_by": tuple(row.edited_by.split())}
    return Item(**facts | told | {"state": ItemState(row.state)})


def row_of(item: Item) -> dict[str, Any]:
    """An item as a row that nobody has in hand."""
    row = {column: getattr(item, name) for name, column in COLUMN_BY_FIELD.items()}
    told = {"meetings": " ".join(item.meetings), "edited_by": " ".join(item.edited_by)}
    return row | told | {"leased_by": "", "next_try_at_utc": None}


def entry_of(row: Row[Any]) -> LedgerEntry:
    """The line of the ledger of a row."""
    evidence = Witness(row.happened_on, row.evidence)
    by = Who(row.by, KnownBy(row.known or ""))
    return LedgerEntry(row.key, row.at_utc, ItemState(row.event), by, row.note, row.digest, evidence)


def entry_row(
    item: Item, event: ItemState, by: str, at: datetime, note: str, evidence: Witness = NO_WITNESS
) -> dict[str, Any]:
    """A line of the ledger as a row."""
    row = {"borough_code": item.borough_code, "key": item.key, "at_utc": at, "event": str(event)}
    row |= {"by": str(by), "known": str(known_of(by)), "note": note, "digest": item.digest}
    return row | {"happened_on": evidence.happened_on, "evidence": evidence.shown_by}
