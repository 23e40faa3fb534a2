"""What a clash is: the smallest set of demands that cannot all be met, and the smallest changes that would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clash:
    """Why no plan exists, for one ward or for wards together.

    Edges: leave out any one of `demands` and the rest can be met; each of `repairs` is enough: single changes, the
           least to ask first, or, where none of those is enough, the smallest sets of changes; `is_proven`: checked by
           solving again; `ward_codes`: the wards concerned
    """

    subject: str
    ward_codes: tuple[str, ...]
    demands: tuple[str, ...]
    repairs: tuple[tuple[str, ...], ...]
    is_proven: bool

    @property
    def is_hopeless(self) -> bool:
        """Whether not even all changes that were tried, made together, are known to be enough."""
        return not self.repairs

    def lines(self) -> tuple[str, ...]:
        """The clash in words, a line each."""
        found = (f"{self.subject}: these cannot all be kept:", *(f"  - {demand}" for demand in self.demands))
        return (*found, *self._mending())

    def _mending(self) -> Iterator[str]:
        if self.is_hopeless:
            yield "  Not even all changes that were tried, made together, are known to mend it."
        elif len(self.repairs[0]) == 1:
            yield "  Any one of these would mend it:"
        else:
            yield "  No single change that was tried mends it. Any one of these sets of changes would:"
        for n, (first, *rest) in enumerate(self.repairs, 1):
            yield f"  {n}. {first}"
            yield from (f"     and: {each}" for each in rest)
