"""What people wrote down, for a script."""

from __future__ import annotations

from typing import Any

import msgspec

from scheduler.evidence.lines import KINDS, NotedLine

KIND_OF = {kind: name for name, kind in KINDS.items()}


def line_facts(line: NotedLine) -> dict[str, Any]:
    """One line: its number, when and by whom it was written, its kind and what it says."""
    return {
        "line": line.number,
        "at": line.at.isoformat(),
        "by": line.by,
        "kind": KIND_OF[type(line.noted)],
        "replaces": line.replaces,
        "noted": msgspec.to_builtins(line.noted),
    }
