"""Changes made to a plan by hand: a meeting moved, cancelled, put back or added. The audit decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from scheduler.audit import cost_by_rule, newly_broken
from scheduler.errors import RefusedEdit, SettledMeeting, UnknownName
from scheduler.facts import Officer
from scheduler.names import hall_named, officer_named
from scheduler.plan import MeetingState, Plan, PlannedMeeting, PlanStatus, in_the_place_of, proven_after
from scheduler.plan import meeting_id as numbered
from scheduler.policy import Session
from scheduler.problem import PlanningProblem
from scheduler.reasons import WHY_CANCELLED, reason_of
from scheduler.rules.on_duty import off_duty_reason
from scheduler.rules.permitted_slots import PermittedSlots
from scheduler.rules.shapes import Post, StaffRule, assigned, spoken, still_held


@dataclass(frozen=True, slots=True)
class NewTiming:
    """What to change of one meeting; None leaves a thing as it is.

    Edges: a hall or an officer is given by id or by name
    """

    held_on: date | None = None
    starts: time | None = None
    venue_id: str | None = None
    sergeant: str | None = None
    ward_officer: str | None = None
    inspector: str | None = None
    public_realm: str | None = None


def move(problem: PlanningProblem, plan: Plan, meeting_id: str, wish: NewTiming) -> Plan:
    """Return the plan with one meeting changed; officers who can no longer come are replaced, others stay.

    Edges: its id stays; the plan is `feasible` from now on, since nobody has proven it the cheapest
    Errors: UnknownName for a meeting, hall or officer; SettledMeeting where it is cancelled;
            RefusedEdit where it would break a must-rule that is kept now
    """
    return move_together(problem, plan, {meeting_id: wish})


def move_together(problem: PlanningProblem, plan: Plan, wishes: Mapping[str, NewTiming]) -> Plan:
    """Return the plan with several meetings changed, such as two that swap their days: it is judged when all are.

    Edges:  what is wished for by meeting id; else as `move`
    Errors: as `move`
    """
    asked = {meeting_id: _wish_of(problem, plan, meeting_id, wish) for meeting_id, wish in wishes.items()}
    after = plan
    for meeting_id, wish in asked.items():
        after = replaced(after, _with_crew(retimed(problem, find(plan, meeting_id), wish), wish))
    for meeting_id, wish in asked.items():
        moved = _staffed(problem, after, find(after, meeting_id), wish)
        after = with_visits(problem, replaced(after, moved), moved.ward_code)
    return _judged(problem, plan, after, " and ".join(asked))


def _wish_of(problem: PlanningProblem, plan: Plan, meeting_id: str, wish: NewTiming) -> NewTiming:
    """What is wished for one meeting, by ids, where it can be moved at all."""
    if not find(plan, meeting_id).stands:
        raise SettledMeeting(meeting_id, ("it is cancelled, and a cancelled meeting cannot be moved",))
    return _by_ids(problem, wish)


def _with_crew(meeting: PlannedMeeting, wish: NewTiming) -> PlannedMeeting:
    """The meeting with the officers that are wished for, so that no other that moves with it takes them."""
    return replace(
        meeting,
        sergeant=wish.sergeant or meeting.sergeant,
        ward_officers=(wish.ward_officer,) if wish.ward_officer else meeting.ward_officers,
        inspector=wish.inspector or meeting.inspector,
        public_realm=wish.public_realm or meeting.public_realm,
    )


def cancel(
    problem: PlanningProblem, plan: Plan, meeting_id: str, because: str | None = None, *, new_date_follows: bool = False
) -> Plan:
    """Return the plan with one meeting cancelled. It stays in the plan: it was promised, and its absence is news.

    Errors: UnknownName for a meeting or a reason; SettledMeeting where it is cancelled already
    """
    why = None if because is None else reason_of(because, WHY_CANCELLED)
    meeting = find(plan, meeting_id)
    if not meeting.stands:
        raise SettledMeeting(meeting_id, ("it is cancelled already",))
    cancelled = replace(meeting, state=MeetingState.CANCELLED, because=why, new_date_follows=new_date_follows)
    return _judged(problem, plan, replaced(plan, cancelled), meeting_id)


def reinstate(problem: PlanningProblem, plan: Plan, meeting_id: str) -> Plan:
    """Return the plan with a cancelled meeting put back where it was; officers who can no longer come are replaced.

    Errors: UnknownName; SettledMeeting where it stands; RefusedEdit where a must-rule is now in the way
    """
    meeting = find(plan, meeting_id)
    if meeting.stands:
        raise SettledMeeting(meeting_id, ("it is not cancelled",))
    for other in in_the_place_of(plan, meeting_id):
        if other.stands:
            raise SettledMeeting(meeting_id, (f"{spoken(other)} takes its place; cancel that first",))
    standing = replace(meeting, state=MeetingState.CONFIRMED, because=None, new_date_follows=False)
    back = _staffed(problem, plan, standing, NewTiming())
    return _judged(problem, plan, with_visits(problem, replaced(plan, back), back.ward_code), meeting_id)


def to_add(
    problem: PlanningProblem, plan: Plan, ward_code: str, begins_at: datetime, instead: PlannedMeeting | None = None
) -> PlannedMeeting:
    """A meeting beside a ward's year that nobody leads yet: an extra one, or one in the place of another.

    It is where that other was, or in the ward's first hall at `begins_at`: somewhere to look for a place from.

    Edges: it keeps the other's visitors, if they can come; one in the place of another of an earlier period keeps its
           kind alone, and is extra in this one
    """
    year, view = problem.first_day.year, problem.ward(ward_code)
    own = (each.meeting_id for each in plan.meetings if each.ward_code == ward_code)
    begins_at = begins_at.astimezone(problem.zone)
    blank = PlannedMeeting(
        meeting_id=numbered(year, ward_code, problem.edges_of(view).highest_ordinal(year, own) + 1),
        ward_code=ward_code,
        session=Session.EVENING,
        starts_at=begins_at,
        ends_at=begins_at + problem.length,
        venue_id=view.halls[0].venue_id if view.halls else "",
        sergeant="",
        ward_officers=(),
        is_extra=instead is None,
    )
    if instead is None:
        return blank
    if instead.held_on not in problem.period:
        return replace(blank, session=instead.session, instead_of=instead.meeting_id, is_extra=True)
    return replace(
        blank,
        is_extra=instead.is_extra,
        session=instead.session,
        starts_at=instead.starts_at,
        ends_at=instead.ends_at,
        venue_id=instead.venue_id,
        inspector=instead.inspector,
        public_realm=instead.public_realm,
        instead_of=instead.meeting_id,
    )


def add(problem: PlanningProblem, plan: Plan, new: PlannedMeeting, wish: NewTiming) -> Plan:
    """Return the plan with one meeting more, at the time and place wished for, with officers who can come.

    Errors: UnknownName for a hall or officer; RefusedEdit where it would break a must-rule that is kept now
    """
    wish = _by_ids(problem, wish)
    placed = _staffed(problem, plan, retimed(problem, new, wish), wish)
    return _judged(problem, plan, with_one_more(plan, placed), new.meeting_id)


def with_one_more(plan: Plan, meeting: PlannedMeeting) -> Plan:
    """The plan with a meeting that it did not have."""
    return replaced(replace(plan, meetings=(*plan.meetings, meeting)), meeting)


def find(plan: Plan, meeting_id: str) -> PlannedMeeting:
    """One meeting by its id. Errors: UnknownName."""
    if meeting_id in plan.meeting_by_id:
        return plan.meeting_by_id[meeting_id]
    wanted = f"an id such as {plan.meetings[0].meeting_id}" if plan.meetings else "a plan that has meetings"
    raise UnknownName("meeting", meeting_id, wanted, plan.meeting_by_id)


def _by_ids(problem: PlanningProblem, wish: NewTiming) -> NewTiming:
    """The same wish with ids in the place of names."""
    borough = problem.borough
    venue_id = wish.venue_id if wish.venue_id is None else hall_named(borough, wish.venue_id).venue_id
    sergeant, ward_officer, inspector, public_realm = (
        typed if typed is None else officer_named(borough, typed).officer_id
        for typed in (wish.sergeant, wish.ward_officer, wish.inspector, wish.public_realm)
    )
    return NewTiming(wish.held_on, wish.starts, venue_id, sergeant, ward_officer, inspector, public_realm)


def retimed(problem: PlanningProblem, meeting: PlannedMeeting, wish: NewTiming) -> PlannedMeeting:
    """The meeting at its new time and place, with the officers it had."""
    day = wish.held_on or meeting.held_on
    starts = wish.starts or meeting.starts_at.timetz().replace(tzinfo=None)
    starts_at = datetime.combine(day, starts, tzinfo=problem.zone)
    return replace(
        meeting,
        session=_session(problem, day, starts, meeting.session),
        starts_at=starts_at,
        ends_at=starts_at + problem.length,
        venue_id=wish.venue_id or meeting.venue_id,
    )


def _session(problem: PlanningProblem, day: date, starts: time, now: Session) -> Session:
    """The session of that day and start; the one it had where there is none, for the audit to refuse."""
    sessions = [sitting.session for sitting in problem.sittings if sitting.is_on(day) and sitting.starts == starts]
    return now if now in sessions or not sessions else sessions[0]


def _staffed(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, wish: NewTiming) -> PlannedMeeting:
    sergeant = wish.sergeant or _choose(problem, plan, meeting, Post.SERGEANT) or meeting.sergeant
    officers = (wish.ward_officer,) if wish.ward_officer else _ward_officers(problem, plan, meeting)
    return replace(
        meeting,
        sergeant=sergeant,
        ward_officers=officers,
        inspector=wish.inspector or (_choose(problem, plan, meeting, Post.INSPECTOR) if meeting.inspector else None),
        public_realm=wish.public_realm
        or (_choose(problem, plan, meeting, Post.PUBLIC_REALM) if meeting.public_realm else None),
    )


def _ward_officers(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting) -> tuple[str, ...]:
    """Those who come now and still can; where none can, somebody else."""
    able = [officer.officer_id for officer in who_could(problem, plan, meeting, Post.WARD_OFFICER)]
    still = tuple(officer_id for officer_id in meeting.ward_officers if officer_id in able)
    return still or tuple(able[:1]) or meeting.ward_officers


def _choose(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, post: Post) -> str | None:
    """Who fills a post: whoever does now if they can, else the cheapest and least busy who can, else nobody."""
    able = [officer.officer_id for officer in who_could(problem, plan, meeting, post)]
    return next((officer_id for officer_id in assigned(meeting, post) if officer_id in able), able[0] if able else None)


def who_could(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, post: Post) -> list[Officer]:
    """The officers on duty and free for a post at a meeting, the cheapest and least busy first."""
    busy = {
        officer_id
        for other in _others(plan, meeting)
        if other.starts_at < meeting.ends_at and meeting.starts_at < other.ends_at
        for officer_id in other.officers
    }
    begins = meeting.starts_at.replace(tzinfo=None)
    return [
        officer
        for officer in in_order_of_choice(problem, plan, meeting, post)
        if officer.officer_id not in busy and off_duty_reason(problem, officer, begins) is None
    ]


def in_order_of_choice(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, post: Post) -> list[Officer]:
    """The officers who may fill a post of the meeting's ward at all, the cheapest and least busy elsewhere first."""
    view = problem.ward(meeting.ward_code)
    load = Counter(officer_id for other in _others(plan, meeting) for officer_id in other.officers)
    rules = _staff_rules(problem, post)
    return sorted(
        (officer for rule in rules for officer in rule.eligible(view) or ()),
        key=lambda officer: (
            sum(rule.officer_cost(problem, view, officer) for rule in rules),
            load[officer.officer_id],
            officer.officer_id,
        ),
    )


