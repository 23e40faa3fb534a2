"""Changes one meeting of the draft by hand: moved, cancelled, put back. The audit has the last word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scheduler.audit import audit
from scheduler.edit import NewTiming, cancel, find, move, reinstate
from scheduler.errors import SettledMeeting
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import Breach
from scheduler.store import Store
from wardpanels.year.drafts import stored_draft


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft before and after one change by hand, and what the audit says of it."""

    before: Plan
    after: Plan
    breaches: tuple[Breach, ...]


def move_meeting(store: Store, problem: PlanningProblem, meeting_id: str, new: NewTiming, at: datetime) -> Edited:
    """Change one meeting of the draft, if the must-rules allow it.

    Errors: NothingYet, RefusedEdit, UnknownName
    """
    return _edit(store, problem, lambda plan: move(problem, plan, meeting_id, new), meeting_id, at)


def cancel_meeting(store: Store, problem: PlanningProblem, meeting_id: str, at: datetime) -> Edited:
    """Cancel one meeting of the draft.

    Errors: NothingYet, RefusedEdit, UnknownName
    """
    return _edit(store, problem, lambda plan: cancel(problem, plan, meeting_id), meeting_id, at)


def reinstate_meeting(store: Store, problem: PlanningProblem, meeting_id: str, at: datetime) -> Edited:
    """Put a cancelled meeting of the draft back, if the must-rules allow it.

    Errors: NothingYet, RefusedEdit, UnknownName
    """
    return _edit(store, problem, lambda plan: reinstate(problem, plan, meeting_id), meeting_id, at)


def _edit(
    store: Store, problem: PlanningProblem, change: Callable[[Plan], Plan], meeting_id: str, at: datetime
) -> Edited:
    """Change one meeting of the draft, and keep it only if nobody else changed the draft meanwhile.

    Errors: SettledMeeting where the meeting began before `at`, as for a re-plan; as `change`
    """
    draft = stored_draft(store, problem.borough, problem.period)
    meeting = find(draft.plan, meeting_id)
    if meeting.starts_at < at:
        raise SettledMeeting(
            meeting_id, (f"it began on {meeting.held_on:%a %d %b %Y}, and what is past cannot be changed",)
        )
    after = change(draft.plan)
    breaches = audit(problem, after)
    store.save_draft(after, expected_revision=draft.revision, saved_at=at)
    return Edited(before=draft.plan, after=after, breaches=breaches)
