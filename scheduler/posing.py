"""Poses the question of a period under the whole rule book, and anew when something has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.errors import RefusedEdit, UnknownName
from scheduler.facts import Borough
from scheduler.framing import framed
from scheduler.period import Period
from scheduler.pinned import PARTS, Pinned
from scheduler.plan import Plan, PlannedMeeting, PlanStatus
from scheduler.problem import AnyRule, PlanningProblem, once_a_problem
from scheduler.rules.book import RULES
from scheduler.rules.published import KeptAsPublished, NothingInThePast, PinnedDates, PinnedMeetings, PinnedOfficers
from scheduler.rules.shapes import Breach, Pin, Replanning, coming, in_date_order_by_ward, rules_of, still_held
from scheduler.why.crew import row_loads


def planning_problem(borough: Borough, period: Period, others: Iterable[PlannedMeeting] = ()) -> PlanningProblem:
    """Pose the question for one period, under the whole rule book. `others`: the meetings of other periods."""
    return framed(borough, period, RULES, others)


def replanning(problem: PlanningProblem, published: Plan, as_of: datetime, pins: Sequence[Pin] = ()) -> Replanning:
    """Pose a re-plan: what is over as history, and rules that keep what is pinned and what was published.

    Extra meetings and those that took another's place stay where they are; the year plans around them.

    `problem` holds the facts as they are now: halls lost, officers gone, days closed, tiers changed.

    Errors: RefusedEdit for a pin that contradicts a rule; UnknownName for a ward of which meetings are over
    """
    beside = (meeting for meeting in still_held(published) if not meeting.is_promised and meeting.starts_at >= as_of)
    pins = [pin for pin in pins if pin.meeting.is_promised]  # what is beside them stays as it is, pinned or not
    over = history_of(published, as_of)
    for code in over.keys() - problem.ward_by_code.keys():
        raise UnknownName("ward", code, "its row in wards.csv until the period ends: meetings of it are over already")
    for_now = (
        NothingInThePast(as_of.astimezone(problem.zone).date()),
        *_pinning(pins),
        KeptAsPublished(coming(published, as_of)),
    )
    anew = replace(problem, rules=(*problem.rules, *for_now), history=over, beside=tuple(beside))
    _refuse_contradictions(anew, pins)
    return Replanning(anew, problem.rules, published, as_of, tuple(pins))


def pinned(problem: PlanningProblem, plan: Plan, pins: Iterable[Pinned]) -> PlanningProblem:
    """The same question, in which what was pinned by hand of a plan's meetings stays.

    Edges: a pin of a meeting that the plan does not have, that is cancelled or that is beside the year says nothing
    Errors: RefusedEdit for a pin that contradicts a rule
    """
    held = list(pins_in(plan, pins))
    if not held:
        return problem
    anew = replace(problem, rules=(*problem.rules, *_pinning(held)))
    _refuse_contradictions(anew, held)
    return anew


def pins_in(plan: Plan, pins: Iterable[Pinned]) -> Iterator[Pin]:
    """What pins keep of a plan: of its meetings that stand and are promised."""
    for pin in pins:
        meeting = plan.meeting_by_id.get(pin.meeting_id)
        if meeting is not None and meeting.stands and meeting.is_promised:
            yield Pin(meeting, **{part: part in pin.parts for part in PARTS})


def named_as_pinned(problem: PlanningProblem, plan: Plan) -> Plan:
    """The plan with the ids of pinned dates where these are; the others take what is left, in date order."""
    pins = [pin for rule in problem.rules if isinstance(rule, PinnedDates) for pin in rule.pins if pin.date]
    by_day = {(pin.meeting.ward_code, pin.meeting.held_on): pin.meeting.meeting_id for pin in pins}
    named = []
    for code, of_ward in in_date_order_by_ward(plan.meetings).items():
        own = [by_day.get((code, meeting.held_on), "") for meeting in of_ward]
        left = iter([meeting.meeting_id for meeting in of_ward if meeting.meeting_id not in own])
        named += [replace(each, meeting_id=name or next(left)) for each, name in zip(of_ward, own, strict=True)]
    return replace(plan, meetings=tuple(sorted(named, key=lambda each: (each.starts_at, each.ward_code))))


def _pinning(pins: Sequence[Pin]) -> tuple[AnyRule, ...]:
    return PinnedMeetings(pins), PinnedDates(pins), PinnedOfficers(pins)


def begun_by(problem: PlanningProblem, plan: Plan, at: datetime) -> PlanningProblem:
    """The same question with what of a plan's promise had begun at a moment as history."""
    return _after(problem, tuple(each for of_ward in history_of(plan, at).values() for each in of_ward))


@once_a_problem
def _after(problem: PlanningProblem, over: tuple[PlannedMeeting, ...]) -> PlanningProblem:
    return replace(problem, history=in_date_order_by_ward(over))


def history_of(plan: Plan, at: datetime) -> Mapping[str, tuple[PlannedMeeting, ...]]:
    """What of a plan's promise had begun at a moment and can no longer change: by ward, in date order."""
    return in_date_order_by_ward(each for each in plan.meetings if each.is_promised and each.starts_at < at)


def _refuse_contradictions(problem: PlanningProblem, pins: Sequence[Pin]) -> None:
    for pin in pins:
        _refuse_contradiction(problem, pin)
    _refuse_too_many(problem, [pin.meeting for pin in pins if pin.date and pin.meeting.stands])


def _refuse_contradiction(problem: PlanningProblem, pin: Pin) -> None:
    """A pin to what a rule forbids can never be kept: say which rule, before any search."""
    reasons = tuple(str(breach) for breach in _breaches_of(problem, pin))
    if reasons:
        raise RefusedEdit(pin.meeting.meeting_id, reasons)


def _refuse_too_many(problem: PlanningProblem, dated: Sequence[PlannedMeeting]) -> None:
    """Pinned dates that ask more of what wards share on a day than it bears are never kept together: no search needed.

    Edges: a row of one hall or officer may still be eased, for another hall or officer may take the meeting
    """
    for row, borne in row_loads(problem, dated).items():
        is_of_dates = row.day >= 0 and not row.hall and not row.officer
        if is_of_dates and row.excess_cost is None and borne > row.capacity:
            sharing = [each.meeting_id for each in dated if row in row_loads(problem, [each])]
            (sentence,) = (rule.sentence for rule in rules_of(problem) if rule.name == row.rule)
            raise RefusedEdit(sharing[0], (f"{sentence} ({row.label}): pinned together are {', '.join(sharing)}",))


def _breaches_of(problem: PlanningProblem, pin: Pin) -> Iterator[Breach]:
    """What the pinned meeting breaks by itself, as far as the rule says that it is by what is pinned."""
    alone = _only(problem, pin.meeting)
    for rule in rules_of(problem):
        breaches = (each for each in rule.breaches(problem, alone) if each.meeting_ids == (pin.meeting.meeting_id,))
        yield from (each for each in breaches if rule.concerns(problem, pin))


def _only(problem: PlanningProblem, meeting: PlannedMeeting) -> Plan:
    profile = problem.borough.profile
    status = PlanStatus.FEASIBLE
    return Plan(profile.name, profile.code, problem.first_day, problem.last_day, status, 0, 0, {}, (meeting,))
