"""Must: every ward gets the meetings its tier owes it (recommendation 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes import FORBIDDEN, Automaton, Breach, Level, YearRule, promised


class MeetingsOwed(YearRule):
    """Exactly the tier's evening and daytime meetings. A cancelled one was promised, so it still counts here.

    Edges: where a tier changes in the middle of the year, what is over of one kind counts for that kind only
    """

    name = "meetings_owed"
    sentence = "Every ward has the evening and daytime meetings that its tier owes it"
    level = Level.MUST

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        by_ward = promised(plan)
        for view in problem.wards:
            meetings, tier = by_ward.get(view.ward.code, ()), view.standing.tier
            evening, daytime = _by_kind(meetings)
            if (evening, daytime) != owed(problem, view):
                yield self.breach(
                    f"{view.ward.name} has {evening} evening and {daytime} daytime meetings, "
                    f"its tier {tier.name!r} owes {tier.evening} and {tier.daytime}",
                    *meetings,
                )

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: evenings so far and daytimes so far, as one number."""
        evenings, daytimes = owed(problem, view)
        width = daytimes + 1
        moves = np.full(((evenings + 1) * width, 2), -1, dtype=np.int64)
        for evening in range(evenings + 1):
            for daytime in range(width):
                state = evening * width + daytime
                if evening < evenings:
                    moves[state, 0] = state + width
                if daytime < daytimes:
                    moves[state, 1] = state + 1
        ends = np.full(len(moves), FORBIDDEN, dtype=np.int64)
        ends[-1] = 0
        labels = np.array([int(sitting.session.is_daytime) for sitting in problem.sittings], dtype=np.int64)
        return Automaton(labels.reshape(1, -1, 1), moves, ends)


def owed(problem: PlanningProblem, view: WardView) -> tuple[int, int]:
    """The evening and the daytime meetings of the year: what the tier owes, and no fewer than are over."""
    evening, daytime = _by_kind(problem.history.get(view.ward.code, ()))
    return max(view.standing.tier.evening, evening), max(view.standing.tier.daytime, daytime)


def _by_kind(meetings: Iterable[PlannedMeeting]) -> tuple[int, int]:
    kinds = [meeting.session.is_daytime for meeting in meetings]
    return kinds.count(False), kinds.count(True)
