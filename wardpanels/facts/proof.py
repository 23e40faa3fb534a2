"""The share that was told in time, and the facts that bear it out."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from publishers.open_data import safe_cell
from scheduler.proof import ChannelFact, Share
from wardpanels.listings.seen import Seen
from wardpanels.publicity.proving import Proof, month_of

Listed = Mapping[ChannelFact, Seen]
"""What was found of a meeting where a channel lists it, for the versions that anybody looked for."""


def proof_facts(found: Proof, listed: Listed) -> dict[str, Any]:
    """A proof, for a script. Edges: what is not known is null; `in_time_of_owed` too, where nothing is owed yet"""
    return {
        "all": share_facts(found.all()),
        "by_channel": [share_facts(one) for one in found.by_channel()],
        "by_ward": [share_facts(one) for one in found.by_ward()],
        "by_month": [share_facts(one) for one in found.by_month()],
        "facts": [_fact(found, one, listed.get(one)) for one in found.facts],
    }


def share_facts(one: Share) -> dict[str, Any]:
    """A share, with the counts that it is of."""
    return {
        "of": one.of,
        "in_time": one.in_time,
        "late": one.late,
        "not_told": one.not_told,
        "not_due": one.not_due,
        "in_time_of_owed": one.in_time_of_owed,
    }


def proof_csv(found: Proof, listed: Listed) -> bytes:
    """The facts as a table for a spreadsheet, with a header row. Edges: "not known" stands where nobody can know"""
    rows = StringIO(newline="")
    writer = csv.writer(rows)
    told = [_fact(found, one, listed.get(one)) for one in found.facts]
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(_cell(name, one[name])) for name in COLUMNS] for one in told)
    return rows.getvalue().encode()


COLUMNS = (
    "meeting_id", "ward", "month", "held_on", "is_cancelled", "release", "released_at", "overtaken_at", "channel",
    "outcome", "due_on", "told_on", "days_before", "reached", "by", "written_at", "evidence", "listing", "looked_at",
)  # fmt: skip  # as they are read, from left to right


def _cell(name: str, value: object) -> str:
    if value is None:
        return "not known" if name == "reached" else ""
    return str(value)


def _fact(found: Proof, fact: ChannelFact, seen: Seen | None) -> dict[str, Any]:
    version = fact.version
    return {
        "meeting_id": version.meeting_id,
        "ward": found.ward_of(fact),
        "month": month_of(fact),
        "held_on": fact.held_on.isoformat(),
        "is_cancelled": version.is_cancelled,
        "release": version.first,
        "released_at": version.released_at.isoformat(),
        "overtaken_at": version.overtaken_at.isoformat() if version.overtaken_at else None,
        "channel": fact.channel,
        "outcome": fact.outcome.value,
        "due_on": fact.due_on.isoformat() if fact.due_on else None,
        "told_on": fact.told_on.isoformat() if fact.told_on else None,
        "days_before": fact.days_before,
        "reached": fact.reached,
        "by": fact.by,
        "written_at": fact.written_at.isoformat() if fact.written_at else None,
        "evidence": fact.shown_by,
        "listing": seen.verdict.value if seen else None,
        "looked_at": seen.looked_at.isoformat() if seen else None,
    }
