"""Which period is meant: as it was typed, or as a store knows it."""

from __future__ import annotations

from scheduler.period import Period, calendar_year


def typed(period: Period) -> str:
    """The options that name a period."""
    if period == calendar_year(period.first_day.year):
        return f"--year {period}"
    return f"--from {period.first_day} --to {period.last_day}"
