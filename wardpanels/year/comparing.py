"""The use case behind `wardpanels compare`: the year under each policy, and what it comes to. It stores nothing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.comparison import Comparison, GroupVisit, Impossible, Outcome, measures
from scheduler.errors import NoPlan
from wardpanels import actions

if TYPE_CHECKING:
    from scheduler.facts import Borough
    from scheduler.policy import NamedPolicy
    from wardpanels.actions import Tell
    from wardpanels.disk.output import Written


def compare(folder: Path, year: int, progress: Tell | None = None) -> Comparison:
    """Plan the year under every policy of the borough, and measure each; say why where there is no plan.

    Errors: as `actions.check`; NoPlan where none of the policies has a plan
    """
    from scheduler.compare import compared, policies_of

    borough = actions.check(folder, year).borough
    comparison = compared(borough, year, [_found(borough, named, year, progress) for named in policies_of(borough)])
    if not comparison.outcomes:
        raise NoPlan(tuple(f"{each.name}: {reason}" for each in comparison.impossible for reason in each.reasons))
    return comparison


def _found(borough: Borough, named: NamedPolicy, year: int, progress: Tell | None) -> Outcome | Impossible:
    from scheduler.compare import borough_under, outcome_of

    try:
        drafted = actions.plan_borough(borough_under(borough, named), year, progress)
    except NoPlan as fault:
        return Impossible(named.name, named.title, named.summary, fault.reasons)
    return outcome_of(drafted.problem, drafted.plan, named)


def write(comparison: Comparison, folder: Path) -> Written:
    """Write the printable page and its chart.

    Errors: CannotUse
    """
    from publishers.comparison_page import publish
    from wardpanels.disk.output import write_folder

    return write_folder(folder, publish(comparison), "comparison")


def comparison_facts(comparison: Comparison) -> dict[str, Any]:
    """The comparison for a script: every figure as a number, and the visits."""
    return {
        "borough": comparison.borough,
        "year": comparison.year,
        "audiences": [{"name": name, "day": day} for name, day in comparison.audiences],
        "policies": [_outcome_facts(outcome) for outcome in comparison.outcomes],
        "impossible": [asdict(each) for each in comparison.impossible],
    }


def comparison_rows(comparison: Comparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The table's heads and rows, as people read them."""
    heads = ("", *(outcome.title for outcome in comparison.outcomes))
    return heads, [(measure.label, *measure.figures) for measure in measures(comparison)]


def _outcome_facts(outcome: Outcome) -> dict[str, Any]:
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
