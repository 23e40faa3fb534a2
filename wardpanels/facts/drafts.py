"""A period's drafts and pins as plain facts, for scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scheduler.pinned import Pinned
from scheduler.store import DraftLine


def draft_facts(lines: Iterable[DraftLine]) -> dict[str, Any]:
    """Every draft, in that order; `from` is the one that it was changed from, None for the first."""
    return {
        "drafts": [
            {
                "draft": line.revision,
                "saved_at": line.saved_at.isoformat(),
                "from": line.parent or None,
                "cost": line.cost,
                "by": line.by,
                "why": line.why,
            }
            for line in lines
        ]
    }


def pin_facts(pins: Iterable[Pinned]) -> dict[str, Any]:
    """What is pinned of which meeting."""
    return {"pins": [{"meeting_id": pin.meeting_id, "pinned": list(pin.parts)} for pin in pins]}
