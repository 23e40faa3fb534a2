"""The joint memory of a ward's year against its automata, walked one by one in plain Python."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.shapes import FORBIDDEN, Automaton
from scheduler.solver.automata import joint_memory

HALLS = 2
POINTS = st.sampled_from([0, 0, 3, 7, FORBIDDEN])


@st.composite
def automata(draw):
    """A small machine: states, labels, where each leads, what each end costs, and perhaps each move."""
    states, labels = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    moves = draw(st.lists(st.integers(-1, states - 1), min_size=states * labels, max_size=states * labels))
    ends = draw(st.lists(POINTS, min_size=states, max_size=states))
    costs = draw(st.none() | st.lists(POINTS, min_size=states * labels, max_size=states * labels))
    return Automaton(
        np.zeros((1, 1, 1), np.int64),
        np.array(moves).reshape(states, labels),
        np.array(ends),
        None if costs is None else np.array(costs).reshape(states, labels),
    )


@st.composite
def ward_years(draw):
    """Machines, features that label each of them and name a hall, points between halls, and a number of meetings."""
    machines = tuple(draw(st.lists(automata(), min_size=1, max_size=3)))
    count = draw(st.integers(1, 3))
    labels = [[draw(st.integers(0, machine.moves.shape[1] - 1)) for machine in machines] for _ in range(count)]
    halls = [draw(st.integers(0, HALLS - 1)) for _ in range(count)]
    between = [[draw(POINTS) for _ in range(HALLS)] for _ in range(HALLS)]
    start = (*(draw(st.integers(0, len(machine.moves) - 1)) for machine in machines), draw(st.integers(0, HALLS)))
    next_hall = draw(st.integers(0, HALLS))
    return machines, np.array(labels), np.array(halls), np.array(between), draw(st.integers(1, 4)), start, next_hall


def walked_alone(machines, labels, halls, between, features, start, next_hall):
    """The points of one sequence of features, FORBIDDEN where it may not be."""
    *states, hall = start
    points = 0
    for feature in features:
        points += 0 if hall == HALLS else int(between[hall, halls[feature]])
        hall = halls[feature]
        if min(states) >= 0:
            points += sum(
                int(machine.costs[state, label])
                for machine, state, label in zip(machines, states, labels[feature], strict=True)
                if machine.costs is not None
            )
        states = [
            -1 if state < 0 else int(machine.moves[state, label])
            for machine, state, label in zip(machines, states, labels[feature], strict=True)
        ]
    points += 0 if HALLS in (hall, next_hall) else int(between[hall, next_hall])
    if min(states) < 0:
        return FORBIDDEN
    return min(
        FORBIDDEN, points + sum(int(machine.ends[state]) for machine, state in zip(machines, states, strict=True))
    )


def walked_together(memory, features):
    """The same through the joint memory, as the kernel walks it."""
    state, points = 0, 0
    if not memory.states[0]:
        return FORBIDDEN
    for k, feature in enumerate(features):
        points += int(memory.move_costs[k, feature, state])
        state = int(memory.moves[k, feature, state])
        if state < 0:
            return FORBIDDEN
    return points + int(memory.ends[state])


@given(ward_years())
def test_joint_memory_costs_every_sequence_what_its_automata_do(case):
    machines, labels, halls, between, meetings, *ends = case
    memory = joint_memory(*case)

    for features in product(range(len(halls)), repeat=meetings):
        assert walked_together(memory, features) == walked_alone(machines, labels, halls, between, features, *ends)


@given(ward_years())
def test_every_state_that_is_kept_leads_to_an_end(case):
    memory = joint_memory(*case)

    assert (memory.ends < FORBIDDEN).all()
    for k, states in enumerate(memory.states[:-1]):
        assert (memory.moves[k, :, :states] >= 0).any(axis=0).all()
