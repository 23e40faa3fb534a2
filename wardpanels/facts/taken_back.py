"""What became of the changes of an exported schedule, for a script."""

from __future__ import annotations

from typing import Any

from wardpanels.tidying.giving_back import TakenBack


def taken_facts(done: TakenBack) -> dict[str, Any]:
    """The changes that were taken, in their order, the cells that were not, and the meetings whose rows are gone."""
    edited = done.answered.edited
    return {
        "taken": [
            [{"meeting": wish.meeting_id, "why": wish.why} for wish in granted.wishes]
            for granted in done.answered.granted
        ],
        "not_taken": [
            {"cell": cell.where, "meeting": cell.row_name, "text": cell.text, "why": cell.told.why}
            for cell in done.not_taken
        ],
        "gone": list(done.edits.gone),
        "already_so": done.edits.done,
        "copy": str(done.copy) if done.copy else None,
        "cost_before": edited.before.cost,
        "cost": edited.after.cost,
        "audit": [str(breach) for breach in edited.breaches],
    }
