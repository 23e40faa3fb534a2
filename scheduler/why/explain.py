"""Why a meeting is when, where and with whom it is; what a ward's year and the borough's cost, and by which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scheduler.audit import charges, cost_by_rule
from scheduler.edit import find, in_order_of_choice
from scheduler.facts import Officer
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import BoolArray, PlanningProblem
from scheduler.rules.on_duty import off_duty_reason
from scheduler.rules.shapes import Charge, Level, Post, assigned, rules_of, still_held
from scheduler.why.alternatives import Alternative, Ranking, ranking
from scheduler.why.crew import Loads, officer_costs, rows_of_seat, seat_of

OTHER_DATE, OTHER_HALL, OTHER_START = "another date", "another hall", "another start"


@dataclass(frozen=True, slots=True)
class AlternativeKind:
    """One way in which the meeting could be otherwise: the best of its kind, and what stands in the way of the rest.

    Units: `possible`, `forbidden_by`: days for another date, halls for another hall, starts for another start
    Edges: `forbidden_by` counts each by the rule that its nearest miss fails
    """

    name: str
    best: Alternative | None
    possible: int
    forbidden_by: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OtherOfficer:
    """Somebody else for one post: points more than now, or why they cannot come."""

    post: Post
    officer_id: str
    difference: int | None
    why_not: str | None


@dataclass(frozen=True, slots=True)
class MeetingExplained:
    """One meeting.

    Edges: `charges` are its own; `shared` are those of its ward's year and of its officers' year, to which it adds.
           A cancelled meeting has no `kinds` and no `officers`
    """

    meeting: PlannedMeeting
    charges: tuple[Charge, ...]
    shared: tuple[Charge, ...]
    kinds: tuple[AlternativeKind, ...] = ()
    officers: tuple[OtherOfficer, ...] = ()


@dataclass(frozen=True, slots=True)
class WardExplained:
    """One ward's year. `points` counts `charges`; `shared` are its officers', who may serve other wards as well."""

    ward_code: str
    by_rule: Mapping[str, int]
    charges: tuple[Charge, ...]
    shared: tuple[Charge, ...]

    @property
    def points(self) -> int:
        """What the ward's own year costs."""
        return sum(self.by_rule.values())


@dataclass(frozen=True, slots=True)
class BoroughExplained:
    """The whole plan: points by rule, by ward, and those of officers and months, which belong to no one ward."""

    by_rule: Mapping[str, int]
    by_ward: Mapping[str, int]
    of_officers: tuple[Charge, ...]
    of_months: tuple[Charge, ...]

    @property
    def points(self) -> int:
        """What the plan costs."""
        return sum(self.by_rule.values())


def explain_meeting(
    problem: PlanningProblem, plan: Plan, meeting_id: str, ranked: Ranking | None = None
) -> MeetingExplained:
    """Say why one meeting is as it is. Edges: its year is ranked once, where that was not done. Errors: UnknownName."""
    meeting = find(plan, meeting_id)
    all_charges = charges(problem, plan)
    own = tuple(charge for charge in all_charges if charge.subject == meeting_id)
    subjects = {meeting.ward_code, *(meeting.officers if meeting.stands else ())}
    shared = tuple(charge for charge in all_charges if charge.subject in subjects)
    if not meeting.stands:
        return MeetingExplained(meeting, own, shared)
    ranked = ranked or ranking(problem, plan, meeting_id)
    return MeetingExplained(meeting, own, shared, _kinds(ranked), _officers(problem, plan, meeting, ranked))


def explain_ward(problem: PlanningProblem, plan: Plan, ward_code: str) -> WardExplained:
    """Say what one ward's year costs. Errors: UnknownName."""
    problem.ward(ward_code)
    meetings = [meeting for meeting in plan.meetings if meeting.ward_code == ward_code]
    mine = {ward_code, *(meeting.meeting_id for meeting in meetings)}
    officers = {officer for meeting in meetings if meeting.stands for officer in meeting.officers}
    all_charges = charges(problem, plan)
    own = tuple(charge for charge in all_charges if charge.subject in mine)
    return WardExplained(
        ward_code, _points(problem, own), own, tuple(charge for charge in all_charges if charge.subject in officers)
    )


