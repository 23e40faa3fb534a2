"""Whether an officer is on duty: the plain side's answer, for one meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from scheduler.facts import Officer
from scheduler.hours import open_spans
from scheduler.problem import PlanningProblem


def off_duty_reason(problem: PlanningProblem, officer: Officer, begins: datetime) -> str | None:
    """Why an officer is not on duty for a meeting that begins then (local, without zone); None where they are."""
    for absence in problem.absences_by_officer.get(officer.officer_id, ()):
        if begins.date() in absence.days:
            return f"is away from {absence.days.first:%d %b} to {absence.days.last:%d %b}"
    ends = begins + problem.length
    for busy in problem.busy_by_officer.get(officer.officer_id, ()):
        if busy.starts < ends and begins < busy.ends:
            return f"is taken from {busy.starts:%d %b %H:%M} to {busy.ends:%d %b %H:%M}"
    spans = open_spans(problem.duty_of(officer), problem.first_day, problem.last_day)
    return None if spans.cover(begins, ends) else f"works {officer.working_hours}"


def someone_on_duty(problem: PlanningProblem, officers: Iterable[Officer], begins: datetime) -> bool:
    """Whether at least one of them is."""
    return any(off_duty_reason(problem, officer, begins) is None for officer in officers)
