"""What a panel agreed at a meeting: priorities for the police, and who does what by when. Pure.

Owners are roles from a short list: a name would follow somebody for years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count

from scheduler.errors import Refusal
from scheduler.evidence.day_words import day_of
from scheduler.evidence.lines import ActionTurn, MinutedAction, NewLine, NotedLine, PrioritiesAgreed, Turn
from scheduler.plan import PlannedMeeting

LONGEST_WORDS = 300
"""Letters of a priority or an action."""
MOST_AGREED = 30
"""Priorities or actions of one meeting."""
TAKEN_OUT = "Taken out when the record was corrected."


class Owner(StrEnum):
    """Who may have agreed to do something: a role, or a body."""

    SERGEANT = "sergeant"
    DWO = "dwo"
    PCSO = "pcso"
    INSPECTOR = "inspector"
    PUBLIC_REALM = "public_realm"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    SECRETARY = "secretary"
    PANEL = "panel"
    COUNCIL = "council"
    LANDLORD = "landlord"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """One thing that somebody is to do. Edges: None is not minuted"""

    what: str
    owner: Owner | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed at one meeting. Edges: () is that nothing was told of it, not that there was none"""

    priorities: tuple[str, ...] = ()
    actions: tuple[AgreedAction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.priorities or self.actions)


NOTHING_TOLD = Agreed()


def refusals(meeting: PlannedMeeting, agreed: Agreed) -> Iterator[Refusal]:
    """What cannot be so of what was agreed."""
    actions = tuple(each.what for each in agreed.actions)
    for of, what, told in (("priorities", "priority", agreed.priorities), ("actions", "action", actions)):
        for words in told:
            if not are_words(words):
                yield Refusal(f"the {what} {words!r}", f"words on one line, at most {LONGEST_WORDS} letters", of)
        folded = [words.casefold() for words in told]
        if len(set(folded)) < len(folded):
            yield Refusal(f"the same {what} twice", "each once", of)
        if len(told) > MOST_AGREED:
            yield Refusal(f"{len(told)} of: {what}", f"{MOST_AGREED} at most", of)
    for action in agreed.actions:
        if action.due is not None and action.due < meeting.held_on:
            wanted = f"{day_of(meeting.held_on)} or later, the meeting's own day"
            yield Refusal(f"the action {action.what!r} due on {day_of(action.due)}", wanted, "actions")


def agreed_lines(
    meeting: PlannedMeeting, agreed: Agreed, earlier: Iterable[NotedLine], on: date, *, was_held: bool
) -> tuple[NewLine, ...]:
    """The lines that write it down, in the place of the meeting's `earlier` lines that are in force.

    Edges: what nothing is told of stays as it was; the first action that is told takes the place of the first, and so
           on, and one that is told no more is struck out `on` that day; a meeting that was not held agreed on nothing
    """
    known = tuple(earlier)
    told: list[NewLine] = []
    if agreed.priorities or not was_held:
        told += _priorities(meeting, agreed.priorities, known)
    if agreed.actions or not was_held:
        told += _actions(meeting, agreed.actions, known, on)
    return tuple(told)


def _priorities(
    meeting: PlannedMeeting, priorities: tuple[str, ...], known: tuple[NotedLine, ...]
) -> Iterator[NewLine]:
    lines = [
        each.number
        for each in known
        if isinstance(each.noted, PrioritiesAgreed) and each.noted.meeting_id == meeting.meeting_id
    ]
    if priorities or lines:
        noted = PrioritiesAgreed(meeting.meeting_id, meeting.ward_code, meeting.held_on, priorities)
        yield NewLine(noted, lines[-1] if lines else None)


def _actions(
    meeting: PlannedMeeting, actions: tuple[AgreedAction, ...], known: tuple[NotedLine, ...], on: date
) -> Iterator[NewLine]:
    turns = (each.noted for each in known if isinstance(each.noted, ActionTurn))
    struck = {turn.action_id for turn in turns if turn.turn is Turn.STRUCK}
    lines = {
        each.noted.action_id: each.number
        for each in known
        if isinstance(each.noted, MinutedAction) and each.noted.meeting_id == meeting.meeting_id
    }
    standing = [action_id for action_id in lines if action_id not in struck]
    fresh = (f"{meeting.meeting_id}/{number}" for number in count(len(lines) + 1))
    for place, action in enumerate(actions):
        action_id = standing[place] if place < len(standing) else next(fresh)
        owner = action.owner.value if action.owner else ""
        noted = MinutedAction(action_id, meeting.meeting_id, action.what, owner, action.due)
        yield NewLine(noted, lines.get(action_id))
    for action_id in standing[len(actions) :]:
        yield NewLine(ActionTurn(action_id, Turn.STRUCK, on, because=TAKEN_OUT))


def are_words(words: str) -> bool:
    """Whether something can be written down: on one line, not blank, and not too long."""
    return 0 < len(words.strip()) <= LONGEST_WORDS and words.isprintable()
