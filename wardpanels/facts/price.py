"""What a rule costs at several settings."""

from __future__ import annotations

from typing import Any

from scheduler.price import PriceAt, Priced


def price_facts(priced: Priced) -> dict[str, Any]:
    """The settings for a script: every figure as a number."""
    return {
        "borough": priced.borough,
        "first_day": priced.period.first_day.isoformat(),
        "last_day": priced.period.last_day.isoformat(),
        "rule": priced.rule,
        "sentence": priced.sentence,
        "limit": priced.number or None,
        "now": priced.now,
        "settings": [_setting_facts(priced, setting) for setting in priced.settings],
        "impossible": list(priced.impossible),
    }


def _setting_facts(priced: Priced, setting: PriceAt) -> dict[str, Any]:
    return {
        "value": setting.value,
        "is_proven": setting.is_proven,
        "units": setting.units if priced.unit else None,
        "points_of_other_rules": dict(setting.points),
        "hire_gbp": setting.hire_gbp,
        "halls_by_ward": dict(setting.halls),
    }
