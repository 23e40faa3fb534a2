"""The use case behind `wardpanels compare`: the year under each policy, and what it comes to. It stores nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from publishers.comparison_page import publish
from scheduler.compare import borough_under, compared, outcome_of, policies_of
from scheduler.comparison import Comparison, Impossible, PolicyOutcome
from scheduler.errors import NoPlan
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.policy import NamedPolicy
from scheduler.progress import Listener, silence
from wardpanels.disk import outputs
from wardpanels.disk.output import Written, write_folder
from wardpanels.year import planning, reading


def compare(folder: Path, period: Period, progress: Listener = silence, *, at: datetime | None = None) -> Comparison:
    """Plan the year under every policy of the borough, and measure each; say why where there is no plan.

    Errors: as `reading.check`; NoPlan where none of the policies has a plan
    """
    borough = reading.check(folder, period, at).borough
    comparison = compared(borough, period, [_found(borough, named, period, progress) for named in policies_of(borough)])
    if not comparison.outcomes:
        raise NoPlan(tuple(f"{each.name}: {reason}" for each in comparison.impossible for reason in each.reasons))
    return comparison


def _found(borough: Borough, named: NamedPolicy, period: Period, progress: Listener) -> PolicyOutcome | Impossible:

    try:
        drafted = planning.plan_borough(borough_under(borough, named), period, progress)
    except NoPlan as fault:
        return Impossible(named.name, named.title, named.summary, fault.reasons)
    return outcome_of(drafted.problem, drafted.plan, named)


def write(comparison: Comparison, folder: Path) -> Written:
    """Write the printable page and its chart.

    Errors: CannotUse
    """
    return write_folder(folder, publish(comparison), outputs.COMPARISON)
