"""Visits to community groups before each panel, planned once the panels stand. Knows no solver.

Wards never compete for anything here, so each ward's best choice is the borough's: several wards may go to one group on
one day, and an officer who serves several wards goes out for the first of them only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.facts import Group, Officer
from scheduler.hours import local_hours, open_spans
from scheduler.plan import Plan, PlannedMeeting
from scheduler.policy import Outreach
from scheduler.problem import PlanningProblem, WardView


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit, whose feedback opens the agenda of the panel `meeting_id`. It names an officer: not for the public."""

    meeting_id: str
    ward_code: str
    group: Group
    starts_at: datetime
    ends_at: datetime
    officer_id: str


@dataclass(frozen=True, slots=True, order=True)
class _Tally:
    """How good a ward's visits are: fewer panels without one, then fewer groups seen twice, then nearer the middle."""

    unvisited: int = 0
    repeats: int = 0
    days_astray: int = 0


@dataclass(frozen=True, slots=True)
class _Choice:
    """The best visits that have seen just these groups."""

    tally: _Tally
    visits: tuple[Visit, ...]


def plan_visits(problem: PlanningProblem, plan: Plan, outreach: Outreach) -> tuple[Visit, ...]:
    """At most one visit before each standing panel, in the order of their starts.

    Edges:  a visit is never before the ward's panel before, so windows of two panels never mix; ties go to the earlier
            day and the lower group id
    """
    at_panels = _at_panels(plan)
    visits = [visit for view in problem.wards for visit in _ward_visits(problem, plan, view, outreach, at_panels)]
    return tuple(sorted(visits, key=lambda visit: (visit.starts_at, visit.ward_code, visit.meeting_id)))


def _ward_visits(
    problem: PlanningProblem, plan: Plan, view: WardView, outreach: Outreach, at_panels: Mapping[str, list[Busy]]
) -> tuple[Visit, ...]:
    """Exact: tries every group before every panel, and keeps the best way to have seen each set of groups."""
    panels = sorted(
        (meeting for meeting in plan.meetings if meeting.stands and meeting.ward_code == view.ward.code),
        key=lambda meeting: meeting.starts_at,
    )
    ways: dict[frozenset[str], _Choice] = {frozenset(): _Choice(_Tally(), ())}
    earlier = date.min
    for panel in panels:
        options = _options(problem, view, panel, earlier, outreach, at_panels)
        ways = _extended(ways, options, outreach, panel)
        earlier = panel.held_on
    return min(ways.values(), key=_rank).visits


def _extended(
    ways: Mapping[frozenset[str], _Choice], options: list[Visit], outreach: Outreach, panel: PlannedMeeting
) -> dict[frozenset[str], _Choice]:
    grown: dict[frozenset[str], _Choice] = {}
    for seen, so_far in ways.items():
        tally = so_far.tally
        none = _Choice(_Tally(tally.unvisited + 1, tally.repeats, tally.days_astray), so_far.visits)
        grown[seen] = min(grown.get(seen, none), none, key=_rank)
        for visit in options:
            met = seen | {visit.group.group_id}
            more = _Tally(
                tally.unvisited,
                tally.repeats + (met == seen),
                tally.days_astray + _days_astray(visit, outreach, panel),
            )
            way = _Choice(more, (*so_far.visits, visit))
            grown[met] = min(grown.get(met, way), way, key=_rank)
    return grown


def _rank(choice: _Choice) -> tuple[_Tally, tuple[tuple[datetime, str], ...]]:
    return choice.tally, tuple((visit.starts_at, visit.group.group_id) for visit in choice.visits)


def _days_astray(visit: Visit, outreach: Outreach, panel: PlannedMeeting) -> int:
    """How far a visit is from the middle of its window, in half days."""
    before = (panel.held_on - visit.starts_at.date()).days
    return abs(2 * before - outreach.earliest_days - outreach.latest_days)


def _options(
    problem: PlanningProblem,
    view: WardView,
    panel: PlannedMeeting,
    earlier: date,
    outreach: Outreach,
    at_panels: Mapping[str, list[Busy]],
) -> list[Visit]:
    """Every group that meets in the window while one of the ward's own officers is free to go."""
    first = max(panel.held_on - timedelta(days=outreach.earliest_days), earlier + timedelta(days=1))
    last = panel.held_on - timedelta(days=outreach.latest_days)
    options = []
    for group in problem.borough.groups:
        if view.ward.code not in group.ward_codes:
            continue
        for starts in _meets(problem, group, first, last, outreach.minutes):
            ends = starts + timedelta(minutes=outreach.minutes)
            officer = next((o for o in _own(problem, view) if _is_free(problem, o, starts, ends, at_panels)), None)
            if officer and not _is_closed(problem, starts.date()):
                options.append(_visit(problem, panel, group, starts, officer, outreach))
    return options


def _visit(
    problem: PlanningProblem,
    panel: PlannedMeeting,
    group: Group,
    starts: datetime,
    officer: Officer,
    outreach: Outreach,
) -> Visit:
    local = starts.replace(tzinfo=problem.zone)
    ends = local + timedelta(minutes=outreach.minutes)
    return Visit(panel.meeting_id, panel.ward_code, group, local, ends, officer.officer_id)


def _meets(problem: PlanningProblem, group: Group, first: date, last: date, minutes: int) -> Iterator[datetime]:
    """When a group's meetings begin, of those long enough for a visit."""
    if last < first:
        return
    spans = open_spans(local_hours(group.meets, problem.borough.school), first, last)
    for starts, ends in zip(spans.starts, spans.ends, strict=True):
        if starts.date() <= last and ends - starts >= timedelta(minutes=minutes):
            yield starts


def _own(problem: PlanningProblem, view: WardView) -> Iterator[Officer]:
    for officer in view.ward_officers:
        first = next(other for other in problem.wards if other.ward.code in officer.ward_codes)
        if first.index == view.index:
            yield officer


Busy = tuple[datetime, datetime]


def _at_panels(plan: Plan) -> Mapping[str, list[Busy]]:
    busy: dict[str, list[Busy]] = {}
    for meeting in plan.meetings:
        for officer_id in meeting.officers if meeting.stands else ():
            span = (meeting.starts_at.replace(tzinfo=None), meeting.ends_at.replace(tzinfo=None))
            busy.setdefault(officer_id, []).append(span)
    return busy


def _is_free(
    problem: PlanningProblem, officer: Officer, starts: datetime, ends: datetime, at_panels: Mapping[str, list[Busy]]
) -> bool:
    """On duty for the whole visit, not away, and at no panel and no other appointment."""
    away = problem.absences_by_officer.get(officer.officer_id, ())
    taken = [(busy.starts, busy.ends) for busy in problem.busy_by_officer.get(officer.officer_id, ())]
    taken += at_panels.get(officer.officer_id, ())
    return (
        open_spans(problem.duty_of(officer), problem.first_day, problem.last_day).cover(starts, ends)
        and not any(starts.date() in absence.days for absence in away)
        and not any(first < ends and starts < last for first, last in taken)
    )


def _is_closed(problem: PlanningProblem, day: date) -> bool:
    return day in problem.closed_days or day not in problem.period
