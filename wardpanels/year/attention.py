"""What of a year needs somebody now: a meeting that nobody has recorded, and one that can no longer be as it was told.

Nothing here prints, stores or reads a clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.audit import audit
from scheduler.framing import as_planned
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import PlanningProblem
from scheduler.records import MeetingRecord


@dataclass(frozen=True, slots=True)
class Trouble:
    """A meeting to come that breaks must-rules by what is known today, and how: a hall is shut, an officer away."""

    meeting: PlannedMeeting
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """What some wards need, by start. `coming` are the meetings that still stand."""

    troubled: tuple[Trouble, ...]
    coming: tuple[PlannedMeeting, ...]


def attention(problem: PlanningProblem, plan: Plan, at: datetime, wards: Collection[str] = ()) -> Attention:
    """What needs somebody at a moment, in some wards, or in all where none is named.

    Edges: `plan` is the one that was released: what a draft says otherwise helps nobody who comes tonight
    """
    ours = [each for each in plan.meetings if each.stands and (not wards or each.ward_code in wards)]
    coming = tuple(each for each in ours if each.starts_at > at)
    return Attention(_troubled(problem, plan, coming), coming)


def unrecorded(
    plan: Plan, records: Mapping[str, MeetingRecord], at: datetime, wards: Collection[str] = ()
) -> tuple[PlannedMeeting, ...]:
    """The meetings that are over and nobody has said how they went, of some wards or of all, the latest first."""
    told = {name for name, record in records.items() if record.tells_outcome}
    over = (each for each in reversed(plan.meetings) if each.stands and each.ends_at <= at)
    return tuple(each for each in over if each.meeting_id not in told and (not wards or each.ward_code in wards))


def _troubled(problem: PlanningProblem, plan: Plan, coming: Collection[PlannedMeeting]) -> tuple[Trouble, ...]:
    found: dict[str, list[str]] = {}
    for breach in audit(as_planned(problem, plan), plan):
        for meeting_id in breach.meeting_ids:
            found.setdefault(meeting_id, []).append(breach.seen)
    return tuple(Trouble(each, tuple(found[each.meeting_id])) for each in coming if each.meeting_id in found)
