"""What the papers of a meeting tell: what was agreed, what is open from before, who came, what is next. Pure.

It holds counts, roles and what the panel agreed, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.evidence.actions import ActionState, action_states
from scheduler.evidence.lines import NotedLine, Paper, PaperIssued, PrioritiesAgreed
from scheduler.facts import Priority
from scheduler.records import MeetingRecord


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """One meeting as a paper names it. Units: `starts_at` is aware, in the borough's zone; `hall` is in words."""

    meeting_id: str
    ward_code: str
    starts_at: datetime
    hall: str

    @property
    def held_on(self) -> date:
        """The local date."""
        return self.starts_at.date()


@dataclass(frozen=True, slots=True)
class EarlierAction:
    """An action of an earlier meeting of the ward, and the day of that meeting."""

    state: ActionState
    agreed_on: date


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """All that a meeting's papers tell, as it is known at the end of a day.

    Edges: `record` is None where nobody recorded it yet; `earlier` are the actions of the ward's meetings before it
           that are open, or were closed since the last of these; `asked_before` are the priorities that stood when it
           began, newest first; `next_meeting` is the ward's next one, None where none is released
    """

    meeting: MeetingDay
    ward: str
    borough: str
    contact_email: str
    as_of: date
    record: MeetingRecord | None = None
    priorities: tuple[str, ...] = ()
    agreed: tuple[ActionState, ...] = ()
    earlier: tuple[EarlierAction, ...] = ()
    asked_before: tuple[Priority, ...] = ()
    next_meeting: MeetingDay | None = None


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper that was issued, and what was known when it was. A later one of the same kind takes its place."""

    paper: Paper
    issued_at: datetime
    facts: MeetingFacts


@dataclass(frozen=True, slots=True)
class StillOpen:
    """An action of a ward that nobody has done yet, and the day on which it was agreed."""

    ward_code: str
    agreed_on: date
    what: str
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one meeting agreed, in the lines that are in force on a day."""

    priorities: tuple[str, ...]
    actions: tuple[ActionState, ...]


def agreement(lines: Iterable[NotedLine], meeting_id: str, on: date) -> Agreement:
    """What a meeting agreed."""
    known = tuple(lines)
    told = [
        line.noted.priorities
        for line in known
        if isinstance(line.noted, PrioritiesAgreed) and line.noted.meeting_id == meeting_id
    ]
    actions = tuple(state for state in action_states(known, on) if state.meeting_id == meeting_id)
    return Agreement(told[-1] if told else (), actions)


def earlier_actions(
    lines: Iterable[NotedLine], before: MeetingDay, of_ward: Iterable[MeetingDay], on: date
) -> tuple[EarlierAction, ...]:
    """The actions of a ward's meetings before one: open ones, oldest first, then those closed since the last."""
    days = {day.meeting_id: day.held_on for day in of_ward if day.starts_at < before.starts_at}
    last = max(days.values(), default=date.min)
    found = [
        EarlierAction(state, days[state.meeting_id])
        for state in action_states(lines, on)
        if state.meeting_id in days and (state.closed_on is None or state.closed_on >= last)
    ]
    return tuple(sorted(found, key=lambda each: (each.state.is_closed, each.agreed_on)))


def agreed_priorities(lines: Iterable[NotedLine], meeting_ids: Iterable[str]) -> tuple[Priority, ...]:
    """The priorities that some meetings agreed, newest first."""
    wanted = set(meeting_ids)
    told = (line.noted for line in lines if isinstance(line.noted, PrioritiesAgreed))
    found = [
        Priority(one.ward_code, one.on, words) for one in told if one.meeting_id in wanted for words in one.priorities
    ]
    return tuple(sorted(found, key=lambda one: one.agreed_on, reverse=True))


def with_agreed(agreed: tuple[Priority, ...], in_file: tuple[Priority, ...]) -> tuple[Priority, ...]:
    """Priorities as panels agreed them, before those of priorities.csv.

    Edges: a row of the same ward, day and words only says what was done; rows that are made up are left out where the
           ward has agreed on some
    """
    done = {(one.ward_code, one.agreed_on, one.priority): one for one in in_file}
    wards = {one.ward_code for one in agreed}
    told = [_as_done(one, done.get((one.ward_code, one.agreed_on, one.priority))) for one in agreed]
    known = {(one.ward_code, one.agreed_on, one.priority) for one in agreed}
    rest = (
        one
        for one in in_file
        if (one.ward_code, one.agreed_on, one.priority) not in known and not (one.is_made_up and one.ward_code in wards)
    )
    return (*told, *rest)


def _as_done(agreed: Priority, row: Priority | None) -> Priority:
    return replace(agreed, done=row.done, done_on=row.done_on) if row else agreed


def issues(lines: Iterable[NotedLine]) -> dict[tuple[str, Paper], NotedLine]:
    """The last time that each paper of each meeting was issued."""
    return {(line.noted.meeting_id, line.noted.paper): line for line in lines if isinstance(line.noted, PaperIssued)}
