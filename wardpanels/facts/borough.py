"""What was read of a borough, and what each ward is owed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scheduler.assumed import assumed_halls, assumed_officers
from scheduler.basis import ACCESS, unchecked
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.problem import PlanningProblem
from scheduler.tiers import Standing
from scheduler.year_strips import YearStrip, hall_strips, mondays, officer_strips
from wardpanels.year.losses import ended_files, losses
from wardpanels.year.reading import Checked


def borough_counts(borough: Borough) -> dict[str, int]:
    """How much of each thing was read."""
    return {
        "wards": len(borough.wards),
        "halls": len(borough.venues),
        "officers": len(borough.officers),
        "past meetings": len(borough.attendance),
    }


def unchecked_counts(borough: Borough) -> dict[str, int]:
    """At how many halls nobody has checked each fact of access."""
    return {fact: len(unchecked(borough.venues, fact)) for fact in ACCESS}


def checked_facts(checked: Checked, data: Path, period: Period) -> dict[str, Any]:
    """A borough whose data can be used, for a script, and which of its files end before a period does."""
    name = checked.borough.profile.name
    lost = [{"file": loss.file, "loses": loss.loses} for loss in losses(checked.borough)]
    ended = [
        {"file": each.loss.file, "last_day": each.last_day.isoformat(), "loses": each.loss.loses}
        for each in ended_files(checked.borough, period)
    ]
    assumed = {
        "halls": [each.venue_id for each in assumed_halls(checked.borough)],
        "officers": [each.officer_id for each in assumed_officers(checked.borough)],
    }
    return {
        "borough": name,
        "data": str(data),
        "problems": [],
        **borough_counts(checked.borough),
        "left_out": lost,
        "ended": ended,
        "assumed": assumed,
        "unchecked": unchecked_counts(checked.borough),
    }


def calendar_facts(problem: PlanningProblem) -> dict[str, Any]:
    """Each hall's and officer's year for a script: a letter for each week."""
    return {
        "mondays": [day.isoformat() for day in mondays(problem.period)],
        "halls": [{"venue_id": each.subject, **_weeks(each)} for each in hall_strips(problem)],
        "officers": [{"officer_id": each.subject, **_weeks(each)} for each in officer_strips(problem)],
    }


def _weeks(strip: YearStrip) -> dict[str, str]:
    return {"name": strip.name, "by_day": strip.by_day, "by_evening": strip.by_evening}


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
