"""What became of minutes and agendas, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wardpanels.year.issuing import PaperMade


def paper_sentences(made: PaperMade, files: Sequence[Path]) -> tuple[str, ...]:
    """Where the files are, whether the public may read the paper, and what to type next."""
    name, meeting_id = made.paper.value, made.facts.meeting.meeting_id
    written = tuple(f"{file}" for file in files)
    if made.issued_at is None:
        step = f"To issue it, type: wardpanels {name} {meeting_id} --issue"
        return (*written, "A draft: nobody else sees it.", step)
    issued = f"{made.issued_at:%-d %b %Y}"
    if not made.is_new:
        return (*written, f"Issued as it is on {issued} already.")
    return (*written, f"Issued on {issued}. The site has it from the next publish on: wardpanels publish")
