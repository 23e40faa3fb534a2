"""What has begun stays as it was released: no plan changes it, however it was made. No clock, no store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from scheduler.plan import Plan, PlannedMeeting, by_id

KEPT: tuple[tuple[Callable[[PlannedMeeting], object], str], ...] = (
    (lambda meeting: meeting.state, "cancelled or put back"),
    (lambda meeting: (meeting.starts_at, meeting.ends_at), "moved"),
    (lambda meeting: meeting.venue_id, "in another hall"),
    (lambda meeting: meeting.officers, "with other officers"),
)
"""What of a meeting that has begun stays, and what it would be where it did not."""


def as_kept(meeting: PlannedMeeting) -> tuple[object, ...]:
    """All of a meeting that stays once it has begun."""
    return tuple(fact(meeting) for fact, _ in KEPT)


def changed_past(before: Plan | None, after: Plan, moment: datetime) -> tuple[str, ...]:
    """What of the past `after` would change, a sentence a meeting, by id; empty where it may be released.

    `before` is the plan that was released last. A meeting that has begun by `moment` in either of the two has to be in
    both, with the same time, hall, officers and state.

    Edges: nothing was ever released where `before` is None; what begins at `moment` has begun
    """
    told, asked = by_id(before.meetings if before else ()), by_id(after.meetings)
    begun = {meeting.meeting_id for meeting in (*told.values(), *asked.values()) if meeting.starts_at <= moment}
    changes = ((name, _change(told.get(name), asked.get(name), moment)) for name in sorted(begun))
    return tuple(f"{name} {change}" for name, change in changes if change)


def with_what_began(before: Plan, plan: Plan, moment: datetime) -> Plan:
    """`plan` with all that began by `moment` as it was in `before`, the plan that was released last.

    Edges: a meeting that `plan` moves into the past is where it was released; one that was never released is gone
    """
    told = before.meeting_by_id
    coming = (each if each.starts_at > moment else told.get(each.meeting_id) for each in plan.meetings)
    over = (each for each in before.meetings if each.starts_at <= moment)
    meetings = by_id(each for each in (*coming, *over) if each)
    return replace(plan, meetings=tuple(sorted(meetings.values(), key=lambda each: (each.starts_at, each.ward_code))))


def with_cancelled_as_told(before: Plan, plan: Plan) -> Plan:
    """`plan` with each meeting that is cancelled in both as it was in `before`, the plan that was released last.

    Where a meeting that nobody holds would have been is no news, and changes nothing of what has begun.
    """
    told = before.meeting_by_id

    def known(meeting: PlannedMeeting) -> PlannedMeeting:
        released = told.get(meeting.meeting_id)
        return meeting if released is None or meeting.stands or released.stands else released

    meetings = tuple(map(known, plan.meetings))
    ordered = tuple(sorted(meetings, key=lambda each: (each.starts_at, each.ward_code)))
    return plan if meetings == plan.meetings else replace(plan, meetings=ordered)


def _change(told: PlannedMeeting | None, asked: PlannedMeeting | None, moment: datetime) -> str:
    """What would become of one meeting, in words; "" where nothing would."""
    if told is None:
        return f"began on {_day(asked)} and was never released" if asked else ""
    if asked is None:
        return f"began on {_day(told)} and would be dropped"
    if told.starts_at > moment:
        return f"is on {_day(told)} and would be moved to {_day(asked)}, which is past"
    lost = ", ".join(words for fact, words in KEPT if fact(told) != fact(asked))
    return f"began on {_day(told)} and would be {lost}" if lost else ""


def _day(meeting: PlannedMeeting) -> str:
    return f"{meeting.starts_at:%a %d %b %Y}"
