"""What a ward's year remembers: the product of its rules' automata, less the states that lead nowhere."""

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
    layers, jumps, costs = _reach(automata, labels, halls, between_halls, meetings, start)
    ends = sum((automaton.ends[layers[-1][:, n]] for n, automaton in enumerate(automata)), np.zeros(len(layers[-1])))
    ends += _hall_costs(between_halls)[layers[-1][:, -1], next_hall]
    return _finish(layers, jumps, costs, np.minimum(ends, FORBIDDEN))


def _hall_costs(between_halls: IntArray) -> IntArray:
    """What one hall after another costs, with one more that stands for no hall, and costs nothing."""
    return np.pad(between_halls, ((0, 1), (0, 1)))


def _reach(
    automata: tuple[Automaton, ...],
    labels: IntArray,
    halls: IntArray,
    between_halls: IntArray,
    meetings: int,
    start: tuple[int, ...],
) -> tuple[list[IntArray], list[IntArray], list[IntArray]]:
    """Every state that some sequence of features leads to; its last column is the hall of the meeting before."""
    hall_cost = _hall_costs(between_halls)
    layer = np.array([start], dtype=np.int64)
    layers, jumps, costs = [layer], [], []
    for _ in range(meetings):
        parts = [automaton.moves[layer[:, n]][:, labels[:, n]] for n, automaton in enumerate(automata)]
        parts.append(np.broadcast_to(halls, (len(layer), len(halls))))
        cost = hall_cost[layer[:, -1]][:, halls]
        for n, automaton in enumerate(automata):
            if automaton.costs is not None:
                cost = cost + automaton.costs[layer[:, n]][:, labels[:, n]]
        dead = np.logical_or.reduce([part < 0 for part in parts]) | (cost >= FORBIDDEN)
        layer, jump = distinct(np.stack([part[~dead] for part in parts], axis=1))
        target = np.full(dead.shape, -1, dtype=np.int64)
        target[~dead] = jump
        layers.append(layer)
        jumps.append(target)
        costs.append(cost)
    return layers, jumps, costs


def _finish(layers: list[IntArray], jumps: list[IntArray], costs: list[IntArray], ends: NDArray[np.float64]) -> Memory:
    """Drop the states from which no end can be reached, and lay the rest out for the kernel."""
    alive = ends < FORBIDDEN
    kept: list[NDArray[np.bool_]] = [alive]
    for jump in reversed(jumps):
        alive = ((jump >= 0) & np.append(alive, False)[jump]).any(axis=1)
        kept.insert(0, alive)
    counts = np.array([int(mask.sum()) for mask in kept], dtype=np.int64)
    shape = (len(jumps), jumps[0].shape[1], max(1, int(counts.max())))
    moves, move_costs = np.full(shape, -1, dtype=np.int32), np.zeros(shape, dtype=np.int32)
    for k, (jump, cost) in enumerate(zip(jumps, costs, strict=True)):
        renumbered = np.append(np.where(kept[k + 1], np.cumsum(kept[k + 1]) - 1, -1), -1)
        moves[k, :, : counts[k]] = renumbered[jump[kept[k]]].T
        move_costs[k, :, : counts[k]] = np.minimum(cost[kept[k]], FORBIDDEN).T
    return Memory(counts, moves, move_costs, ends[kept[-1]].astype(np.int32))
