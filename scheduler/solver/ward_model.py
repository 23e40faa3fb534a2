"""One ward's year, compiled from the rule book into the kernel's arrays. It knows the shapes of rules, never a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from scheduler.facts import Officer
from scheduler.problem import BoolArray, IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import FORBIDDEN, Automaton, Post, SlotRule, StaffRule, StepRule, Steps, YearRule
from scheduler.solver.memory import Memory, joint_memory


@dataclass(frozen=True, eq=False)
class Staffing:
    """Who may fill one post of a ward's meetings: officers, their points a meeting, and how many visits a year.

    Edges: `visits` None means every meeting
    """

    post: Post
    officers: tuple[Officer, ...]
    costs: tuple[int, ...]
    visits: int | None


@dataclass(frozen=True, eq=False)
class WardModel:
    """A ward's slots, memory and steps.

    Shape: `day`, `sitting`, `hall` (place in `view.halls`), `base` (points) and `feature` (slots), sorted by day, then
           feature; `first`, `last` (days), `between` (days, days): points
    """

    view: WardView
    usable: tuple[int, ...]
    staff: tuple[Staffing, ...]
    day: IntArray
    sitting: IntArray
    hall: IntArray
    base: IntArray
    feature: IntArray
    memory: Memory
    first: IntArray
    last: IntArray
    between: IntArray

    @property
    def meetings(self) -> int:
        """Meetings owed in the year."""
        return self.view.owed


def ward_model(problem: PlanningProblem, view: WardView) -> WardModel:
    """Compile one ward.

    Edges: a ward that cannot have a single year has an empty memory
    """
    staff = _staffing(problem, view)
    permitted = _permitted(problem, view, staff)
    usable = tuple(int(n) for n in np.flatnonzero(permitted.any(axis=(0, 1))))
    steps = [rule.steps(problem, view, usable) for rule in problem.rules if isinstance(rule, StepRule)]
    automata = (
        *(rule.automaton(problem, view, usable) for rule in problem.rules if isinstance(rule, YearRule)),
        *(_visits(problem, staffing) for staffing in staff if staffing.visits),
    )
    costs = _slot_costs(problem, view, permitted.shape)
    labels = np.stack(
        [np.broadcast_to(automaton.labels, permitted.shape) for automaton in automata]
        + [np.broadcast_to(np.arange(len(view.halls)), permitted.shape)],
        axis=-1,
    )
    permitted = _undominated(problem, permitted, costs, labels, staff)
    day, sitting, hall = (axis.astype(np.int64) for axis in np.nonzero(permitted))
    features, feature = np.unique(labels[permitted], axis=0, return_inverse=True)
    order = np.lexsort((feature, day))
    return WardModel(
        view,
        usable,
        staff,
        day[order],
        sitting[order],
        hall[order],
        costs[permitted][order],
        feature.reshape(-1)[order],
        _memory(automata, features, steps, view),
        *_ends_of_year(steps, len(problem.days)),
        _capped((part.between_days for part in steps), (len(problem.days),) * 2),
    )


def _staffing(problem: PlanningProblem, view: WardView) -> tuple[Staffing, ...]:
    rules = [rule for rule in problem.rules if isinstance(rule, StaffRule)]
    staff = []
    for rule in rules:
        officers = rule.eligible(view)
        if officers is None:
            continue
        costs = (
            sum(other.officer_cost(problem, view, officer) for other in rules if other.post is rule.post)
            for officer in officers
        )
        staff.append(Staffing(rule.post, officers, tuple(costs), rule.visits(problem)))
    return tuple(staff)


def _permitted(problem: PlanningProblem, view: WardView, staff: tuple[Staffing, ...]) -> BoolArray:
    """Where every slot rule permits a meeting of a kind owed, and every post that each meeting needs can be filled."""
    shape = (*problem.sits.shape, len(view.halls))
    permitted = np.ones(shape, dtype=np.bool_)
    for rule in problem.rules:
        if isinstance(rule, SlotRule):
            permitted &= rule.permits(problem, view)
    tier = view.standing.tier
    owed = [(tier.daytime if sitting.session.is_daytime else tier.evening) > 0 for sitting in problem.sittings]
    permitted &= np.array(owed, dtype=np.bool_)[np.newaxis, :, np.newaxis]
    for staffing in staff:
        if staffing.visits is None:
            permitted &= _anyone(problem, staffing)[:, :, np.newaxis]
    return permitted


def _anyone(problem: PlanningProblem, staffing: Staffing) -> BoolArray:
    nobody = np.zeros(problem.sits.shape, dtype=np.bool_)
    return reduce(np.logical_or, (problem.present(officer) for officer in staffing.officers), nobody)


def _visits(problem: PlanningProblem, staffing: Staffing) -> Automaton:
    """Enough meetings at which somebody could fill the post: state = how many so far."""
    wanted = staffing.visits or 0
    states = np.arange(wanted + 1)
    moves = np.stack([states, np.minimum(states + 1, wanted)], axis=1)
    ends = np.where(states == wanted, 0, FORBIDDEN)
    return Automaton(_anyone(problem, staffing).astype(np.int64)[:, :, np.newaxis], moves, ends)


def _slot_costs(problem: PlanningProblem, view: WardView, shape: tuple[int, ...]) -> IntArray:
    costs = np.zeros(shape, dtype=np.int64)
    for rule in problem.rules:
        if isinstance(rule, SlotRule):
            costs += rule.costs(problem, view)
    return costs


def _undominated(
    problem: PlanningProblem, permitted: BoolArray, costs: IntArray, labels: IntArray, staff: tuple[Staffing, ...]
) -> BoolArray:
    """Drop a start that a cheaper one on the same day, in the same hall, can always stand in for.

    Exact: both starts are in the same groups of overlapping starts, so no row tells them apart, and whoever could staff
    the one could staff the other.
    """
    kept = permitted.copy()
    groups = [frozenset(group for group in problem.overlaps if n in group) for n in range(len(problem.sittings))]
    present = [problem.present(officer) for staffing in staff for officer in staffing.officers]
    for one in range(len(groups)):
        for other in range(len(groups)):
            if one == other or groups[one] != groups[other]:
                continue
            everyone = np.ones(len(problem.days), dtype=np.bool_)
            staffed = reduce(np.logical_and, (here[:, other] | ~here[:, one] for here in present), everyone)
            cheaper = costs[:, other] < costs[:, one] if other > one else costs[:, other] <= costs[:, one]
            same = (labels[:, other] == labels[:, one]).all(axis=-1)
            kept[:, one] &= ~(permitted[:, other] & cheaper & same & staffed[:, np.newaxis])
    return kept


def _memory(automata: tuple[Automaton, ...], features: IntArray, steps: list[Steps], view: WardView) -> Memory:
    between_halls = _capped((part.between_halls for part in steps), (len(view.halls),) * 2)
    if not len(features) or not view.owed:
        empty = np.zeros((max(1, view.owed), 1, 1), dtype=np.int32)
        return Memory(np.zeros(max(1, view.owed) + 1, dtype=np.int64), empty - 1, empty, np.zeros(0, dtype=np.int32))
    return joint_memory(automata, features[:, :-1], features[:, -1], between_halls, view.owed)


def _ends_of_year(steps: list[Steps], days: int) -> tuple[IntArray, IntArray]:
    return _capped((part.first for part in steps), (days,)), _capped((part.last for part in steps), (days,))


def _capped(parts: Iterable[IntArray | None], shape: tuple[int, ...]) -> IntArray:
    total = np.zeros(shape, dtype=np.int64)
    for part in parts:
        if part is not None:
            total += part
    return np.minimum(total, FORBIDDEN)
