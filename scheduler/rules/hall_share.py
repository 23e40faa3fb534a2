"""Should: no hall has much more than its part of a ward's meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.hall_rotation import HallRotation
from scheduler.rules.hall_sets import hall_labels
from scheduler.rules.shapes import Automaton, Charge, Level, YearRule, promised
from scheduler.rules.usable import usable_count, usable_halls


class HallShare(YearRule):
    """One unit is a meeting of a ward in one hall above `hall_share_percent` of its meetings, to the nearest whole one.

    Edges: at least one, and never fewer than an even share of the halls that the ward can use
    """

    name = "hall_share"
    sentence = "No hall has more than its share of a ward's meetings"
    level = Level.SHOULD
    limit = "hall_share_percent"
    limit_step = 10

    def share(self, problem: PlanningProblem, view: WardView, usable: int) -> int:
        """How many of the ward's meetings one hall may have at no cost."""
        owed, percent = sum(problem.owed_by_kind(view)), problem.borough.policy.limits.hall_share_percent
        return max(1, (2 * owed * percent + 100) // 200, -(-owed // max(1, usable)))

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """The plain side; a cancelled meeting was promised, so it still counts here."""
        by_ward, weight = promised(plan), self.weight(problem)
        for view in problem.wards if weight else ():
            held = Counter(meeting.venue_id for meeting in by_ward.get(view.ward.code, ()))
            share = self.share(problem, view, len(usable_halls(problem, view)))
            for venue_id in sorted(hall for hall in held if held[hall] > share):
                why = f"{held[venue_id]} meetings in {problem.hall_name(venue_id)}, a share is {share}"
                yield Charge(self.name, view.ward.code, weight * (held[venue_id] - share), why)

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: how many meetings there were, and in each hall; those of a hall that can no longer have more than its
        share are forgotten, or a long period would have millions of states."""
        weight, owed = self.weight(problem), sum(problem.owed_by_kind(view))
        usable_now = usable_count(problem, view, usable)
        share = self.share(problem, view, usable_now) if weight else owed
        never_running = (
            usable_now > 1 and not problem.history and any(isinstance(rule, HallRotation) for rule in problem.rules)
        )

        def after(made: int, held: tuple[int, ...], hall: int) -> tuple[int, ...]:
            left = owed - made - 1
            most = -(-left // 2) if never_running else left
            grown = (min(share, count + (n == hall)) for n, count in enumerate(held))
            return tuple(count if count + most > share else 0 for count in grown)

        states = [(0, (0,) * len(usable))]
        number = {states[0]: 0}
        moves, costs = [], []
        for made, held in states:  # it grows as it is walked
            then = [(made + 1, after(made, held, hall)) if made < owed else (made, held) for hall in range(len(usable))]
            for state in then:
                if state not in number:
                    number[state] = len(states)
                    states.append(state)
            moves.append([number[state] for state in then])
            costs.append([weight * (made < owed and count == share) for count in held])
        shape = (len(states), len(usable))
        return Automaton(
            hall_labels(len(view.halls), usable),
            np.array(moves, dtype=np.int64).reshape(shape),
            np.zeros(len(states), dtype=np.int64),
            np.array(costs, dtype=np.int64).reshape(shape),
        )
