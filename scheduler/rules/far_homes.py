"""Should: a year's halls together leave no part of the ward far from all of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.facts import Venue
from scheduler.place import metres_between
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView, once_a_problem
from scheduler.rules.hall_sets import hall_labels, hall_set_moves
from scheduler.rules.halls_spread import NEARLY_HALF, homes_of, nearest_by_set
from scheduler.rules.shapes import Automaton, Charge, Level, YearRule, promised
from scheduler.rules.usable import usable_halls


class FarHomes(YearRule):
    """One unit is one in a hundred of the ward's homes that lie farther than `far_metres` from every hall used.

    Edges: only those that some hall the ward can use is nearer to; the way is as the crow flies, in whole metres; homes
           are the ward's postcodes, or its centre where none are known
    """

    name = "far_homes"
    sentence = "The halls of a year leave no part of a ward far from all of them"
    level = Level.SHOULD
    limit = "far_metres"
    limit_step = 200

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """The plain side."""
        by_ward, weight = promised(plan), self.weight(problem)
        for view in problem.wards if weight else ():
            ids = {meeting.venue_id for meeting in by_ward.get(view.ward.code, ())}
            used = tuple(venue for venue in view.halls if venue.venue_id in ids)
            best = usable_halls(problem, view)
            percent = _percent_far(problem, view, used) - _percent_far(problem, view, best) if used and best else 0
            if percent > 0:
                limit = problem.borough.policy.limits.far_metres
                why = f"{percent} in 100 homes are over {limit} metres from every hall, and need not be"
                yield Charge(self.name, view.ward.code, weight * percent, why)

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: the set of halls used. The set of none costs nothing, as a year without meetings does."""
        ends = np.zeros(1 << len(usable), dtype=np.int64)
        weight, best = self.weight(problem), usable_halls(problem, view)
        if weight and best and usable:
            nearest = nearest_by_set(homes_of(problem, view), [view.halls[n] for n in usable])[1:]
            far = np.floor(nearest + NEARLY_HALF) > problem.borough.policy.limits.far_metres
            percent = [_in_a_hundred(count, far.shape[1]) for count in far.sum(axis=1).tolist()]
            ends[1:] = weight * np.maximum(0, np.array(percent) - _percent_far(problem, view, best))
        return Automaton(hall_labels(len(view.halls), usable), hall_set_moves(len(usable)), ends)


@once_a_problem
def _percent_far(problem: PlanningProblem, view: WardView, halls: tuple[Venue, ...]) -> int:
    limit, homes = problem.borough.policy.limits.far_metres, homes_of(problem, view)
    nearest = (min(metres_between(lat, lon, hall.lat, hall.lon) for hall in halls) for lat, lon in homes)
    return _in_a_hundred(sum(int(metres + NEARLY_HALF) > limit for metres in nearest), len(homes))


def _in_a_hundred(some: int, of_all: int) -> int:
    """To the nearest whole one, a half up."""
    return (200 * some + of_all) // (2 * of_all)
