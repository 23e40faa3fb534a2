"""Where each ward stands: attendance in, tier and expected residents out; or where it stood when a plan was made."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scheduler.facts import Borough, HeldMeeting, PlannedTier, Ward
from scheduler.period import Period
from scheduler.plan import Plan, PlannedMeeting, by_kind
from scheduler.policy import Policy, Tier


@dataclass(frozen=True, slots=True)
class Standing:
    """What a ward is owed, and why.

    Units: `expected_residents` is the mean of the meetings counted, rounded up: the smallest hall that will do
    Edges: `attendance` are the meetings counted, oldest first; none yet: no mean, and the middle tier's threshold is
           expected, also where the borough set the tier
    """

    ward: Ward
    tier: Tier
    attendance: tuple[HeldMeeting, ...]
    expected_residents: int
    reason: str
    is_override: bool

    @property
    def mean_residents(self) -> Fraction | None:
        """Residents at a meeting counted."""
        return _mean(self.attendance)

    def owed(self, period: Period) -> tuple[int, int]:
        """The evening and daytime meetings that it is owed in a period: a year's, pro rata."""
        return period.pro_rata_of_two(self.tier.evening, self.tier.daytime)

    @property
    def newest(self) -> date | None:
        """The day of the latest meeting counted."""
        return self.attendance[-1].held_on if self.attendance else None


def standings(borough: Borough) -> tuple[Standing, ...]:
    """Return each ward's standing, in ward order: as it was planned where that is known, else as attendance says."""
    held: dict[str, list[HeldMeeting]] = defaultdict(list)
    for meeting in sorted(borough.attendance, key=lambda meeting: (meeting.held_on, meeting.session)):
        held[meeting.ward_code].append(meeting)
    count, planned = borough.policy.lookback_meetings, borough.planned_tiers
    return tuple(
        _standing(ward, tuple(held[ward.code][-count:]), borough.policy, planned.get(ward.code))
        for ward in borough.wards
    )


def planned_tiers(standings: Iterable[Standing]) -> Mapping[str, PlannedTier]:
    """What a plan keeps of the standings that it was made on, by ward code."""
    return {each.ward.code: PlannedTier(each.tier.name, each.attendance, each.is_override) for each in standings}


def tiers_of(policy: Policy, plan: Plan) -> Mapping[str, PlannedTier]:
    """The tiers that a plan was made on, by ward code: what it says, and of other wards what its meetings show."""
    return {**inferred_tiers(policy, plan), **plan.planned_tiers}


def inferred_tiers(policy: Policy, plan: Plan) -> Mapping[str, PlannedTier]:
    """The tiers that a plan was made on as far as its meetings show, by ward code: for plans that do not say.

    Edges: a ward is left out whose evening and daytime meetings no tier owes in the period, or more than one
    """
    owed = {tier.name: plan.period.pro_rata_of_two(tier.evening, tier.daytime) for tier in policy.tiers}
    by_ward: dict[str, list[PlannedMeeting]] = defaultdict(list)
    for meeting in (each for each in plan.meetings if each.is_promised):
        by_ward[meeting.ward_code].append(meeting)
    fitting = {code: [name for name in owed if owed[name] == by_kind(held)] for code, held in by_ward.items()}
    return {code: PlannedTier(names[0]) for code, names in fitting.items() if len(names) == 1}


def _standing(ward: Ward, latest: tuple[HeldMeeting, ...], policy: Policy, planned: PlannedTier | None) -> Standing:
    counted = latest if planned is None or planned.attendance is None else planned.attendance
    middle, mean = policy.tiers[len(policy.tiers) // 2], _mean(counted)
    earned = middle if mean is None else tier_of(mean, policy.tiers)
    asked = planned.tier if planned else policy.every_ward or ward.pattern
    given = next((tier for tier in policy.tiers if tier.name == asked), None)
    is_override = planned.is_override if planned else given is not None
    if given and given.name == policy.every_ward:
        reason = f"Set by the borough for every ward: {given.name}."
    elif given and is_override:
        reason = f"Set by the borough in wards.csv: {given.name}."
    elif given and given != earned:
        reason = f"Planned as {given.name}, which holds for the whole period."
    else:
        reason = _reason(mean, len(counted), earned, policy.tiers)
    return Standing(
        ward=ward,
        tier=given or earned,
        attendance=counted,
        expected_residents=math.ceil(_threshold(middle) if mean is None else mean),
        reason=reason,
        is_override=is_override,
    )


def _mean(held: Sequence[HeldMeeting]) -> Fraction | None:
    return Fraction(sum(meeting.residents for meeting in held), len(held)) if held else None


def tier_of(mean_residents: Fraction, tiers: Sequence[Tier]) -> Tier:
    """Return the tier that a mean attendance earns.

    Edges: a threshold belongs to the tier it names; the last tier's is 0, so there is always one
    """
    return next(tier for tier in tiers if mean_residents >= _threshold(tier))


def _threshold(tier: Tier) -> Fraction:
    # By way of its text, so that a threshold of 12.3 is 123/10 and not the nearest binary fraction.
    return Fraction(str(tier.from_residents))


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
