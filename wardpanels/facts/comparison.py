"""The policies side by side."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from scheduler.comparison import Comparison, GroupVisit, PolicyOutcome


def comparison_facts(comparison: Comparison) -> dict[str, Any]:
    """The comparison for a script: every figure as a number, and the visits."""
    return {
        "borough": comparison.borough,
        "year": comparison.period.first_day.year,
        "first_day": comparison.period.first_day.isoformat(),
        "last_day": comparison.period.last_day.isoformat(),
        "audiences": [{"name": name, "day": day} for name, day in comparison.audiences],
        "policies": [_outcome_facts(outcome) for outcome in comparison.outcomes],
        "impossible": [asdict(each) for each in comparison.impossible],
    }


def _outcome_facts(outcome: PolicyOutcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "title": outcome.title,
        "is_proven": outcome.is_proven,
        "meetings": {
            "evening": outcome.evening,
            "weekday_daytime": outcome.weekday_daytime,
            "weekend_daytime": outcome.weekend_daytime,
        },
        "reach": [{"audience": each.audience, "hours": each.hours, "wards": each.wards} for each in outcome.reach],
        "halls": outcome.halls,
        "hire_gbp": outcome.hire_gbp,
        "officer_hours": outcome.officer_hours,
        "public_realm": {"visits": outcome.public_realm.visits, "busiest": outcome.public_realm.busiest},
        "inspectors": {"visits": outcome.inspectors.visits, "busiest": outcome.inspectors.busiest},
        "on_days_to_avoid": outcome.to_avoid,
        "evenings_kept": outcome.evenings_kept,
        "evenings_changed": outcome.evenings_changed,
        "starts_changed": outcome.starts_changed,
        "before_polls": outcome.before_polls,
        "panels_unvisited": outcome.unvisited,
        "visits": [_visit_facts(visit) for visit in outcome.visits],
    }


def _visit_facts(visit: GroupVisit) -> dict[str, str]:
    return {
        "meeting_id": visit.meeting_id,
        "ward_code": visit.ward_code,
        "group": visit.group,
        "venue": visit.venue,
        "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(),
    }
