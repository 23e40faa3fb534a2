"""Must: a meeting in each quarter, in time for the Safer Neighbourhood Board."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from scheduler.calendar_quarters import Quarter, asked_of
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView, once_a_problem
from scheduler.rules.shapes import (
    FORBIDDEN,
    WIDER_DAYS,
    Asking,
    Breach,
    Change,
    ClashOrder,
    Demand,
    Level,
    Repair,
    StepRule,
    Steps,
    Subject,
    promised,
)

IN_TIME: Subject = ("quarters", "in time for the board")


class Quarters(StepRule):
    """Each quarter has a meeting on or before its board date less `days_before_board`.

    Edges: a quarter without a board date has its meeting by its last day; one that the period cuts short has one
           if at least half of it can be used, and the ward has meetings enough
    """

    name = "quarters"
    sentence = "Each quarter has a meeting of every ward, in time for that quarter's Safer Neighbourhood Board"
    limit = "days_before_board"
    limit_step = 5
    level = Level.MUST

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        by_ward = promised(plan)
        for view in problem.wards:
            meetings = by_ward.get(view.ward.code, ())
            for quarter in asked_of(problem.quarters, view.owed):
                if not any(quarter.first <= meeting.held_on <= quarter.meet_by for meeting in meetings):
                    span = f"{quarter.first:%d %b} to {quarter.meet_by:%d %b %Y}"
                    yield self.breach(f"{view.ward.name} has none from {span}", *meetings)

    def steps(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Steps:
        """The solver's side: no step, and neither end of the year, may skip a whole window."""
        return _steps(problem, asked_of(problem.quarters, view.owed))

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """Each quarter by itself, first in time for its board and then at all."""
        for quarter in asked_of(problem.quarters, view.owed):
            name, place = f"Quarter {quarter.number} has a meeting", (ClashOrder.QUARTER,)
            if quarter.meet_by < quarter.last:
                in_time = f"{name} by {quarter.meet_by:%d %B %Y}, in time for its board"
                yield Demand(in_time, _late(quarter), IN_TIME, place)
            at_all = f"{name} from {quarter.first:%d %B} to {quarter.last:%d %B %Y}"
            yield Demand(at_all, _unquartered(quarter), place=place)

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """Boards taken less strictly."""
        if problem.borough.board:
            sentence = f"Let a quarter's meeting come up to {WIDER_DAYS} days later, nearer to its board or after it"
            yield Repair(sentence, _nearer_the_board, IN_TIME, (Asking.BOARD,))


def _late(late: Quarter) -> Change:
    return lambda problem: replace(
        problem,
        quarters=tuple(
            replace(quarter, meet_by=quarter.last) if quarter.first == late.first else quarter
            for quarter in problem.quarters
        ),
    )


def _unquartered(gone: Quarter) -> Change:
    return lambda problem: replace(
        problem, quarters=tuple(quarter for quarter in problem.quarters if quarter.first != gone.first)
    )


def _nearer_the_board(problem: PlanningProblem) -> PlanningProblem:
    wider = timedelta(days=WIDER_DAYS)
    quarters = (replace(each, meet_by=min(each.last, each.meet_by + wider)) for each in problem.quarters)
    return replace(problem, quarters=tuple(quarters))


@once_a_problem
def _steps(problem: PlanningProblem, asked: tuple[Quarter, ...]) -> Steps:
    """The same for every ward of which as many quarters ask for a meeting."""
    days = np.arange(len(problem.days))
    windows = [problem.days_within(quarter.first, quarter.meet_by) for quarter in asked]
    if not windows:
        return Steps()
    between = np.zeros((len(days), len(days)), dtype=np.int64)
    for window in windows:
        between |= ((days < window.start)[:, np.newaxis] & (days >= window.stop)[np.newaxis, :]) * FORBIDDEN
    return Steps(
        between_days=between,
        first=np.where(days >= min(window.stop for window in windows), FORBIDDEN, 0),
        last=np.where(days < max(window.start for window in windows), FORBIDDEN, 0),
    )
