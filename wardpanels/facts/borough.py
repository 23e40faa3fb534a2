"""What was read of a borough, and what each ward is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.facts import Borough

if TYPE_CHECKING:
    from scheduler.tiers import Standing


def borough_counts(borough: Borough) -> dict[str, int]:
    """How much of each thing was read."""
    return {
        "wards": len(borough.wards),
        "halls": len(borough.venues),
        "officers": len(borough.officers),
        "past meetings": len(borough.attendance),
    }


def standing_facts(standing: Standing) -> dict[str, Any]:
    """One ward's tier for a script."""
    return {
        "ward_code": standing.ward.code,
        "ward": standing.ward.name,
        "tier": standing.tier.name,
        "mean_residents": float(standing.mean_residents) if standing.mean_residents is not None else None,
        "meetings_counted": standing.meetings_counted,
        "evening": standing.tier.evening,
        "daytime": standing.tier.daytime,
        "is_override": standing.is_override,
        "reason": standing.reason,
    }
