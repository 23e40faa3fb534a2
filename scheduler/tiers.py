"""Where each ward stands: attendance in, tier and expected residents out. Knows no date of the planned year."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scheduler.facts import Borough, HeldMeeting, Ward
from scheduler.policy import Policy, Tier


@dataclass(frozen=True, slots=True)
class Standing:
    """What a ward is owed, and why.

    Units: `expected_residents` is the mean of the meetings counted, rounded up: the smallest hall that will do
    Edges: no attendance yet: no mean, and the middle tier's threshold is expected, also where the borough set the tier
    """

    ward: Ward
    tier: Tier
    mean_residents: Fraction | None
    meetings_counted: int
    expected_residents: int
    reason: str
    is_override: bool


def standings(borough: Borough) -> tuple[Standing, ...]:
    """Return each ward's standing, in ward order."""
    held: dict[str, list[HeldMeeting]] = defaultdict(list)
    for meeting in borough.attendance:
        held[meeting.ward_code].append(meeting)
    return tuple(_standing(ward, held[ward.code], borough.policy) for ward in borough.wards)


def _standing(ward: Ward, held: list[HeldMeeting], policy: Policy) -> Standing:
    latest = sorted(held, key=lambda meeting: (meeting.held_on, meeting.session))[-policy.lookback_meetings :]
    middle = policy.tiers[len(policy.tiers) // 2]
    mean = Fraction(sum(meeting.residents for meeting in latest), len(latest)) if latest else None
    earned = middle if mean is None else tier_of(mean, policy.tiers)
    pattern = next((tier for tier in policy.tiers if tier.name == ward.pattern), None)
    return Standing(
        ward=ward,
        tier=pattern or earned,
        mean_residents=mean,
        meetings_counted=len(latest),
        expected_residents=math.ceil(_threshold(middle) if mean is None else mean),
        reason=_override_reason(pattern) if pattern else _reason(mean, len(latest), earned, policy.tiers),
        is_override=pattern is not None,
    )


def tier_of(mean_residents: Fraction, tiers: Sequence[Tier]) -> Tier:
    """Return the tier that a mean attendance earns.

    Edges: a threshold belongs to the tier it names; the last tier's is 0, so there is always one
    """
    return next(tier for tier in tiers if mean_residents >= _threshold(tier))


def _threshold(tier: Tier) -> Fraction:
    # By way of its text, so that a threshold of 12.3 is 123/10 and not the nearest binary fraction.
    return Fraction(str(tier.from_residents))


def _override_reason(tier: Tier) -> str:
    return f"Set by the borough in wards.csv: {tier.name}."


def _reason(mean: Fraction | None, count: int, tier: Tier, tiers: Sequence[Tier]) -> str:
    if mean is None:
        return f"No attendance recorded yet: taken as {tier.name}, the middle tier."
    meetings = "the last meeting" if count == 1 else f"the last {count} meetings"
    return f"Mean of {_one_decimal(mean)} residents at {meetings}: {_range(tier, tiers)} is {tier.name}."


def _range(tier: Tier, tiers: Sequence[Tier]) -> str:
    place = tiers.index(tier)
    if tier.from_residents or not place:
        return f"{tier.from_residents:g} or more"
    return f"fewer than {tiers[place - 1].from_residents:g}"


def _one_decimal(mean: Fraction) -> str:
    # Rounded down: a mean of 19.96 must not read as the 20 that it missed.
    return f"{math.floor(mean * 10) / 10:g}"
