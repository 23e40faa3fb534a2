"""A period's drafts and pins, in words."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from scheduler.facts import Borough
from scheduler.pinned import Pinned
from scheduler.store import DraftLine

DRAFT_HEADS = ("Draft", "Saved", "By", "Why", "From", "Points")
PIN_HEADS = ("Meeting", "Pinned")


def draft_rows(borough: Borough, lines: Iterable[DraftLine]) -> list[tuple[str, ...]]:
    """Who made each draft, when, why, and from which."""
    zone = ZoneInfo(borough.profile.timezone)
    return [
        (
            str(line.revision),
            f"{line.saved_at.astimezone(zone):%a %d %b %Y %H:%M}",
            line.by or "-",
            line.why,
            str(line.parent or "-"),
            f"{line.cost:,}",
        )
        for line in lines
    ]


def pin_rows(pins: Iterable[Pinned]) -> list[tuple[str, ...]]:
    """What is pinned of which meeting."""
    return [(pin.meeting_id, ", ".join(pin.parts)) for pin in pins]