def _staff_rules(problem: PlanningProblem, post: Post) -> list[StaffRule]:
    return [rule for rule in problem.rules if isinstance(rule, StaffRule) and rule.post is post]


def _others(plan: Plan, meeting: PlannedMeeting) -> list[PlannedMeeting]:
    return [other for other in still_held(plan) if other.meeting_id != meeting.meeting_id]


def with_visits(problem: PlanningProblem, plan: Plan, ward_code: str) -> Plan:
    """Give a visit that the moved meeting lost to another meeting of the ward to come that a visitor can come to."""
    over = {meeting.meeting_id for meeting in problem.history.get(ward_code, ())}
    for post in (Post.INSPECTOR, Post.PUBLIC_REALM):
        meetings = [each for each in plan.meetings if each.ward_code == ward_code and each.is_promised]
        wanted = next((rule.visits(problem) for rule in _staff_rules(problem, post)), None) or 0
        missing = wanted - sum(bool(assigned(meeting, post)) for meeting in meetings)
        for meeting in meetings:
            is_to_come = meeting.stands and meeting.meeting_id not in over
            able = who_could(problem, plan, meeting, post) if missing > 0 and is_to_come else []
            if able and not assigned(meeting, post):
                officer_id = able[0].officer_id
                visited = (
                    replace(meeting, inspector=officer_id)
                    if post is Post.INSPECTOR
                    else replace(meeting, public_realm=officer_id)
                )
                plan, missing = replaced(plan, visited), missing - 1
    return plan


