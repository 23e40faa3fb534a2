"""Should: the halls of a year lie near where people live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from scheduler.facts import Venue
from scheduler.place import EARTH_RADIUS_METRES, metres_between
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem, WardView, once_a_problem
from scheduler.rules.hall_sets import hall_labels, hall_set_moves
from scheduler.rules.shapes import Automaton, Charge, Level, YearRule, promised
from scheduler.rules.usable import usable_halls

NEARLY_HALF = 0.5 + 1e-6
"""For rounding: half-metre ties and the last bits of a float sum must not make the two sides disagree."""


class HallsSpread(YearRule):
    """One unit is a metre: the mean way from the ward's homes to the nearest hall used, above what all halls give.

    Edges: homes are the ward's postcodes, or its centre where none are known
    """

    name = "halls_spread"
    sentence = "The halls of a year are spread over the ward by where people live"
    level = Level.SHOULD

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """The plain side."""
        by_ward = promised(plan)
        for view in problem.wards:
            ids = {meeting.venue_id for meeting in by_ward.get(view.ward.code, ())}
            used = tuple(venue for venue in view.halls if venue.venue_id in ids)
            best = usable_halls(problem, view)
            if not used or not best:
                continue
            metres = _mean_way(problem, view, used) - _mean_way(problem, view, best)
            points = self.weight(problem) * max(0, metres)
            if points:
                yield Charge(
                    self.name, view.ward.code, points, f"{metres} metres farther on average than with every hall"
                )

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: the set of halls used. The set of none costs nothing, as a year without meetings does."""
        homes = homes_of(problem, view)
        ends = np.zeros(1 << len(usable), dtype=np.int64)
        if len(usable):
            nearest = nearest_by_set(homes, [view.halls[n] for n in usable])
            means = np.floor(nearest[1:].sum(axis=1) / len(homes) + NEARLY_HALF).astype(np.int64)
            # All halls in use give the least, unless some can be used no more: then the plain side counts those left.
            best = usable_halls(problem, view)
            least = means[-1] if len(best) == len(usable) else mean_metres(homes, best or view.halls)
            ends[1:] = self.weight(problem) * np.maximum(0, means - least)
        return Automaton(hall_labels(len(view.halls), usable), hall_set_moves(len(usable)), ends)


def homes_of(problem: PlanningProblem, view: WardView) -> tuple[tuple[float, float], ...]:
    """Where the ward's people live: latitude and longitude."""
    return _homes_by_ward(problem).get(view.ward.code) or ((view.ward.lat, view.ward.lon),)


@once_a_problem
def _homes_by_ward(problem: PlanningProblem) -> dict[str, tuple[tuple[float, float], ...]]:
    by_ward: dict[str, list[tuple[float, float]]] = {}
    for home in problem.borough.homes:
        by_ward.setdefault(home.ward_code, []).append((home.lat, home.lon))
    return {code: tuple(homes) for code, homes in by_ward.items()}


@once_a_problem
def _mean_way(problem: PlanningProblem, view: WardView, halls: tuple[Venue, ...]) -> int:
    return mean_metres(homes_of(problem, view), halls)


def mean_metres(homes: Sequence[tuple[float, float]], halls: Sequence[Venue]) -> int:
    """The mean way from a home to the nearest hall, in whole metres."""
    return _rounded(
        sum(min(metres_between(lat, lon, hall.lat, hall.lon) for hall in halls) for lat, lon in homes) / len(homes)
    )


def nearest_by_set(homes: Sequence[tuple[float, float]], halls: Sequence[Venue]) -> np.ndarray:
    """The metres from each home to the nearest hall of each set, infinite for the set of none.

    Shape: (sets, homes); a set is a number whose bit `n` is hall `n`
    """
    metres = _distances(np.array(homes), np.array([[hall.lat, hall.lon] for hall in halls]))
    nearest = np.full((1 << len(halls), len(homes)), np.inf)
    # A set's nearest hall is the nearer of its lowest one (`mask & -mask` leaves the lowest bit) and the nearest of
    # the set without that (`mask & (mask - 1)` clears the bit), a smaller number: counting up, it is there already.
    for mask in range(1, len(nearest)):
        low = (mask & -mask).bit_length() - 1
        nearest[mask] = np.minimum(nearest[mask & (mask - 1)], metres[low])
    return nearest


def _distances(homes: np.ndarray, halls: np.ndarray) -> np.ndarray:
    north = np.radians(halls[:, np.newaxis, 0] - homes[np.newaxis, :, 0])
    middle = np.radians((halls[:, np.newaxis, 0] + homes[np.newaxis, :, 0]) / 2)
    east = np.radians(halls[:, np.newaxis, 1] - homes[np.newaxis, :, 1]) * np.cos(middle)
    metres: np.ndarray = EARTH_RADIUS_METRES * np.sqrt(north * north + east * east)
    return metres


def _rounded(metres: float) -> int:
    return int(metres + NEARLY_HALF)
