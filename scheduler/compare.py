"""What a policy comes to: measures of a finished plan. It plans nothing and prints nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from scheduler.audiences import AUDIENCES, Audience
from scheduler.comparison import Comparison, GroupVisit, Impossible, Load, PolicyOutcome, Reach
from scheduler.facts import Borough, DayKind
from scheduler.outreach import Visit, plan_visits
from scheduler.period import Period
from scheduler.plan import Plan, PlannedMeeting, PlanStatus
from scheduler.policy import NamedPolicy, Session, with_the_usual
from scheduler.problem import PlanningProblem
from scheduler.release.elections import poll_after
from scheduler.rules.hire_cost import hire_gbp
from scheduler.rules.shapes import still_held


def policies_of(borough: Borough) -> tuple[NamedPolicy, ...]:
    """The policies to compare: the borough's own first, then those that borough.toml names, in its order."""
    return with_the_usual(borough.policy, borough.policies)


def borough_under(borough: Borough, named: NamedPolicy) -> Borough:
    """The same borough with another policy in force. The others can be chosen in its place as before."""
    return replace(borough, policy=named.policy, policies=policies_of(borough), in_force=named.name)


def compared(borough: Borough, period: Period, found: Iterable[PolicyOutcome | Impossible]) -> Comparison:
    """The policies side by side."""
    found = tuple(found)
    audiences = tuple((audience.name, audience.day) for audience in AUDIENCES)
    outcomes = tuple(each for each in found if isinstance(each, PolicyOutcome))
    impossible = tuple(each for each in found if isinstance(each, Impossible))
    return Comparison(borough.profile.name, period, len(borough.wards), audiences, outcomes, impossible)


def outcome_of(problem: PlanningProblem, plan: Plan, named: NamedPolicy) -> PolicyOutcome:
    """Measure one policy's plan. Cancelled meetings do not count."""
    meetings = still_held(plan)
    sessions = Counter(meeting.session for meeting in meetings)
    visits = plan_visits(problem, plan, named.outreach) if named.outreach else ()
    visit_hours = sum((visit.ends_at - visit.starts_at).total_seconds() for visit in visits) / 3600
    on_day, off_day, other_start = _against_what_members_know(problem, meetings)
    return PolicyOutcome(
        name=named.name,
        title=named.title,
        summary=named.summary,
        is_proven=plan.status is PlanStatus.OPTIMAL,
        evening=sessions[Session.EVENING],
        weekday_daytime=sessions[Session.WEEKDAY_DAYTIME],
        weekend_daytime=sessions[Session.WEEKEND_DAYTIME],
        reach=tuple(_reach(problem, audience, meetings) for audience in AUDIENCES),
        visits=tuple(_public(visit) for visit in visits),
        visit_hours=visit_hours,
        unvisited=len(meetings) - len(visits) if named.outreach else 0,
        halls=len({meeting.venue_id for meeting in meetings}),
        hire_gbp=sum(hire_gbp(problem, problem.venue_by_id[meeting.venue_id]) for meeting in meetings),
        officer_hours=sum(len(meeting.officers) for meeting in meetings) * _hours(problem) + visit_hours,
        public_realm=_load(meeting.public_realm for meeting in meetings),
        inspectors=_load(meeting.inspector for meeting in meetings),
        to_avoid=sum(_is_to_avoid(problem, meeting) for meeting in meetings),
        evenings_kept=on_day,
        evenings_changed=off_day,
        starts_changed=other_start,
        before_polls=sum(poll_after(problem.borough.elections, each.held_on) is not None for each in meetings),
    )


def _reach(problem: PlanningProblem, audience: Audience, meetings: Iterable[PlannedMeeting]) -> Reach:
    suiting = [meeting for meeting in meetings if audience.can_come(problem.borough.school, meeting)]
    return Reach(audience.name, len(suiting) * _hours(problem), len({meeting.ward_code for meeting in suiting}))


def _hours(problem: PlanningProblem) -> float:
    return problem.borough.policy.length_minutes / 60


def _load(officer_ids: Iterable[str | None]) -> Load:
    load = Counter(officer_id for officer_id in officer_ids if officer_id is not None)
    return Load(load.total(), max(load.values(), default=0))


def _is_to_avoid(problem: PlanningProblem, meeting: PlannedMeeting) -> bool:
    return any(
        row.kind is DayKind.AVOID and meeting.held_on in row.days and row.part.covers(meeting.session)
        for row in problem.special_days
    )


def _against_what_members_know(problem: PlanningProblem, meetings: Iterable[PlannedMeeting]) -> tuple[int, int, int]:
    """Evening meetings on the ward's usual weekday, on another, and at another start; of wards with a set evening."""
    kept = changed = restarted = 0
    for meeting in meetings:
        view = problem.ward_by_code.get(meeting.ward_code)
        usual = view.ward.set_evening if view else None
        if usual is None or meeting.session is not Session.EVENING:
            continue
        is_kept = meeting.held_on.weekday() == usual.weekday
        kept, changed = kept + is_kept, changed + (not is_kept)
        restarted += meeting.starts_at.time() != usual.starts
    return kept, changed, restarted


def _public(visit: Visit) -> GroupVisit:
    return GroupVisit(
        visit.meeting_id, visit.ward_code, visit.group.name, visit.group.venue, visit.starts_at, visit.ends_at
    )
