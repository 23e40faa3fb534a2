"""How the actions stand that panels agreed: open or closed, since when, due when, and how often that day was moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.evidence.lines import ActionTurn, MinutedAction, NotedLine, Turn


@dataclass(frozen=True, slots=True)
class ActionState:
    """One minuted action as it stands on a day.

    Units: `closed_on` is the day on which it was done or struck out
    Edges: `due` is the day that it is due by now, `first_due` the one it had first; `moves` is how often that changed;
           `turn` is what became of it last, None where nothing did; `because` is that turn's reason
    """

    action_id: str
    meeting_id: str
    what: str
    owner: str = ""
    due: date | None = None
    first_due: date | None = None
    moves: int = 0
    turn: Turn | None = None
    closed_on: date | None = None
    because: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether nobody has to do it any more."""
        return self.turn in (Turn.DONE, Turn.STRUCK)

    @property
    def word(self) -> str:
        """How it stands, in a word or two."""
        return self.turn.value if self.turn and self.is_closed else "open"

    def is_late(self, on: date) -> bool:
        """Whether it is open and its day is past."""
        return not self.is_closed and self.due is not None and self.due < on


def action_states(lines: Iterable[NotedLine], on: date) -> tuple[ActionState, ...]:
    """Every minuted action as it stands at the end of a day, by meeting and number. `lines` are those in force."""
    known = tuple(lines)
    minuted = (line.noted for line in known if isinstance(line.noted, MinutedAction))
    turns: dict[str, list[ActionTurn]] = {}
    for line in known:
        if isinstance(line.noted, ActionTurn) and line.noted.on <= on:
            turns.setdefault(line.noted.action_id, []).append(line.noted)
    states = (_state(action, turns.get(action.action_id, ())) for action in minuted)
    return tuple(sorted(states, key=_in_order))


def open_in_ward(states: Iterable[ActionState], ward_code: str) -> tuple[ActionState, ...]:
    """A ward's actions that somebody still owes, the first due first, those without a day last."""
    ours = (one for one in states if not one.is_closed and ward_of(one.meeting_id) == ward_code)
    return tuple(sorted(ours, key=lambda one: (one.due is None, one.due or date.max, one.action_id)))


def ward_of(meeting_id: str) -> str:
    """The ward's code in a meeting's id, `year-ward-ordinal`, known in every period. Edges: "" for none"""
    return meeting_id.split("-")[1] if meeting_id.count("-") == 2 else ""


def _state(action: MinutedAction, turns: Iterable[ActionTurn]) -> ActionState:
    told = sorted(turns, key=lambda turn: turn.on)
    moved = [turn.due for turn in told if turn.turn is Turn.MOVED]
    last = told[-1] if told else None
    is_closed = last is not None and last.turn is not Turn.MOVED
    return ActionState(
        action_id=action.action_id,
        meeting_id=action.meeting_id,
        what=action.what,
        owner=action.owner,
        due=moved[-1] if moved else action.due,
        first_due=action.due,
        moves=len(moved),
        turn=last.turn if last else None,
        closed_on=last.on if last and is_closed else None,
        because=last.because if last else "",
    )


def _in_order(state: ActionState) -> tuple[str, int]:
    number = state.action_id.rpartition("/")[2]
    return state.meeting_id, int(number) if number.isdecimal() else 0