def explain_borough(problem: PlanningProblem, plan: Plan) -> BoroughExplained:
    """Say what the whole plan costs."""
    wards = {meeting.meeting_id: meeting.ward_code for meeting in plan.meetings}
    wards.update({view.ward.code: view.ward.code for view in problem.wards})
    by_ward: Counter[str] = Counter({view.ward.code: 0 for view in problem.wards})
    officers, months = [], []
    for charge in charges(problem, plan):
        if charge.subject in wards:
            by_ward[wards[charge.subject]] += charge.points
        elif charge.subject in problem.officer_by_id:
            officers.append(charge)
        else:
            months.append(charge)
    return BoroughExplained(cost_by_rule(problem, plan), dict(by_ward), tuple(officers), tuple(months))


def _points(problem: PlanningProblem, found: tuple[Charge, ...]) -> dict[str, int]:
    points = {rule.name: 0 for rule in rules_of(problem) if rule.level is Level.SHOULD}
    for charge in found:
        points[charge.rule] += charge.points
    return points


def _kinds(ranked: Ranking) -> tuple[AlternativeKind, ...]:
    """Each kind's slots: of the same sort of session, since a ward is owed so many of each."""
    others, date, hall = ranked.others(), ranked.same_date, ranked.same_hall
    return (
        _kind(ranked, OTHER_DATE, others & ~date & hall, axes=(1, 2)),
        _kind(ranked, OTHER_HALL, others & date & ~hall, axes=(0, 1)),
        _kind(ranked, OTHER_START, others & date & hall, axes=(0, 2)),
    )


def _kind(ranked: Ranking, name: str, mask: BoolArray, axes: tuple[int, int]) -> AlternativeKind:
    found, problem = ranked.found, ranked.found.problem
    is_daytime = found.meeting.session.is_daytime
    alike = np.array([sitting.session.is_daytime == is_daytime for sitting in problem.sittings]).reshape(1, -1, 1)
    mask = mask & alike
    best = ranked.best_within(mask, 1)
    possible = (mask & ranked.permitted).any(axis=axes)
    nearest = np.where(mask, found.refused_by, -1).max(axis=axes)
    refused = nearest[mask.any(axis=axes) & ~possible]
    counts = Counter(problem.rules[place].name for place in refused.tolist())
    return AlternativeKind(name, best[0] if best else None, int(possible.sum()), dict(counts.most_common()))


def _officers(
    problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, ranked: Ranking
) -> tuple[OtherOfficer, ...]:
    loads = ranked.found.loads
    found = []
    for post in Post:
        now = assigned(meeting, post)
        known = [problem.officer_by_id[each] for each in now if each in problem.officer_by_id]
        cost_now = sum(sum(officer_costs(problem, meeting, loads, post, officer).values()) for officer in known)
        for officer in in_order_of_choice(problem, plan, meeting, post) if now else ():
            if officer.officer_id in now:
                continue
            why_not = _why_not(problem, plan, meeting, loads, officer)
            cost = sum(officer_costs(problem, meeting, loads, post, officer).values())
            found.append(OtherOfficer(post, officer.officer_id, None if why_not else cost - cost_now, why_not))
    return tuple(sorted(found, key=lambda each: (list(Post).index(each.post), each.difference is None)))


def _why_not(
    problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, loads: Loads, officer: Officer
) -> str | None:
    """Why somebody cannot come: elsewhere, off duty, or kept away by a row that is full."""
    for other in still_held(plan):
        overlaps = other.starts_at < meeting.ends_at and meeting.starts_at < other.ends_at
        if overlaps and other.meeting_id != meeting.meeting_id and officer.officer_id in other.officers:
            return f"is at {other.meeting_id}"
    seat = seat_of(problem, meeting, officer.officer_id)
    full = [
        row.label
        for row in (rows_of_seat(problem, seat) if seat else ())
        if row.officer and row.excess_cost is None and loads.get(row, 0) >= row.capacity
    ]
    return off_duty_reason(problem, officer, meeting.starts_at.replace(tzinfo=None)) or next(iter(full), None)
