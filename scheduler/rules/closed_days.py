"""Must: no meeting on a day that is closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scheduler.facts import Borough, DayKind, SpecialDays
from scheduler.framing import with_borough
from scheduler.problem import BoolArray, PlanningProblem, WardView
from scheduler.rules.rows_of_days import covered_by, covers
from scheduler.rules.shapes import Change, Level, Occasion, Repair, RowGone, SlotRule, in_words


class ClosedDays(SlotRule):
    """Bank holidays, 25 and 26 December, 1 January and the `closed` rows of days.csv are never used."""

    name = "closed_days"
    sentence = "No meeting is held on a bank holiday or a day the borough has closed"
    level = Level.MUST
    can_be_left_out = False  # bank holidays are nobody's to give up; a closed day is offered by itself

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """The plain side."""
        holiday = problem.closed_days.get(occasion.day)
        if holiday is not None:
            return f"falls on {holiday}"
        for row in problem.special_days:
            if row.kind is DayKind.CLOSED and covers(row, occasion):
                return f"falls on a closed day ({row.label})"
        return None

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side."""
        permitted = ~covered_by((row for row in problem.special_days if row.kind is DayKind.CLOSED), problem)
        for day in problem.closed_days:
            permitted[problem.days_within(day, day)] = False
        return permitted

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """A row of days.csv that the borough might open after all."""
        for row in problem.special_days:
            if row.kind is DayKind.CLOSED:
                sentence = f"Hold meetings on a closed day: {row.label}, {in_words(row.days)}"
                yield Repair(sentence, _opened(row), self.subject, mend=RowGone(row))


def _opened(row: SpecialDays) -> Change:
    def changed(borough: Borough) -> Borough:
        return replace(borough, special_days=tuple(other for other in borough.special_days if other != row))

    return lambda problem: with_borough(problem, changed)
