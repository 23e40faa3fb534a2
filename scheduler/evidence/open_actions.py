"""The minuted actions that are still open: neither done nor struck out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.evidence.lines import ActionTurn, MinutedAction, NotedLine, Turn


@dataclass(frozen=True, slots=True)
class OpenAction:
    """One action that somebody still owes.

    Units: `noted_at` is when it was written down, aware UTC; `due` is the day after its last move, of so many `moves`
    """

    action: MinutedAction
    noted_at: datetime
    due: date | None
    moves: int = 0

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed. Edges: one without a day is never overdue"""
        return self.due is not None and self.due < on


def open_actions(lines: Iterable[NotedLine], ward_code: str) -> tuple[OpenAction, ...]:
    """Return a ward's open actions, the first due first, those without a day last. `lines` are those in force.

    Edges: of several turns of an action its last counts, so that one which was done and then moved is open again
    """
    known = tuple(lines)
    turns: dict[str, list[ActionTurn]] = {}
    for line in known:
        if isinstance(line.noted, ActionTurn):
            turns.setdefault(line.noted.action_id, []).append(line.noted)
    found = (
        _as_it_stands(line.at, line.noted, turns.get(line.noted.action_id, []))
        for line in known
        if isinstance(line.noted, MinutedAction) and _ward_of(line.noted.meeting_id) == ward_code
    )
    standing = (one for one in found if one is not None)
    return tuple(sorted(standing, key=lambda one: (one.due is None, one.due or date.max, one.action.action_id)))


def _as_it_stands(noted_at: datetime, action: MinutedAction, turns: list[ActionTurn]) -> OpenAction | None:
    if turns and turns[-1].turn in (Turn.DONE, Turn.STRUCK):
        return None
    days = [turn.due for turn in turns if turn.turn is Turn.MOVED]
    return OpenAction(action, noted_at, days[-1] if days else action.due, len(days))


def _ward_of(meeting_id: str) -> str:
    """The code in a meeting's id, `year-ward-ordinal`, by which it is known in every period."""
    return meeting_id.split("-")[1] if meeting_id.count("-") == 2 else ""
