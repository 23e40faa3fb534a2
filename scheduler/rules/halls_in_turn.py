"""Should: those who can only come in the evening, or only by day, are not always asked to the same hall."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import numpy as np

from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.hall_sets import hall_labels
from scheduler.rules.shapes import Automaton, Charge, Level, YearRule, promised, spoken
from scheduler.rules.usable import has_choice

KINDS = ("evening", "daytime")


class HallsInTurn(YearRule):
    """One unit is a meeting in the hall of the ward's last one of its kind, evening or daytime.

    Edges: a kind for which the ward can use one hall only costs nothing
    """

    name = "halls_in_turn"
    sentence = "A ward's evening meetings take its halls in turn, and so do its daytime ones"
    level = Level.SHOULD

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """The plain side; a cancelled meeting was promised, so it takes its hall's turn."""
        by_ward, weight = promised(plan), self.weight(problem)
        for view, kind in product(problem.wards, KINDS) if weight else ():
            meetings = by_ward.get(view.ward.code, ())
            of_kind = [meeting for meeting in meetings if meeting.session.is_daytime is (kind == "daytime")]
            for earlier, later in pairwise(of_kind):
                if earlier.venue_id == later.venue_id and has_choice(problem, view, kind):
                    why = f"in the same hall as the {kind} meeting before, {spoken(earlier)}"
                    yield Charge(self.name, later.meeting_id, weight, why)

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: the place of the last hall of each kind that has a choice, 0 before there is one."""
        weight, halls = self.weight(problem), len(usable)
        has_turns = [bool(weight) and has_choice(problem, view, kind) for kind in KINDS]
        states = list(product(*(range(halls + 1 if turns else 1) for turns in has_turns)))
        number = {state: n for n, state in enumerate(states)}
        moves = np.tile(np.arange(len(states))[:, np.newaxis], len(KINDS) * halls)
        costs = np.zeros_like(moves)
        for (n, state), (kind, turns), hall in product(enumerate(states), enumerate(has_turns), range(halls)):
            if turns:
                moves[n, kind * halls + hall] = number[*state[:kind], hall + 1, *state[kind + 1 :]]
                costs[n, kind * halls + hall] = weight * (state[kind] == hall + 1)
        kinds = np.array([int(sitting.session.is_daytime) for sitting in problem.sittings], dtype=np.int64)
        labels = hall_labels(len(view.halls), usable) + halls * kinds[:, np.newaxis]
        return Automaton(labels, moves, np.zeros(len(states), dtype=np.int64), costs)
