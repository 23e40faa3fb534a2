"""Should: the period ends with room for the next one to begin."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes import Charge, Level, StepRule, Steps, promised

NEXT_DAYS = 28
"""Days into the next period by which a ward can be expected to meet again: four weeks, as New Year takes the first."""


class RoomForNext(StepRule):
    """One unit is a day by which a ward's longest wait ends before the next period's first four weeks do.

    Edges: where the meeting after the period is known, `largest_gap` asks for it, and this rule for nothing
    """

    name = "room_for_next"
    sentence = "A ward's last meeting leaves the next period four weeks to hold its first"
    level = Level.SHOULD

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """The plain side."""
        by_ward = promised(plan)
        for view in problem.wards:
            meetings = by_ward.get(view.ward.code, ())
            short = self._short(problem, view, (problem.last_day - meetings[-1].held_on).days) if meetings else 0
            points = self.weight(problem) * max(0, short)
            if points:
                why = f"{short} days too early for the next to be in time"
                yield Charge(self.name, meetings[-1].meeting_id, points, why)

    def steps(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Steps:
        """The solver's side."""
        left = len(problem.days) - 1 - np.arange(len(problem.days))
        short = [max(0, self._short(problem, view, int(each))) for each in left]
        return Steps(last=self.weight(problem) * np.array(short))

    def _short(self, problem: PlanningProblem, view: WardView, left: int) -> int:
        """Days missing after a last meeting with so many days left in the period."""
        return 0 if problem.edges_of(view).after else left + NEXT_DAYS - view.standing.tier.max_gap_days
