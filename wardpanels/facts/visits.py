"""What was read of server logs, for a script."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from wardpanels.publicity.visits import Reading


def reading_facts(found: Reading) -> dict[str, Any]:
    """How the reading of each log went, and what was counted in all of them together."""
    return {
        "logs": [
            {
                "name": log.name,
                "lines": log.lines,
                "untidy_lines": log.untidy_lines,
                "first_untidy": log.untidy,
                "by_programs": log.by_programs,
                "without_program": log.nameless,
            }
            for log in found.logs
        ],
        "days": [day.isoformat() for day in sorted(found.days)],
        "visits": [
            {**asdict(visited), "day": visited.day.isoformat(), "visits": count}
            for visited, count in found.visits.items()
        ],
    }
