"""How far a search has come, for whoever is waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One step forward.

    Units: `cost` of the best plan so far and `bound` no plan can beat, in points; None while unknown
    """

    stage: str
    cost: int | None = None
    bound: int | None = None


Listener = Callable[[Progress], None]


def silence(progress: Progress) -> None:
    """Nobody is waiting."""
