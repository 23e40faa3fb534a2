"""Must: every ward gets the meetings its tier owes it (recommendation 3)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.plan import Plan, by_kind
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes import FORBIDDEN, Automaton, Breach, ClashOrder, Demand, Level, YearRule, promised


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
            evening, daytime = by_kind(meetings)
            if (evening, daytime) != problem.owed_by_kind(view):
                yield self.breach(
                    f"{view.ward.name} has {evening} evening and {daytime} daytime meetings, "
                    f"its tier {tier.name!r} owes {view.evening} and {view.daytime}",
                    *meetings,
                )

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: evenings so far and daytimes so far, as one number."""
        evenings, daytimes = problem.owed_by_kind(view)
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

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """What the tier owes is given: a year of fewer meetings would be another question."""
        tier, over = view.standing.tier, len(problem.history.get(view.ward.code, ()))
        owed = f"Its tier {tier.name!r} owes {view.evening} evening and {view.daytime} daytime meetings"
        owed += f", and {over} {'is' if over == 1 else 'are'} over" if over else ""
        yield Demand(owed, None, place=(ClashOrder.GIVEN,))
