"""Recommendation 8: what meetings decide: priorities, and actions with an owner, a day and an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scheduler.evidence.day_words import day_of
from scheduler.evidence.lines import ActionTurn, MinutedAction, NotedLine, PrioritiesAgreed, Turn
from scheduler.evidence.measure import Measure, MeetingMeasure, share
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown
from scheduler.plan import PlannedMeeting

PRIORITIES = 3
"""What a ward panel agrees at a meeting. Source: recommendation 8, and the ward panels' handbook"""

Turns = Mapping[str, Sequence[tuple[NotedLine, ActionTurn]]]


class ThreePriorities(MeetingMeasure):
    """Each meeting agreed three priorities. Edges: fewer break the promise"""

    name = "three_priorities"
    recommendation = 8
    sentence = "Every meeting agrees three things for the police to work on."
    target = share(90, 75, "Now and then a panel keeps to one great worry.")

    def facts_of(self, year: YearKnown, meeting: PlannedMeeting) -> Iterator[Fact]:
        """How many were agreed."""
        for line, said in year.noted(PrioritiesAgreed, meeting.meeting_id):
            count = len(said.priorities)
            yield Fact(meeting.meeting_id, said.on, count >= PRIORITIES, f"note/{line.number}", f"{count} agreed")


def _actions(year: YearKnown) -> Iterator[tuple[NotedLine, MinutedAction]]:
    """The actions that meetings of the period minuted."""
    return ((line, said) for line, said in year.noted(MinutedAction) if said.meeting_id in year.meeting_by_id)


def _turns(year: YearKnown) -> Turns:
    found: dict[str, list[tuple[NotedLine, ActionTurn]]] = {}
    for line, said in year.noted(ActionTurn):
        found.setdefault(said.action_id, []).append((line, said))
    return found


class ActionsOwned(Measure):
    """Each action that was minuted has an owner and a day."""

    name = "actions_owned"
    recommendation = 8
    sentence = "Every action in the minutes says who does it, and by when."
    unit = ("action", "actions")
    target = share(100, 90, "An action without either is a wish.")

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One an action, due at its meeting."""
        for _, action in _actions(year):
            meeting = year.meeting_by_id[action.meeting_id]
            yield Promise(action.action_id, action.what, meeting.held_on, meeting.ward_code, action.meeting_id)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """Whether it was minuted with both."""
        for line, action in _actions(year):
            lacks = [name for name, value in (("owner", action.owner), ("day", action.due)) if not value]
            says = f"no {' and no '.join(lacks)}" if lacks else f"{action.owner}, by {day_of(action.due)}"
            day = year.meeting_by_id[action.meeting_id].held_on
            yield Fact(action.action_id, day, not lacks, f"note/{line.number}", says)


class ActionsDone(Measure):
    """Each action was done by its day.

    Edges: a day that was moved before it came counts as the new one, and the first is kept; moved later, the action was
           missed already. One that was struck out in time owes nothing
    """

    name = "actions_done"
    recommendation = 8
    sentence = "What was agreed at a meeting is done by the day that was agreed."
    unit = ("action", "actions")
    target = share(80, 60, "Some hang on others, such as a landlord or a contractor.")

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One an action that has a day."""
        turns = _turns(year)
        for _, action in _actions(year):
            if action.due is None:
                continue
            due, moves = action.due, 0
            ours = turns.get(action.action_id, ())
            for _, turn in ours:
                if turn.turn is Turn.MOVED and turn.due and turn.on <= due:
                    due, moves = turn.due, moves + 1
            if any(turn.turn is Turn.STRUCK and turn.on <= due for _, turn in ours):
                continue
            ward = year.meeting_by_id[action.meeting_id].ward_code
            first = action.due if moves else None
            yield Promise(action.action_id, action.what, due, ward, action.meeting_id, first, moves)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """When it was done, or struck out too late."""
        for action_id, turns in _turns(year).items():
            for line, turn in turns:
                if turn.turn is not Turn.MOVED:
                    says = "done" if turn.turn is Turn.DONE else f"struck out: {turn.because}"
                    yield Fact(action_id, turn.on, turn.turn is Turn.DONE, f"note/{line.number}", says)
