"""What was read of a borough, and what each ward is owed, in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from scheduler.period import Period
from scheduler.tiers import Standing
from wardpanels.year.evidence import Evidence

STANDING_HEADS = ("Ward", "Tier", "Mean", "Newest", "Evening", "Daytime", "Why")
STANDING_NUMBERS = ("Mean", "Evening", "Daytime")


def counted(counts: Mapping[str, int]) -> str:
    """`20 wards, 90 halls and 80 past meetings`."""
    words = [f"{number:,} {name if number != 1 else name.removesuffix('s')}" for name, number in counts.items()]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def standing_row(standing: Standing, period: Period) -> tuple[str, ...]:
    """One ward's tier, how old what it rests on is, what the ward is owed in a period, and why."""
    evening, daytime = standing.owed(period)
    return (
        standing.ward.name,
        standing.tier.name,
        _tenths(standing.mean_residents),
        _day(standing.newest) if standing.newest else "-",
        str(evening),
        str(daytime),
        standing.reason,
    )


def tiers_sentence(standings: Sequence[Standing], period: Period) -> str:
    """How many wards are in each tier, and how many meetings that makes in a period."""
    tiers = sorted(
        {standing.tier.name: standing.tier for standing in standings}.values(), key=lambda t: -t.from_residents
    )
    numbers = Counter(standing.tier.name for standing in standings)
    owed = sum(sum(standing.owed(period)) for standing in standings)
    told = ", ".join(f"{numbers[tier.name]} {tier.name}" for tier in tiers)
    return f"Meetings owed: {owed}. Wards: {told}."


def evidence_sentences(evidence: Evidence, period: Period) -> tuple[str, ...]:
    """How a part of a year is rounded, what the period was planned on, and which meetings the attendance is of."""
    found, told = evidence.matched, []
    if period.years != 1:
        told.append(
            f"{period}: a year's meetings pro rata, to the nearest whole one, a half up; evening and daytime share them"
            " as in a year."
        )
    if evidence.planned_otherwise:
        planned = ", ".join(f"{each.ward.name} {each.tier.name}" for each in evidence.planned_otherwise)
        told.append(f"{period} was planned on other tiers, and keeps them: {planned}.")
    if found.rows:
        told.append(f"{len(found.ids)} of {found.rows} rows of attendance match a released meeting.")
    return tuple(told)


def evidence_notes(evidence: Evidence) -> tuple[str, ...]:
    """What is to be looked at: attendance of no meeting, and attendance that is old."""
    names = {standing.ward.code: standing.ward.name for standing in evidence.standings}
    rows = (f"{names[row.ward_code]} on {_day(row.held_on)}" for row in evidence.matched.strangers)
    strangers = tuple(f"Note: the attendance of {row} is of no meeting that was released." for row in rows)
    if not evidence.old:
        return strangers
    wards = "1 ward rests" if len(evidence.old) == 1 else f"{len(evidence.old)} wards rest"
    return (*strangers, f"Note: {wards} on attendance that is older than two years.")


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"


def _tenths(mean: Fraction | None) -> str:
    """A mean to one decimal, rounded down, so that 19.99 never looks like the threshold of 20."""
    return "-" if mean is None else f"{math.floor(mean * 10) / 10:.1f}"
