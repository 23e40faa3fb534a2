"""Recommendation 5: young people on the board, which meets when they can come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import time, timedelta

from scheduler.evidence.day_words import day_of
from scheduler.evidence.lines import BoardAttendance, NotedLine
from scheduler.evidence.measure import Measure, share
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown
from scheduler.facts import BoardMeeting

AN_EVENING = time(17, 0)
"""A board that begins from now on meets in the evening: schools and colleges are over."""


class _EachBoard(Measure):
    """Something of each meeting of the board in the period, due on its day unless a measure says otherwise."""

    recommendation = 5
    unit = ("board meeting", "board meetings")

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """One a board."""
        for board in board_meetings(year):
            due = board.held_on - timedelta(self.days_before(year))
            yield Promise(f"{board.held_on}", f"Board, {day_of(board.held_on)}", due)

    def days_before(self, year: YearKnown) -> int:
        """How many days before the board it is due."""
        return 0


def board_meetings(year: YearKnown) -> Iterable[BoardMeeting]:
    """The board's meetings in the period."""
    return (board for board in year.borough.board if board.held_on in year.period)


def _recorded(year: YearKnown) -> Iterator[tuple[str, NotedLine, BoardAttendance]]:
    """What was last written of each board meeting."""
    known = {f"{said.held_on}": (line, said) for line, said in year.noted(BoardAttendance)}
    return ((key, line, said) for key, (line, said) in known.items())


class YouthInvited(_EachBoard):
    """The young people's representative was invited to each board in good time."""

    name = "youth_invited"
    sentence = "The Youth Council is asked to every meeting of the board in good time."
    target = share(100, 75, "There are four a year, with dates known a year ahead.")

    def days_before(self, year: YearKnown) -> int:
        """With the board's agenda."""
        return year.borough.evidence.agenda_days

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """The days on which they were invited."""
        for key, line, said in _recorded(year):
            if said.youth_invited_on:
                yield Fact(key, said.youth_invited_on, keeps=True, source=f"note/{line.number}", says="invited")


class YouthCame(_EachBoard):
    """A representative came to each board."""

    name = "youth_came"
    sentence = "A young person from the Youth Council comes to every meeting of the board."
    target = share(75, 50, "Exams and holidays keep a young person away from one in four.")

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """Whether one came."""
        for key, line, said in _recorded(year):
            if said.youth_came is not None:
                says = "came" if said.youth_came else "did not come"
                yield Fact(key, said.held_on, said.youth_came, f"note/{line.number}", says)


class BoardInEvening(_EachBoard):
    """Each board was held in the evening. Edges: a date of board.csv that nobody recorded is not known to be held"""

    name = "board_in_evening"
    sentence = "The board meets in the evening, when young people can come."
    target = share(100, 75, "There are four a year, and the board sets the time itself.")

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """When each that was recorded began."""
        starts = {f"{board.held_on}": board.starts for board in board_meetings(year)}
        for key, line, said in _recorded(year):
            if key in starts:
                begins = starts[key]
                yield Fact(key, said.held_on, begins >= AN_EVENING, f"note/{line.number}", f"began at {begins:%H:%M}")

    def is_on_course(self, year: YearKnown, promise: Promise) -> bool:
        """Whether it is to begin in the evening."""
        return any(f"{board.held_on}" == promise.key and board.starts >= AN_EVENING for board in board_meetings(year))
