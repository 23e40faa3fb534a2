"""A plan, a meeting of it and a change of it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scheduler.basis import on_unchecked_steps
from scheduler.calls import Call
from scheduler.facts import Borough
from scheduler.plan import Plan, PlannedMeeting, PlanStatus, differences
from scheduler.reasons import said
from scheduler.release.elections import poll_after
from wardpanels.year.editing import Edited
from wardpanels.year.planning import LeftOut
from wardpanels.year.replanning import Compared
from wardpanels.year.stand_ins import StandIn

MEETING_HEADS = ("Meeting", "Ward", "Date", "Time", "Session", "Hall", "State")
CALL_HEADS = ("Meeting", "Hall", "Ask")

STAND_IN_HEADS = ("Post", "Officer", "Name", "Now")


def call_rows(calls: Iterable[Call]) -> list[tuple[str, ...]]:
    """Which hall to ring, and what to ask."""
    return [(call.meeting.meeting_id, call.venue.name, call.question) for call in calls]


def calls_sentence(calls: Sequence[Call]) -> str:
    """How many calls there are to make."""
    number = "1 meeting is in a hall" if len(calls) == 1 else f"{len(calls)} meetings are in halls"
    return f"{number} whose hours do not say that they are open then. Ring first:"


def plan_sentences(borough: Borough, plan: Plan, *, seconds: float | None = None) -> tuple[str, ...]:
    """Whose plan it is, how many meetings it has, how good it is known to be, that it was audited, and what is doubted.

    Edges: nothing of step-free access where the borough does not require it
    """
    took = f" in {seconds:.1f} s" if seconds is not None else ""
    if plan.status is PlanStatus.OPTIMAL:
        proof = (
            f"Proven optimal: cost {plan.cost:,}, bound {plan.bound:,}. No plan that keeps the must-rules costs less."
        )
    elif plan.bound:
        proof = f"Not proven optimal: cost {plan.cost:,}, bound {plan.bound:,}. No plan can cost less than the bound."
    else:
        proof = f"Not proven optimal: cost {plan.cost:,}. How much less another could cost was not worked out."
    charged = sorted(((cost, rule) for rule, cost in plan.cost_by_rule.items() if cost), reverse=True)
    cancelled = len(plan.meetings) - len(plan.standing)
    off = f"; {cancelled} {'is' if cancelled == 1 else 'are'} cancelled" if cancelled else ""
    points = ", ".join(f"{rule.replace('_', ' ')} {cost:,}" for cost, rule in charged) or "none"
    return (
        f"{borough.profile.name}, {plan.period}: {len(plan.standing)} meetings are planned{took}{off}.",
        proof,
        f"Points: {points}.",
        "Audit: every must-rule is kept.",
        *_doubts(borough, plan),
    )


def _doubts(borough: Borough, plan: Plan) -> Iterator[str]:
    standing = plan.standing.values()
    doubted, number = len(on_unchecked_steps(borough, standing)), len(standing)
    if doubted:
        yield f"Nobody has checked yet that {doubted} of {number} meetings can be reached without steps."


def meeting_row(borough: Borough, meeting: PlannedMeeting) -> tuple[str, ...]:
    """One meeting of the draft, without its officers."""
    wards = borough.ward_names
    halls = {venue.venue_id: venue.name for venue in borough.venues}
    return (
        meeting.meeting_id,
        wards.get(meeting.ward_code, meeting.ward_code),
        f"{meeting.starts_at:%a %d %b %Y}",
        f"{meeting.starts_at:%H:%M}-{meeting.ends_at:%H:%M}",
        meeting.session.value.replace("_", " "),
        halls.get(meeting.venue_id, meeting.venue_id),
        ", ".join(_states(borough, meeting)),
    )


def _states(borough: Borough, meeting: PlannedMeeting) -> Iterator[str]:
    """Whether a meeting stands, and what else there is to know of it."""
    yield meeting.state.value
    if meeting.because is not None:
        yield said(meeting.because).removesuffix(".")
    if meeting.new_date_follows:
        yield "a new date follows"
    if meeting.instead_of is not None:
        yield f"instead of {meeting.instead_of}"
    if meeting.is_extra:
        yield "extra"
    if poll_after(borough.elections, meeting.held_on):
        yield "before a poll"


def edit_sentences(edited: Edited) -> tuple[str, ...]:
    """The audit's verdict on a change by hand, and what it costs."""
    before, after = edited.before.cost_by_rule, edited.after.cost_by_rule
    moved = {rule: after.get(rule, 0) - before.get(rule, 0) for rule in sorted({*before, *after})}
    why = ", ".join(f"{rule.replace('_', ' ')} {points:+,}" for rule, points in moved.items() if points)
    cost = f"Cost: {edited.before.cost:,} points before, {edited.after.cost:,} now{f' ({why})' if why else ''}."
    if not edited.breaches:
        return ("Audit: every must-rule is kept.", cost)
    return ("Audit:", *(f"- {breach}" for breach in edited.breaches), cost)


CHANGE_HEADS = ("Meeting", "Ward", "Was", "Now")


def change_rows(borough: Borough, before: Plan, after: Plan) -> list[tuple[str, ...]]:
    """Each meeting that differs between two plans, as it was and as it now is."""
    return [_change_row(borough, *pair) for pair in differences(before, after)]


def _change_row(borough: Borough, before: PlannedMeeting | None, after: PlannedMeeting | None) -> tuple[str, ...]:
    known = after or before
    if known is None:
        return ()
    ward = next((ward.name for ward in borough.wards if ward.code == known.ward_code), known.ward_code)
    return known.meeting_id, ward, _in_short(borough, before), _in_short(borough, after)


def _in_short(borough: Borough, meeting: PlannedMeeting | None) -> str:
    if meeting is None:
        return "-"
    hall = next((venue.name for venue in borough.venues if venue.venue_id == meeting.venue_id), meeting.venue_id)
    state = "" if meeting.stands else "cancelled: "
    return f"{state}{meeting.starts_at:%a %d %b %H:%M}, {hall}, {' '.join(meeting.officers)}"


def replan_sentences(compared: Compared) -> tuple[str, ...]:
    """How far the new plan is from the old one, and whether fewer changes are possible."""
    found = compared.replanned
    if not compared.changed:
        return ("Nothing needs to change.",)
    proof = "Proven: no plan changes less." if found.is_proven else "Not proven: a plan with fewer changes may exist."
    counts = f"Moved: {found.moved}. Other halls: {found.hall_changed}. Other officers only: {found.officers_changed}."
    counts += f" New: {found.added}." if found.added else ""
    counts += f" No longer owed: {found.dropped}." if found.dropped else ""
    counts += f" Put back after a cancellation: {found.put_back}." if found.put_back else ""
    return counts, proof


def left_out_sentence(left_out: LeftOut) -> str:
    """Which ward is not planned, and below it why."""
    return "\n".join((f"Left out: {left_out.ward.name}.", *left_out.clash.lines()))


def stand_in_row(each: StandIn) -> tuple[str, ...]:
    """One officer who could come, and whether they come already."""
    now = "comes" if each.is_assigned else ""
    return each.post.replace("_", " "), each.officer.officer_id, each.officer.name, now
