"""What is to go out, what went out, and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from scheduler.items import Item
from scheduler.release.value import Release
from wardpanels.publicity.ledger import Alarm, Line
from wardpanels.publicity.sending import Sent


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
        "state": item.state.value,
        "awaits_approval": item.awaits_approval,
        "care": item.care,
        "recipient": item.recipient,
        "release": item.version,
        "attempts": item.attempts,
        "note": item.note,
        "sha256": item.digest,
    }


def sent_facts(sent: Iterable[Sent]) -> dict[str, Any]:
    """A round, for a script."""
    facts = [
        {"key": one.item.key, "channel": one.item.channel, "subject": one.item.subject} |
        {"became": one.event.value if one.event else "put_back", "note": one.note}
        for one in sent
    ]  # fmt: skip  # two halves of one line
    return {"items": facts}


def ledger_facts(release: Release, found: Sequence[Line], alarms: Sequence[Alarm]) -> dict[str, Any]:
    """The ledger, for a script."""
    return {
        "borough": release.borough_code,
        "year": release.first_day.year,
        "release": release.number,
        "items": [asdict(line) for line in found],
        "alarms": [asdict(alarm) for alarm in alarms],
    }
