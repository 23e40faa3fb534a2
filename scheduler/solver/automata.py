"""What a ward's year remembers: the product of its rules' automata, less the states that nothing tells apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.problem import IntArray
from scheduler.rules.shapes import FORBIDDEN, Automaton
from scheduler.solver.equal_rows import distinct

Int32Array = NDArray[np.int32]

Slots = NDArray[np.integer[Any]]
"""Slot numbers of years, as the kernel gives them or, in fewer bytes, as they are kept. Shape: (years, meetings)."""


@dataclass(frozen=True, eq=False)
class Memory:
    """The joint states, layer by layer. Shapes as in `kernel`; `ends` (S): the cost of each last state."""

    states: IntArray
    moves: Int32Array
    move_costs: Int32Array
    ends: Int32Array

    @property
    def is_empty(self) -> bool:
        """Whether no sequence of features leads to an end."""
        return bool(self.states[-1] == 0)


@dataclass(frozen=True, eq=False)
class Layers:
    """States, layer by layer, the first of one state alone.

    Shape: `jumps`, `costs`, by meeting (states, features): the state after it, -1 where it may not be, and its cost;
           `ends` (last states): points, or FORBIDDEN
    """

    jumps: tuple[IntArray, ...]
    costs: tuple[IntArray, ...]
    ends: IntArray


def joint_memory(
    automata: tuple[Automaton, ...],
    labels: IntArray,
    halls: IntArray,
    between_halls: IntArray,
    meetings: int,
    start: tuple[int, ...],
    next_hall: int,
) -> Memory:
    """Multiply the automata. `start`: the state of each after the meetings that are over, and the hall of the last one.

    `next_hall`: the hall of the meeting that follows the last one. Edges: the number of halls where there is none

    Shape: `labels` (features, automata): each feature's label for each automaton; `halls` (features): each feature's
           hall; `between_halls` (halls, halls): points for one hall after another, FORBIDDEN for what may not be
    """
    nothing = np.zeros((1, len(halls)), dtype=np.int64)
    layers = Layers((nothing,) * meetings, (nothing,) * meetings, np.zeros(1, dtype=np.int64))
    # States that nothing tells apart go after each factor: all factors at once would have many times as many.
    for automaton, of_features, state in zip(
        (*automata, _last_hall(between_halls, next_hall)), (*labels.T, halls), start, strict=True
    ):
        layers = _merged(_multiplied(layers, automaton, of_features, state))
    return _laid_out(layers)


def _last_hall(between_halls: IntArray, next_hall: int) -> Automaton:
    """State: the hall of the meeting before, or one more that stands for no hall, and costs nothing."""
    costs = np.pad(between_halls, ((0, 1), (0, 1)))
    moves = np.where(costs < FORBIDDEN, np.arange(len(costs)), -1)
    return Automaton(np.arange(len(costs)), moves, costs[:, next_hall], costs)


def _multiplied(layers: Layers, automaton: Automaton, labels: IntArray, state: int) -> Layers:
    """Every pair of states that some sequence of features leads to. `labels`: each feature's; `state`: the first."""
    moves = automaton.moves[:, labels]
    prices = np.zeros_like(moves) if automaton.costs is None else automaton.costs[:, labels]
    one = np.arange(len(layers.jumps[0]))
    other = np.full(len(one), state)
    jumps, costs = [], []
    for jump, cost in zip(layers.jumps, layers.costs, strict=True):
        ones, others, total = jump[one], moves[other], cost[one] + prices[other]
        pairs = np.where((ones < 0) | (others < 0) | (total >= FORBIDDEN), -1, ones * len(moves) + others)
        known, place = np.unique(pairs, return_inverse=True)
        dead = int(known[:1].sum() == -1)  # the least of the pairs, where there is one that may not be
        jumps.append(place.reshape(pairs.shape) - dead)
        costs.append(total)
        one, other = np.divmod(known[dead:], len(moves))
    return Layers(tuple(jumps), tuple(costs), np.minimum(layers.ends[one] + automaton.ends[other], FORBIDDEN))


def _merged(layers: Layers) -> Layers:
    """One state in the place of all from which every way on costs the same, but for what is due whatever follows.

    That much is paid on the way there, so that no end costs anything where there is a meeting before it. States from
    which no end can be reached go.
    """
    due = layers.ends
    number = np.where(due < FORBIDDEN, 0, -1)
    jumps: list[IntArray] = []
    costs: list[IntArray] = []
    for jump, cost in zip(reversed(layers.jumps), reversed(layers.costs), strict=True):
        then = np.append(number, -1)[jump]
        ahead = np.where(then < 0, FORBIDDEN, cost + np.append(due, 0)[jump])
        due = ahead.min(axis=1)
        if len(jumps) == len(layers.jumps) - 1:  # there is no way to the first on which to pay
            due = np.zeros_like(due)
        alive = (then >= 0).any(axis=1)
        left = np.where(then < 0, 0, ahead - due[:, np.newaxis])[alive]
        points = int(left.max(initial=0)) + 1
        kept, place = distinct((then[alive] + 1) * points + left)
        number = np.full(len(jump), -1)
        number[alive] = place
        jumps.insert(0, kept // points - 1)
        costs.insert(0, kept % points)
    return Layers(tuple(jumps), tuple(costs), np.zeros(int((layers.ends < FORBIDDEN).any()), dtype=np.int64))


def _laid_out(layers: Layers) -> Memory:
    """As the kernel wants it."""
    counts = np.array([*map(len, layers.jumps), len(layers.ends)], dtype=np.int64)
    shape = (len(layers.jumps), layers.jumps[0].shape[1], max(1, int(counts.max())))
    moves, move_costs = np.full(shape, -1, dtype=np.int32), np.zeros(shape, dtype=np.int32)
    for k, (jump, cost) in enumerate(zip(layers.jumps, layers.costs, strict=True)):
        moves[k, :, : counts[k]] = jump.T
        move_costs[k, :, : counts[k]] = cost.T
    return Memory(counts, moves, move_costs, layers.ends.astype(np.int32))
