"""What was read of a borough, and what each ward is owed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.tiers import Standing
from wardpanels.year.reading import Checked


def borough_counts(borough: Borough) -> dict[str, int]:
    """How much of each thing was read."""
    return {
        "wards": len(borough.wards),
        "halls": len(borough.venues),
        "officers": len(borough.officers),
        "past meetings": len(borough.attendance),
    }


def checked_facts(checked: Checked, data: Path) -> dict[str, Any]:
    """A borough whose data can be used, for a script."""
    name = checked.borough.profile.name
    return {"borough": name, "data": str(data), "problems": [], **borough_counts(checked.borough)}


def standing_facts(standing: Standing, period: Period) -> dict[str, Any]:
    """One ward's tier for a script: what it owes a year, and in a period."""
    evening, daytime = standing.owed(period)
    return {
        "ward_code": standing.ward.code,
        "ward": standing.ward.name,
        "tier": standing.tier.name,
        "mean_residents": float(standing.mean_residents) if standing.mean_residents is not None else None,
        "meetings_counted": len(standing.attendance),
        "evening": standing.tier.evening,
        "daytime": standing.tier.daytime,
        "newest": standing.newest and standing.newest.isoformat(),
        "evening_in_period": evening,
        "daytime_in_period": daytime,
        "is_override": standing.is_override,
        "reason": standing.reason,
    }
