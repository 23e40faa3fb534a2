"""What was copied from one store to another, in words."""

from __future__ import annotations

from scheduler.store import Copied

COPIED_HEADS = ("Table", "Rows")


def copied_sentence(copied: Copied) -> str:
    """What there is now, and where."""
    return f"{copied.target} now has all that {copied.source} keeps of {', '.join(copied.boroughs)}: it was compared."