def replaced(plan: Plan, meeting: PlannedMeeting) -> Plan:
    """The plan with this meeting in the place of the one with its id."""
    meetings: Iterable[PlannedMeeting] = (
        meeting if other.meeting_id == meeting.meeting_id else other for other in plan.meetings
    )
    return replace(plan, meetings=tuple(sorted(meetings, key=lambda each: (each.starts_at, each.ward_code))))


def refuse_breaches(problem: PlanningProblem, before: Plan, after: Plan, subject: str) -> None:
    """Refuse what breaks a rule anew: what was broken before, by a change of data, is not this edit's doing.

    Edges:  of a day outside the period only that is said: of who is on duty or what is open then, nothing is known
    Errors: RefusedEdit of `subject`: a meeting's id, or what else was to be changed
    """
    added = newly_broken(problem, before, after)
    if any(each.held_on not in problem.period and each not in before.meetings for each in after.meetings):
        added = tuple(breach for breach in added if breach.rule == PermittedSlots.name)
    if added:
        raise RefusedEdit(subject, tuple(map(str, added)), tuple(breach.rule for breach in added))


def _judged(problem: PlanningProblem, before: Plan, after: Plan, meeting_id: str) -> Plan:
    refuse_breaches(problem, before, after, meeting_id)
    after = priced(problem, after)
    return replace(after, status=PlanStatus.FEASIBLE, bound=proven_after(before, after))


def priced(problem: PlanningProblem, plan: Plan) -> Plan:
    """The plan with what it costs by the rules of today: those that it was made under may have been others."""
    scores = cost_by_rule(problem, plan)
    return replace(plan, cost=sum(scores.values()), cost_by_rule=scores)
