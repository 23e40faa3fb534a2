"""What was copied from one store to another, for a script."""

from __future__ import annotations

from typing import Any

from scheduler.store import Copied


def copied_facts(copied: Copied) -> dict[str, Any]:
    """From where to where, of which boroughs, and how many rows each table has of them."""
    return {
        "from": copied.source,
        "to": copied.target,
        "boroughs": list(copied.boroughs),
        "rows": dict(copied.rows),
    }
