"""What is to go out, what went out, and the ledger."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from io import StringIO
from typing import Any

from publishers.open_data import safe_cell
from scheduler.items import ClosedChannel, Item
from wardpanels.publicity.due import Due
from wardpanels.publicity.ledger import Ledger, Line
from wardpanels.publicity.retrying import Retried
from wardpanels.publicity.sending import SentRound


def due_facts(found: Due) -> dict[str, Any]:
    """What is to go out, for a script."""
    missed = [item_facts(one.item, found.at) | {"note": one.why} for one in found.missed]
    items = [item_facts(item, found.at) for item in found.items]
    return {"missed": missed, "items": items, "closed": closed_facts(found.closed)}


def closed_facts(closed: Iterable[ClosedChannel]) -> list[dict[str, Any]]:
    """The channels that wait for a person, for a script. Moments are in UTC."""
    return [{"channel": one.channel, "closed_at": one.at.isoformat(), "reason": one.reason} for one in closed]


def marked_facts(what: str, items: Iterable[Item]) -> dict[str, Any]:
    """What a person approved or confirmed, for a script."""
    return {what: [item.key for item in items]}


def retried_facts(found: Retried) -> dict[str, Any]:
    """What a person had sent again, for a script. Edges: `opened` is the channel's name, "" where it was not closed"""
    return {"retried": [item.key for item in found.items], "opened": found.channel if found.opened else ""}


def item_facts(item: Item, at: datetime) -> dict[str, Any]:
    """One item, for a script. Moments are in UTC."""
    return {
        "key": item.key,
        "channel": item.channel,
        "subject": item.subject,
        "meetings": list(item.meetings),
        "lead": item.lead,
        "due_at": item.due_at.isoformat(),
        "use_by": item.use_by.isoformat(),
        "is_due": item.is_open and item.due_at <= at < item.use_by,
        "state": item.state_at(at).value,
        "awaits_approval": item.awaits_approval,
        "care": item.care,
        "recipient": item.recipient,
        "release": item.version,
        "attempts": item.attempts,
        "note": item.note,
        "held_by": item.held_by,
        "is_edited": item.is_edited,
        "sha256": item.digest,
    }


def sent_facts(found: SentRound) -> dict[str, Any]:
    """A round, for a script."""
    facts = [
        {"key": one.item.key, "channel": one.item.channel, "subject": one.item.subject} |
        {"became": one.event.value if one.event else "put_back", "note": one.note}
        for one in found.sent
    ]  # fmt: skip  # two halves of one line
    return {"items": facts, "closed": closed_facts(found.closed)}


def ledger_facts(found: Ledger) -> dict[str, Any]:
    """The ledger, for a script. Edges: `year` and `release` are those of the first period, `periods` has them all."""
    first = found.releases[0]
    periods = [
        {"first_day": each.first_day.isoformat(), "last_day": each.last_day.isoformat(), "release": each.number}
        for each in found.releases
    ]
    return {
        "borough": first.borough_code,
        "year": first.first_day.year,
        "release": first.number,
        "periods": periods,
        "items": [asdict(line) for line in found.lines],
        "alarms": [asdict(alarm) for alarm in found.alarms],
    }


def ledger_csv(found: Sequence[Line]) -> bytes:
    """The lines as a table for a spreadsheet, with a header row; no cell is taken for a formula."""
    rows = StringIO(newline="")
    writer = csv.writer(rows)
    writer.writerow([field.name for field in fields(Line)])
    writer.writerows([safe_cell("" if cell is None else str(cell)) for cell in asdict(line).values()] for line in found)
    return rows.getvalue().encode()
