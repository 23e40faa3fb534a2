"""What was backed up and brought back, for a script."""

from __future__ import annotations

from typing import Any

from wardpanels.publicity.duty import Called
from wardpanels.upkeep.backing_up import BackedUp
from wardpanels.upkeep.bringing_back import BroughtBack
from wardpanels.upkeep.health import HealthReport


def backup_facts(made: BackedUp) -> dict[str, Any]:
    """The file, of when, of which boroughs, and how many files and rows it has. Units: `size` in bytes"""
    return {
        "file": str(made.file),
        "size": made.size,
        "taken_at": made.taken_at.isoformat(),
        "layout": made.told.layout,
        "boroughs": list(made.told.boroughs),
        "files": made.files,
        "rows": dict(made.told.rows),
    }


def brought_back_facts(came: BroughtBack) -> dict[str, Any]:
    """What the backup was of, what came, how much is held back, and which settings are not set here."""
    return {
        "file": str(came.file),
        "taken_at": came.about.taken_at.isoformat(),
        "program": came.about.program,
        "layout": came.about.layout,
        "boroughs": list(came.told.boroughs),
        "files": came.files,
        "rows": dict(came.told.rows),
        "held": came.held,
        "left_out": came.forgotten,
        "has_deletion_list": came.has_list,
        "unset": list(came.unset),
        "unnoted": came.unnoted,
    }


def health_facts(report: HealthReport, called: Called | None = None) -> dict[str, Any]:
    """Each thing that was looked at, and who was called. Edges: `called` is None where nobody had to be"""
    return {
        "at": report.at.isoformat(),
        "is_well": not report.ill,
        "checks": [
            {
                "name": check.name,
                "health": looked.health.value,
                "found": looked.found,
                "advice": looked.advice,
                "figure": looked.figure,
                "figure_is": check.figure,
            }
            for check, looked in report.lines
        ],
        "called": None if called is None else {"is_done": called.is_done, "note": called.note},
    }
