"""Minutes and agendas, for a script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from wardpanels.year.issuing import PaperMade


def paper_facts(made: PaperMade, files: Sequence[Path]) -> dict[str, Any]:
    """The paper, when it was issued, null for a draft, its files and what it tells."""
    return {
        "paper": made.paper.value,
        "meeting": made.facts.meeting.meeting_id,
        "issued_at": made.issued_at.isoformat() if made.issued_at else None,
        "is_new": made.is_new,
        "files": [str(file) for file in files],
        "told": msgspec.to_builtins(made.facts),
    }
