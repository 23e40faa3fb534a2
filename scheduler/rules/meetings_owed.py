"""Must: every ward gets the meetings its tier owes it (recommendation 3)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes import FORBIDDEN, Automaton, Breach, Level, YearRule, promised


class MeetingsOwed(YearRule):
    """Exactly the tier's evening and daytime meetings. A cancelled one was promised, so it still counts here."""

    name = "meetings_owed"
    sentence = "Every ward has the evening and daytime meetings that its tier owes it"
    level = Level.MUST

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        by_ward = promised(plan)
        for view in problem.wards:
            meetings, tier = by_ward.get(view.ward.code, ()), view.standing.tier
            daytime = sum(meeting.session.is_daytime for meeting in meetings)
            evening = len(meetings) - daytime
            if (evening, daytime) != (tier.evening, tier.daytime):
                yield self.breach(
                    f"{view.ward.name} has {evening} evening and {daytime} daytime meetings, "
                    f"its tier {tier.name!r} owes {tier.evening} and {tier.daytime}",
                    *meetings,
                )

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: evenings so far and daytimes so far, as one number."""
        tier = view.standing.tier
        width = tier.daytime + 1
        moves = np.full(((tier.evening + 1) * width, 2), -1, dtype=np.int64)
        for evening in range(tier.evening + 1):
            for daytime in range(width):
                state = evening * width + daytime
                if evening < tier.evening:
                    moves[state, 0] = state + width
                if daytime < tier.daytime:
                    moves[state, 1] = state + 1
        ends = np.full(len(moves), FORBIDDEN, dtype=np.int64)
        ends[-1] = 0
        labels = np.array([int(sitting.session.is_daytime) for sitting in problem.sittings], dtype=np.int64)
        return Automaton(labels.reshape(1, -1, 1), moves, ends)
