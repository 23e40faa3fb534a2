"""Writes down what somebody notes for the action plan, if it can be so. Nothing here prints or reads a clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.days import local_day
from scheduler.errors import Refusal, RefusedNote, UnknownName
from scheduler.evidence.actions import ward_of
from scheduler.evidence.guards import Sayable, refusals, subject
from scheduler.evidence.lines import KINDS, ActionTurn, BoardAttendance, Noted, NotedLine, PanelPosts, in_force
from scheduler.facts import Borough
from scheduler.store import Store


@dataclass(frozen=True, slots=True)
class Scribe:
    """Who notes something, where and when, and which line it corrects, None for none. Units: `at` is aware."""

    store: Store
    borough: Borough
    by: str
    at: datetime
    corrects: int | None = None

    @property
    def code(self) -> str:
        """The borough's code."""
        return self.borough.profile.code

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.at, self.borough.profile.timezone)


def note(scribe: Scribe, noted: Noted) -> NotedLine:
    """Write a line down, and return it.

    Edges:  what was noted of a meeting of the board before stays where the new line says nothing of it
    Errors: UnknownName for what it is of; RefusedNote, with everything that cannot be so; StaleNote
    """
    lines = in_force(scribe.store.notes.lines(scribe.code))
    replaces = _corrected(scribe, noted, lines)
    rest = tuple(line for line in lines if line.number != replaces)
    if isinstance(noted, BoardAttendance) and replaces is None:
        noted, replaces = _with_what_is_known(noted, lines)
    refused = tuple(refusals(noted, Sayable(scribe.borough, rest, scribe.today)))
    if refused:
        raise RefusedNote(*refused)
    number = scribe.store.notes.add(scribe.code, noted, by=scribe.by, at=scribe.at, replaces=replaces)
    return NotedLine(number, scribe.at, scribe.by, noted, replaces)


def wards_noted(noted: Noted) -> tuple[str, ...]:
    """The codes of the wards that a line is of. Edges: none where it is of the whole borough"""
    if isinstance(noted, PanelPosts):
        return (noted.ward_code,)
    return (ward_of(noted.action_id.partition("/")[0]),) if isinstance(noted, ActionTurn) else ()


def noted_lines(store: Store, borough_code: str, kind: str | None = None) -> tuple[NotedLine, ...]:
    """The lines that stand, oldest first, of one kind if it is named. Errors: UnknownName."""
    if kind is not None and kind not in KINDS:
        raise UnknownName("kind of line", kind, f"one of {', '.join(KINDS)}", KINDS)
    lines = in_force(store.notes.lines(borough_code))
    return tuple(line for line in lines if kind is None or isinstance(line.noted, KINDS[kind]))


def _corrected(scribe: Scribe, noted: Noted, lines: Iterable[NotedLine]) -> int | None:
    """The line that is corrected. Errors: RefusedNote where that is not one of the same kind and of the same thing."""
    if scribe.corrects is None:
        return None
    before = next((line for line in lines if line.number == scribe.corrects), None)
    if before is None:
        raise RefusedNote(Refusal(f"line {scribe.corrects}, which is none that stands", "the number of one that does"))
    if subject(before.noted) != subject(noted):
        raise RefusedNote(
            Refusal(f"line {scribe.corrects}, which is of something else", "the line that says it otherwise")
        )
    return before.number


def _with_what_is_known(board: BoardAttendance, lines: Iterable[NotedLine]) -> tuple[BoardAttendance, int | None]:
    """What is told of a meeting of the board beside what was told before, and the line whose place it takes.

    Errors: RefusedNote where something was told otherwise before
    """
    for line in lines:
        before = line.noted
        if not isinstance(before, BoardAttendance) or before.held_on != board.held_on:
            continue
        for name in ("youth_invited_on", "youth_came"):
            told, known = getattr(board, name), getattr(before, name)
            if told is not None and known not in (None, told):
                found, wanted = f"{name} told otherwise in line {line.number}", "the same, or a correction of that line"
                raise RefusedNote(Refusal(found, wanted, name))
        invited = before.youth_invited_on if board.youth_invited_on is None else board.youth_invited_on
        came = before.youth_came if board.youth_came is None else board.youth_came
        return replace(board, youth_invited_on=invited, youth_came=came), line.number
    return board, None
