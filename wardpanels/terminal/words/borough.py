"""What was read of a borough, and what each ward is owed, in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from scheduler.tiers import Standing

STANDING_HEADS = ("Ward", "Tier", "Mean", "Evening", "Daytime", "Why")


def counted(counts: Mapping[str, int]) -> str:
    """`20 wards, 90 halls and 80 past meetings`."""
    words = [f"{number:,} {name if number != 1 else name.removesuffix('s')}" for name, number in counts.items()]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def standing_row(standing: Standing) -> tuple[str, ...]:
    """One ward's tier, what it is owed and why."""
    tier = standing.tier
    return (
        standing.ward.name,
        tier.name,
        _tenths(standing.mean_residents),
        str(tier.evening),
        str(tier.daytime),
        standing.reason,
    )


def tiers_sentence(standings: Sequence[Standing]) -> str:
    """How many wards are in each tier, and how many meetings that makes."""
    tiers = sorted(
        {standing.tier.name: standing.tier for standing in standings}.values(), key=lambda t: -t.from_residents
    )
    numbers = Counter(standing.tier.name for standing in standings)
    owed = sum(standing.tier.meetings for standing in standings)
    told = ", ".join(f"{numbers[tier.name]} {tier.name}" for tier in tiers)
    return f"Meetings owed: {owed}. Wards: {told}."


def _tenths(mean: Fraction | None) -> str:
    """A mean to one decimal, rounded down, so that 19.99 never looks like the threshold of 20."""
    return "-" if mean is None else f"{math.floor(mean * 10) / 10:.1f}"
