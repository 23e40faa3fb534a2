"""What every peer starts from and ends with: the year's possible times told apart, and a plan put together from parts.

Shares no code with the solver; the score comes from the audit's own scorer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from benchmarks.reference import ReferenceYear, When
from scheduler.audit import audit, cost_by_rule
from scheduler.plan import Plan, PlannedMeeting, PlanStatus, meeting_id
from scheduler.problem import PlanningProblem


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting as a peer thinks of it, before it has an identity."""

    when: When
    venue_id: str
    sergeant: str
    ward_officer: str
    inspector: str | None = None
    public_realm: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the audit says of a peer's plan. Edges: no cost where must-rules are broken, as breaking them is cheap."""

    breaches: int
    cost: int | None


def judged(problem: PlanningProblem, plan: Plan) -> Judged:
    """Count a plan's breaches and, where there are none, its points."""
    breaches = len(audit(problem, plan))
    return Judged(breaches, None if breaches else sum(cost_by_rule(problem, plan).values()))


def plan_of(year: ReferenceYear, held: Mapping[str, Sequence[Held]]) -> Plan:
    """The plan of these meetings by ward, not yet scored."""
    profile = year.borough.profile
    zone = ZoneInfo(profile.timezone)
    meetings = [
        _meeting(code, ordinal, each, zone)
        for code, ward in held.items()
        for ordinal, each in enumerate(sorted(ward, key=lambda each: each.when), start=1)
    ]
    return Plan(
        borough=profile.name,
        borough_code=profile.code,
        first_day=year.first_day,
        last_day=year.last_day,
        status=PlanStatus.FEASIBLE,
        cost=0,
        bound=0,
        cost_by_rule={},
        meetings=tuple(sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.ward_code))),
        timezone=profile.timezone,
    )


def _meeting(code: str, ordinal: int, held: Held, zone: ZoneInfo) -> PlannedMeeting:
    return PlannedMeeting(
        meeting_id=meeting_id(held.when.day.year, code, ordinal),
        ward_code=code,
        session=held.when.session,
        starts_at=held.when.starts.replace(tzinfo=zone),
        ends_at=held.when.ends.replace(tzinfo=zone),
        venue_id=held.venue_id,
        sergeant=held.sergeant,
        ward_officers=(held.ward_officer,),
        inspector=held.inspector,
        public_realm=held.public_realm,
    )


def overlapping(whens: Iterable[When]) -> dict[When, tuple[int, ...]]:
    """The numbers of the groups that each time is in: two times overlap exactly where they share a group.

    Edges: a group is all that is going on at one start, and never inside another group
    """
    on_day: dict[object, list[When]] = defaultdict(list)
    for when in sorted(set(whens)):
        on_day[when.day].append(when)
    groups: list[frozenset[When]] = []
    for day in on_day.values():
        found = {frozenset(when for when in day if when.starts <= at.starts < when.ends) for at in day}
        groups += sorted((one for one in found if not any(one < other for other in found)), key=min)
    numbers: dict[When, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for when in group:
            numbers[when].append(number)
    return {when: tuple(found) for when, found in numbers.items()}


def within(seconds: float) -> timedelta:
    """A time limit, as libraries want it."""
    return timedelta(seconds=seconds)
