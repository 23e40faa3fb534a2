"""What cannot be so of what somebody notes: against the borough, what was noted before, and today. Pure, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from scheduler.errors import Refusal, UnknownName
from scheduler.evidence.actions import ActionState, action_states
from scheduler.evidence.agreed import LONGEST_WORDS, are_words
from scheduler.evidence.day_words import day_of
from scheduler.evidence.lines import ActionTurn, BoardAttendance, Noted, NotedLine, PanelPosts, Statement, Turn
from scheduler.facts import Borough

MOST_POSTS: Mapping[str, int] = {"chairs": 1, "vice_chairs": 2, "secretaries": 2}
"""A panel has one chair; the others may be shared by two."""

LINKS = ("https://", "http://")


# Not slotted: what several guards look up is worked out once.
@dataclass(frozen=True)
class Sayable:
    """What a note is held against. `lines` are those in force, without the one that is to be corrected."""

    borough: Borough
    lines: tuple[NotedLine, ...]
    today: date

    @cached_property
    def actions(self) -> Mapping[str, ActionState]:
        """The minuted actions as they stand, by id."""
        return {state.action_id: state for state in action_states(self.lines, self.today)}


def refusals(noted: Noted, known: Sayable) -> Iterator[Refusal]:
    """What cannot be so. Edges: nothing of a kind that no person notes. Errors: UnknownName for what it is of."""
    if type(noted) in GUARDS:
        yield from GUARDS[type(noted)](noted, known)


def subject(noted: Noted) -> tuple[object, ...]:
    """What a line is of: one that corrects it is of the same."""
    named = (getattr(noted, name, "") for name in ("action_id", "ward_code", "meeting_id"))
    held_on = noted.held_on if isinstance(noted, BoardAttendance) else None
    return (type(noted), *named, held_on)


def _of_turn(turn: ActionTurn, known: Sayable) -> Iterator[Refusal]:
    if turn.action_id not in known.actions:
        raise UnknownName("minuted action", turn.action_id, "the id of one, such as 2027-E05009317-1/2", known.actions)
    state = known.actions[turn.action_id]
    yield from _on("on", turn.on, known)
    if state.is_closed:
        yield Refusal(
            f"an action that is {state.word} already",
            "one that is open, or a correction of the line that says so",
            "turn",
        )
    if turn.turn is not Turn.DONE:
        yield from _words("because", "the reason", turn.because)
    if turn.due is not None and turn.due in (state.due, None):
        yield Refusal(f"the new day {day_of(turn.due)}", "another one than it has", "due")
    if turn.due is not None and turn.due < turn.on:
        yield Refusal(
            f"the new day {day_of(turn.due)}", f"{day_of(turn.on)} or later, the day on which it moved", "due"
        )


def _of_statement(told: Statement, known: Sayable) -> Iterator[Refusal]:
    actions = {action.action_id: action for action in known.borough.actions}
    if told.action_id not in actions:
        raise UnknownName("action of the plan", told.action_id, "an action_id of action_plan.csv", actions)
    if actions[told.action_id].struck_out:
        yield Refusal("an action that is struck out of the plan", "one that stands")
    yield from _on("on", told.on, known)
    yield from _words("says", "the statement", told.says)
    if told.link and not (told.link.startswith(LINKS) and told.link.isprintable() and " " not in told.link):
        yield Refusal(f"the link {told.link!r}", "one that begins with https:// or http://", "link")


def _of_posts(posts: PanelPosts, known: Sayable) -> Iterator[Refusal]:
    yield from _on("on", posts.on, known)
    for name, most in MOST_POSTS.items():
        number = getattr(posts, name)
        if not 0 <= number <= most:
            yield Refusal(f"{number} {name.replace('_', ' ')}", f"0 to {most}", name)
    if any((each.ward_code, each.on) == (posts.ward_code, posts.on) for each in _noted(known.lines, PanelPosts)):
        yield Refusal(
            f"the posts of that ward on {day_of(posts.on)} already", "another day, or a correction of that line", "on"
        )


def _of_board(board: BoardAttendance, known: Sayable) -> Iterator[Refusal]:
    days = sorted(meeting.held_on for meeting in known.borough.board)
    if board.held_on not in days:
        wanted = "a day of board.csv" + (f": {', '.join(map(str, days))}" if days else ", which has none")
        raise UnknownName("board meeting", str(board.held_on), wanted)
    invited = board.youth_invited_on
    if invited is not None:
        yield from _on("youth_invited_on", invited, known)
        if invited > board.held_on:
            yield Refusal(
                f"an invitation on {day_of(invited)}",
                f"{day_of(board.held_on)} or before, the board's day",
                "youth_invited_on",
            )
    if board.youth_came is not None:
        yield from _on("youth_came", board.held_on, known)


def _on(of: str, day: date, known: Sayable) -> Iterator[Refusal]:
    if day > known.today:
        yield Refusal(f"{day_of(day)}", f"a day that has come: today is {day_of(known.today)}", of)


def _words(of: str, what: str, words: str) -> Iterator[Refusal]:
    if not are_words(words):
        yield Refusal(f"{what} {words!r}", f"words on one line, at most {LONGEST_WORDS} letters", of)


def _noted(lines: Iterable[NotedLine], kind: type[PanelPosts]) -> Iterator[PanelPosts]:
    return (line.noted for line in lines if isinstance(line.noted, kind))


GUARDS: Mapping[type[Noted], Callable[[Any, Sayable], Iterator[Refusal]]] = {
    ActionTurn: _of_turn,
    Statement: _of_statement,
    PanelPosts: _of_posts,
    BoardAttendance: _of_board,
}
"""The guard of each kind that a person notes."""
