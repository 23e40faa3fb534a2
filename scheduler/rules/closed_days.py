"""Must: no meeting on a day that is closed."""

from __future__ import annotations

import numpy as np

from scheduler.facts import DayKind
from scheduler.problem import BoolArray, PlanningProblem, WardView
from scheduler.rules.shapes import Level, Occasion, SlotRule


class ClosedDays(SlotRule):
    """Bank holidays, 25 and 26 December, 1 January and the `closed` rows of days.csv are never used."""

    name = "closed_days"
    sentence = "No meeting is held on a bank holiday or a day the borough has closed"
    level = Level.MUST

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """The plain side."""
        holiday = problem.closed_days.get(occasion.day)
        if holiday is not None:
            return f"falls on {holiday}"
        for row in problem.special_days:
            if row.kind is DayKind.CLOSED and occasion.day in row.days and row.part.covers(occasion.sitting.session):
                return f"falls on a closed day ({row.label})"
        return None

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side."""
        open_days = np.ones(problem.sits.shape, dtype=np.bool_)
        for day in problem.closed_days:
            open_days[problem.days_within(day, day)] = False
        for row in problem.special_days:
            if row.kind is DayKind.CLOSED:
                covered = [row.part.covers(sitting.session) for sitting in problem.sittings]
                open_days[problem.days_within(row.days.first, row.days.last), covered] = False
        return open_days[:, :, np.newaxis]
