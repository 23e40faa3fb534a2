"""The memory of which halls a ward's year has used: shared by the rules that ask about the set."""

from __future__ import annotations

import numpy as np

from scheduler.problem import IntArray


def hall_labels(halls: int, usable: tuple[int, ...]) -> IntArray:
    """Each usable hall's place among the usable ones, for every slot; 0 for the others, which have no slot."""
    labels = np.zeros(halls, dtype=np.int64)
    labels[list(usable)] = np.arange(len(usable))
    return labels.reshape(1, 1, -1)


def hall_set_moves(usable: int) -> IntArray:
    """Adding each hall to each set: state = the set as a bit mask."""
    masks = np.arange(1 << usable)
    return np.asarray(masks[:, np.newaxis] | (1 << np.arange(usable))[np.newaxis, :], dtype=np.int64)
