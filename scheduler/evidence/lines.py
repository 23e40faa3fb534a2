"""What people write down beside a meeting's own record: posts, boards, statements, actions, papers, sightings.

Lines are added, never edited. One that corrects another names it and takes its place. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PanelPosts:
    """How many of each post a ward's panel has filled on a day: counts only, no name is kept."""

    ward_code: str
    on: date
    chairs: int
    vice_chairs: int
    secretaries: int


@dataclass(frozen=True, slots=True)
class BoardAttendance:
    """What became of one meeting of the board. Edges: None is not known."""

    held_on: date
    youth_invited_on: date | None = None
    youth_came: bool | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """That an action of the plan was done: what was done, on which day, and where that can be looked up.

    Edges: without a `link` it is kept, and makes nothing green
    """

    action_id: str
    on: date
    says: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class MinutedAction:
    """What a panel agreed that somebody does. `owner` is a role, never a name. Edges: "" or None is not minuted."""

    action_id: str
    meeting_id: str
    what: str
    owner: str = ""
    due: date | None = None


class Turn(StrEnum):
    """What can become of a minuted action."""

    DONE = "done"
    MOVED = "moved"
    STRUCK = "struck out"


@dataclass(frozen=True, slots=True)
class ActionTurn:
    """That a minuted action was done, moved to another day, or struck out.

    Edges: `due` is the new day of one that moved, else None; `because` is never "" but for one that is done
    """

    action_id: str
    turn: Turn
    on: date
    due: date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class PrioritiesAgreed:
    """What a panel wants the police to work on, agreed at a meeting."""

    meeting_id: str
    ward_code: str
    on: date
    priorities: tuple[str, ...]


class Paper(StrEnum):
    """A paper that belongs to a meeting."""

    AGENDA = "agenda"
    BRIEFING = "briefing"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class PaperIssued:
    """That a paper was made and given to those it is for. `digest` is of its contents.

    Edges: `facts` are what minutes and agendas tell, as JSON, so that they stay as they were; "" for other papers
    """

    meeting_id: str
    paper: Paper
    on: date
    digest: str = ""
    facts: str = ""


class Sight(StrEnum):
    """What was found where a meeting should be listed. Edges: NOT_LOOKED says nothing either way"""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    NOT_LOOKED = "not looked at"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one look at one place found of one meeting. `differs` has a sentence for each thing that is wrong."""

    meeting_id: str
    source: str
    address: str
    sight: Sight
    looked_at: datetime
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeighbourhoodSeen:
    """What data.police.uk showed of a ward on a day: its newest priority's date, and how many officers it lists.

    Edges: `newest_priority` is None where it shows none; counts only, no name is kept
    """

    ward_code: str
    on: date
    newest_priority: date | None
    officers: int


Noted = (
    PanelPosts
    | BoardAttendance
    | Statement
    | MinutedAction
    | ActionTurn
    | PrioritiesAgreed
    | PaperIssued
    | Sighting
    | NeighbourhoodSeen
)

KINDS: Mapping[str, type[Noted]] = {
    "panel posts": PanelPosts,
    "board": BoardAttendance,
    "statement": Statement,
    "action": MinutedAction,
    "action turn": ActionTurn,
    "priorities": PrioritiesAgreed,
    "paper": PaperIssued,
    "sighting": Sighting,
    "neighbourhood": NeighbourhoodSeen,
}
"""What a store calls each kind of line. To add one, write its class and list it here."""


@dataclass(frozen=True, slots=True)
class NotedLine:
    """One line as it was written: what, by whom, when.

    Units: numbers count from 1 for each borough; `at` is aware UTC
    Edges: `by` is a role or an account, as it was stated; `replaces` is the line that it corrects, None where it is new
    """

    number: int
    at: datetime
    by: str
    noted: Noted
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be written. Edges: `replaces` as for a line that is"""

    noted: Noted
    replaces: int | None = None


def in_force(lines: Iterable[NotedLine], until: datetime | None = None) -> tuple[NotedLine, ...]:
    """The lines that no later one corrects, oldest first; written by a moment, if one is given."""
    known = [line for line in lines if until is None or line.at <= until]
    corrected = {line.replaces for line in known}
    return tuple(line for line in known if line.number not in corrected)
