"""Re-planning: after something changed, the plan that provably changes the fewest of the things members know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.audit import audit, cost_by_rule
from scheduler.edit import replaced
from scheduler.errors import BrokenPlan
from scheduler.plan import Plan, PlannedMeeting, PlanStatus, by_id, meeting_id, proven_after
from scheduler.problem import PlanningProblem
from scheduler.progress import Listener, silence
from scheduler.rules.shapes import Breach, Post, Replanning, assigned
from scheduler.solver.choosing import slots_of
from scheduler.solver.closing import ClosedMeeting, ClosingModel, PricedYear
from scheduler.solver.search import SearchResult, planned_meeting, search
from scheduler.tiers import planned_tiers

CHANGED_OFFICER_POINTS = 10_000
"""Another officer at a meeting that keeps its date: dearer than any shift of load, far cheaper than a changed hall."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """The new plan and how far it is from the one before.

    Units: counts of meetings still to come; `dropped` ones are owed no longer, those `put_back` were cancelled;
           `is_proven`: no plan that keeps the must-rules changes fewer dates, starts and halls, a date counting three
           halls and a start two
    """

    plan: Plan
    moved: int
    hall_changed: int
    officers_changed: int
    added: int
    dropped: int
    put_back: int
    is_proven: bool


def replan(asked: Replanning, *, progress: Listener = silence, threads: int | None = None) -> Replanned:
    """Plan what is left of the year anew, changing as little as can be of what was published.

    Meetings that began before `asked.as_of` are over and stay as they were. A cancelled one was promised: it counts,
    and stays cancelled wherever the rules allow; where they do not, it is put back, and counted as such.

    Edges: ids stay with their dates; where dates moved, ids follow in date order; where anything changes beside
           cancelled meetings, it is not proven that nothing changes less
    Errors: NoPlan where nothing keeps every must-rule
    """
    found = search(asked.problem, progress=progress, threads=threads)
    return _replanned(asked, found, _staffed(asked, found))


def _staffed(asked: Replanning, found: SearchResult) -> Sequence[ClosedMeeting]:
    """The officers anew for the meetings found: those who were to come on the same date stay wherever they can."""
    problem, coming = asked.problem, asked.coming
    known = {(meeting.ward_code, meeting.held_on): meeting for held in coming.values() for meeting in held}
    pinned = {(pin.meeting.ward_code, pin.meeting.held_on) for pin in asked.pins if pin.officers}
    visits = _visits_kept(problem, found, coming)

    def change_points(ward: int, day: date, post: Post, officer_id: str) -> int:
        """A visitor who goes to another meeting is missed at the one that was to be visited."""
        code = problem.wards[ward].ward.code
        before = known.get((code, day))
        if before is not None and officer_id in assigned(before, post):
            return 0
        replaced = {day} if before is not None and assigned(before, post) else visits.get((code, post), set())
        if before is None and not replaced:
            return 0
        return CHANGED_OFFICER_POINTS * (100 if any((code, each) in pinned for each in replaced) else 1)

    meetings = found.closed.meetings or ()
    years = {
        engine.model.view.index: [PricedYear(0, slots_of(meetings, engine.model.view.index))]
        for engine in found.engines
    }
    model = ClosingModel(found.engines, found.book, years, whole=True, extra_points=change_points)
    return model.solve(0, None).meetings or meetings


def _visits_kept(
    problem: PlanningProblem, found: SearchResult, coming: Mapping[str, tuple[PlannedMeeting, ...]]
) -> dict[tuple[str, Post], set[date]]:
    """The dates on which each ward was to be visited, by post, of those that it still meets on."""
    days = {
        (problem.wards[meeting.ward].ward.code, problem.days[int(found.engines[meeting.ward].model.day[meeting.slot])])
        for meeting in found.closed.meetings or ()
    }
    visits: dict[tuple[str, Post], set[date]] = {}
    for code, held in coming.items():
        for meeting in held:
            for post in (Post.INSPECTOR, Post.PUBLIC_REALM):
                if assigned(meeting, post) and (code, meeting.held_on) in days:
                    visits.setdefault((code, post), set()).add(meeting.held_on)
    return visits


def _replanned(asked: Replanning, found: SearchResult, staffed: Sequence[ClosedMeeting]) -> Replanned:
    problem, published = asked.problem, asked.published
    fresh: dict[str, list[PlannedMeeting]] = {}
    for closed in sorted(staffed, key=lambda closed: (closed.ward, closed.slot)):
        meeting = planned_meeting(problem, found.engines[closed.ward], closed, "")
        fresh.setdefault(meeting.ward_code, []).append(meeting)
    named = [
        meeting
        for view in problem.wards
        for meeting in _named(problem, view.ward.code, fresh.get(view.ward.code, []), published)
    ]
    plan = _still_cancelled(problem, _with(problem, published, named), asked.coming)
    _refuse_broken(problem, plan)
    scores = cost_by_rule(replace(problem, rules=asked.rules), plan)
    plan = replace(plan, cost=sum(scores.values()), cost_by_rule=scores)
    plan = replace(plan, bound=proven_after(published, plan))
    return _counted(plan, published, asked.as_of, is_proven=found.closed.is_proven)


def _with(problem: PlanningProblem, published: Plan, named: Iterable[PlannedMeeting]) -> Plan:
    """The plan of what is over, of what is beside it and of these meetings to come."""
    over = [meeting for held in problem.history.values() for meeting in held]
    over += [meeting for meeting in published.meetings if not meeting.is_promised]
    meetings = tuple(sorted([*over, *named], key=lambda meeting: (meeting.starts_at, meeting.ward_code)))
    tiers = planned_tiers(problem.standings)
    return replace(published, status=PlanStatus.FEASIBLE, meetings=meetings, planned_tiers=tiers)


def _still_cancelled(problem: PlanningProblem, plan: Plan, coming: Mapping[str, tuple[PlannedMeeting, ...]]) -> Plan:
    """The plan with each cancelled meeting left as it was, if that breaks no rule anew."""
    owed = {meeting.meeting_id for meeting in plan.meetings}
    cancelled = [meeting for held in coming.values() for meeting in held if not meeting.stands]
    broken = len(_breaches(problem, plan)) if cancelled else 0
    for before in (meeting for meeting in cancelled if meeting.meeting_id in owed):
        left = replaced(plan, before)
        now_broken = len(_breaches(problem, left))
        if now_broken <= broken:
            plan, broken = left, now_broken
    return plan


def _refuse_broken(problem: PlanningProblem, plan: Plan) -> None:
    breaches = _breaches(problem, plan)
    if breaches:
        raise BrokenPlan("the new plan breaks: " + "; ".join(map(str, breaches)))


def _breaches(problem: PlanningProblem, plan: Plan) -> list[Breach]:
    """What the plan breaks. Only a breach in which a meeting takes part that was planned here counts."""
    over = {meeting.meeting_id for held in problem.history.values() for meeting in held}
    over |= {meeting.meeting_id for meeting in plan.meetings if not meeting.is_promised}
    return [breach for breach in audit(problem, plan) if not breach.meeting_ids or not set(breach.meeting_ids) <= over]


def _named(
    problem: PlanningProblem, code: str, fresh: Sequence[PlannedMeeting], published: Plan
) -> list[PlannedMeeting]:
    """Give the ward's meetings their ids: a kept date keeps its id; the others take those left, in date order."""
    of_ward = [meeting for meeting in published.meetings if meeting.ward_code == code]
    over = {meeting.meeting_id for meeting in problem.history.get(code, ())}
    before = [meeting for meeting in of_ward if meeting.meeting_id not in over and meeting.is_promised]
    free = {meeting.held_on: meeting.meeting_id for meeting in before}
    kept = {meeting.held_on: free[meeting.held_on] for meeting in fresh if meeting.held_on in free}
    used = set(kept.values())
    left = [meeting.meeting_id for meeting in before if meeting.meeting_id not in used]
    year = problem.first_day.year
    known = problem.edges_of(problem.ward_by_code[code])
    highest = known.highest_ordinal(year, (meeting.meeting_id for meeting in of_ward))
    named = []
    for meeting in fresh:
        name = kept.get(meeting.held_on)
        if name is None and left:
            name = left.pop(0)
        if name is None:
            highest += 1
            name = meeting_id(year, code, highest)
        named.append(replace(meeting, meeting_id=name))
    return named


def _counted(plan: Plan, published: Plan, as_of: datetime, *, is_proven: bool) -> Replanned:
    before = by_id(meeting for meeting in published.meetings if meeting.starts_at >= as_of)
    now = [meeting for meeting in plan.meetings if meeting.meeting_id in before]
    pairs = [(before[meeting.meeting_id], meeting) for meeting in now if before[meeting.meeting_id].stands]
    known = {meeting.meeting_id for meeting in published.meetings}
    is_fewest = is_proven and all(meeting.stands for meeting in before.values())
    return Replanned(
        plan,
        moved=sum(old.starts_at != new.starts_at for old, new in pairs),
        hall_changed=sum(old.starts_at == new.starts_at and old.venue_id != new.venue_id for old, new in pairs),
        officers_changed=sum(
            old.starts_at == new.starts_at and set(old.officers) != set(new.officers) for old, new in pairs
        ),
        added=sum(meeting.meeting_id not in known for meeting in plan.meetings),
        dropped=sum(meeting.stands for meeting in before.values()) - len(pairs),
        put_back=sum(meeting.stands and not before[meeting.meeting_id].stands for meeting in now),
        is_proven=is_fewest or plan.meetings == published.meetings,
    )
