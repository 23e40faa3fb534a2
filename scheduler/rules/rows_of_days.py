"""Rows of days that rules keep free: what every such rule shares, the plain side and the solver's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable

import numpy as np

from scheduler.facts import SpecialDays
from scheduler.problem import BoolArray, IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import Level, Occasion, SlotRule


class KeptFree(SlotRule):
    """One unit is a meeting that at least one row of days covers, however many do."""

    level = Level.SHOULD

    @abstractmethod
    def rows(self, problem: PlanningProblem) -> Iterable[SpecialDays]:
        """The days that are better free, each for a part of the day."""

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """The plain side."""
        labels = [row.label for row in self.rows(problem) if covers(row, occasion)]
        return (self.weight(problem), "falls on " + " and ".join(labels)) if labels else (0, "")

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """The solver's side."""
        return self.weight(problem) * covered_by(self.rows(problem), problem).astype(np.int64)


def covers(row: SpecialDays, occasion: Occasion) -> bool:
    """Whether a meeting then falls in a row's days and part of the day."""
    return occasion.day in row.days and row.part.covers(occasion.sitting.session)


def covered_by(rows: Iterable[SpecialDays], problem: PlanningProblem) -> BoolArray:
    """Which days and sittings at least one row covers. Shape: (days, sittings, 1)."""
    covered = np.zeros((*problem.sits.shape, 1), dtype=np.bool_)
    for row in rows:
        sittings = [row.part.covers(sitting.session) for sitting in problem.sittings]
        covered[problem.days_within(row.days.first, row.days.last), sittings] = True
    return covered
