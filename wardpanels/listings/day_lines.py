"""Writes down what was seen on a day: one line for each thing that is looked at, however often somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from scheduler.evidence.lines import Noted, in_force
from scheduler.store.happened import Notes

AnySeen = TypeVar("AnySeen", bound=Noted)


@dataclass(frozen=True, slots=True)
class DayLines(Generic[AnySeen]):
    """How lines of one kind are kept.

    Edges: `of` is the thing that was looked at and the day; `adds` is whether the second of two looks at it, on one
           day, says what the first did not; `by` is who looks
    """

    kind: type[AnySeen]
    of: Callable[[AnySeen], Hashable]
    adds: Callable[[AnySeen, AnySeen], bool]
    by: str

    def keep(self, notes: Notes, code: str, seen: Iterable[AnySeen], at: datetime) -> int:
        """Write down what was seen, and return how many lines that took.

        Edges:  a later look of the same day takes the place of the earlier one where it adds to it, else it is dropped
        Errors: StaleNote, where another look corrected the same line meanwhile
        """
        lines = [(line.number, line.noted) for line in in_force(notes.lines(code))]
        known = {self.of(noted): (number, noted) for number, noted in lines if isinstance(noted, self.kind)}
        told = {self.of(each): each for each in seen}
        new = [each for key, each in told.items() if key not in known]
        changed = [
            (known[key][0], each) for key, each in told.items() if key in known and self.adds(known[key][1], each)
        ]
        notes.add_all(code, new, by=self.by, at=at)
        for number, each in changed:
            notes.add(code, each, by=self.by, at=at, replaces=number)
        return len(new) + len(changed)
