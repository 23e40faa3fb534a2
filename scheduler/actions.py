"""An action of the scrutiny action plan: what was promised, by whom and when. No colour: that is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the scrutiny action plan, as promised.

    Edges: `measures` are names of the evidence book; without any, somebody has to state that it was done; `every` is
           how often it is owed, "" where the plan does not say; `due_before` are the days it was due before it was
           moved; `struck_out` is why it was given up, "" where it stands
    """

    recommendation: int
    action_id: str
    action: str
    responsibility: str
    due_on: date | None
    evidence: str
    evidence_note: str = ""
    title: str = ""
    source: str = ""
    measures: tuple[str, ...] = ()
    every: str = ""
    due_before: tuple[date, ...] = ()
    struck_out: str = ""
