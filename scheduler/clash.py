"""What a clash is: the smallest set of demands that cannot all be met, and the single changes that would mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clash:
    """Why no plan exists, for one ward or for wards together.

    Edges: leave out any one of `demands` and the rest can be met; each of `repairs` alone is enough, the least to ask
           first; `is_proven`: checked by solving again; `ward_codes`: the wards concerned
    """

    subject: str
    ward_codes: tuple[str, ...]
    demands: tuple[str, ...]
    repairs: tuple[str, ...]
    is_proven: bool

    def lines(self) -> tuple[str, ...]:
        """The clash in words, a line each."""
        found = (f"{self.subject}: these cannot all be kept:", *(f"  - {demand}" for demand in self.demands))
        if not self.repairs:
            return (*found, "  No single change that was tried mends it.")
        return (
            *found,
            "  Any one of these would mend it:",
            *(f"  {n}. {each}" for n, each in enumerate(self.repairs, 1)),
        )
