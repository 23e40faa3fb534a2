"""Changes the draft by hand: a meeting moved, cancelled, put back; a change undone. The audit has the last word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from scheduler.audit import audit
from scheduler.edit import NewTiming, cancel, find, move, priced, refuse_breaches, reinstate
from scheduler.errors import SettledMeeting
from scheduler.framing import as_planned
from scheduler.pinned import PARTS, Pinned, with_pin, without_pin
from scheduler.plan import Plan, PlannedMeeting, differences
from scheduler.posing import begun_by
from scheduler.problem import PlanningProblem
from scheduler.release.past import as_kept
from scheduler.rules.shapes import Breach
from scheduler.store import Draft, Store
from wardpanels.faults import CannotUse
from wardpanels.year.drafts import UNSIGNED, Signed, add_draft, stored_draft


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft before and after one change by hand, and what the audit says of it.

    Edges: both are priced by the rules of today, so that their costs can be compared; where one was undone, as stored,
           and `by` and `why` say who had made it and for what reason, "" where nobody said
    """

    before: Plan
    after: Plan
    breaches: tuple[Breach, ...]
    by: str = ""
    why: str = ""


def move_meeting(
    store: Store,
    problem: PlanningProblem,
    meeting_id: str,
    new: NewTiming,
    at: datetime,
    signed: Signed = UNSIGNED,
    *,
    pin: Collection[str] = (),
) -> Edited:
    """Change one meeting of the draft, if the must-rules allow it, and pin these of `scheduler.pinned.PARTS` of it.

    Errors: NothingYet, RefusedEdit, UnknownName; StaleRevision where it is another draft than the one that was seen
    """
    pins = (Pinned(meeting_id, tuple(part for part in PARTS if part in pin)),) if pin else ()
    return _edit(store, problem, lambda posed, plan: move(posed, plan, meeting_id, new), meeting_id, at, signed, pins)


def foresee_move(
    store: Store, problem: PlanningProblem, meeting_id: str, new: NewTiming, at: datetime, seen: int | None = None
) -> Edited:
    """What `move_meeting` would make of the draft that was seen. Nothing is stored. Errors: as `move_meeting`."""
    plan = stored_draft(store, problem.borough, problem.period, seen).plan
    posed = posed_at(problem, plan, at)
    after = changed(posed, plan, lambda asked, before: move(asked, before, meeting_id, new), (meeting_id,), at)
    return Edited(priced(posed, plan), after, audit(posed, after))


def cancel_meeting(
    store: Store,
    problem: PlanningProblem,
    meeting_id: str,
    at: datetime,
    because: str | None = None,
    signed: Signed = UNSIGNED,
    *,
    new_date_follows: bool = False,
) -> Edited:
    """Cancel one meeting of the draft, for a reason of `scheduler.reasons` if it is given.

    Errors: as `move_meeting`
    """

    def cancelled(posed: PlanningProblem, plan: Plan) -> Plan:
        return cancel(posed, plan, meeting_id, because, new_date_follows=new_date_follows)

    return _edit(store, problem, cancelled, meeting_id, at, signed)


def reinstate_meeting(
    store: Store, problem: PlanningProblem, meeting_id: str, at: datetime, signed: Signed = UNSIGNED
) -> Edited:
    """Put a cancelled meeting of the draft back, if the must-rules allow it.

    Errors: as `move_meeting`
    """
    return _edit(store, problem, lambda posed, plan: reinstate(posed, plan, meeting_id), meeting_id, at, signed)


def undo_last(store: Store, problem: PlanningProblem, at: datetime, signed: Signed = UNSIGNED) -> Edited:
    """Take back the last change of the draft: the draft that it was changed from comes after it, as a new one.

    Edges:  what was taken back can be taken back no more; the change before it can
    Errors: NothingYet; CannotUse where nothing was changed; RefusedEdit where what was then no longer keeps the rules;
            StaleRevision
    """
    draft = stored_draft(store, problem.borough, problem.period, signed.revision)
    before = store.draft_before(problem.borough.profile.code, problem.period.first_day)
    if before is None:
        raise CannotUse(f"draft of {problem.period}", "no change to take back", "a draft that was changed")
    return _restored(store, problem, (draft, before), at, signed, parent=before.parent)


def restore_draft(
    store: Store, problem: PlanningProblem, revision: int, at: datetime, signed: Signed = UNSIGNED
) -> Edited:
    """Bring an earlier draft back, with its pins: a new draft equal to it comes after the newest one.

    Edges:  it can be taken back like any other change
    Errors: NothingYet, StaleRevision; UnknownName for a draft that there never was; RefusedEdit where what was then no
            longer keeps the rules
    """
    draft = stored_draft(store, problem.borough, problem.period, signed.revision)
    before = store.draft_at(problem.borough.profile.code, problem.period.first_day, revision)
    return _restored(store, problem, (draft, before), at, signed)


def wards_of_undo(store: Store, problem: PlanningProblem, revision: int | None = None) -> tuple[str, ...]:
    """The wards that would change if the last change were taken back, or an earlier draft brought back.

    Edges:  none where no change can be taken back
    Errors: NothingYet; UnknownName for a draft that there never was
    """
    code, first_day = problem.borough.profile.code, problem.period.first_day
    newest = stored_draft(store, problem.borough, problem.period)
    before = store.draft_before(code, first_day) if revision is None else store.draft_at(code, first_day, revision)
    if before is None:
        return ()
    changed = {each.ward_code for pair in differences(newest.plan, before.plan) for each in pair if each}
    pinned = {pin.meeting_id for pin in set(newest.pins) ^ set(before.pins)}
    return tuple(sorted(changed | {each.ward_code for each in newest.plan.meetings if each.meeting_id in pinned}))


def _restored(
    store: Store,
    problem: PlanningProblem,
    drafts: tuple[Draft, Draft],
    at: datetime,
    signed: Signed,
    parent: int | None = None,
) -> Edited:
    """Store the second of two drafts anew after the first. Errors: RefusedEdit, SettledMeeting, StaleRevision."""
    newest, before = drafts
    problem = as_planned(problem, newest.plan)
    _refuse_past(newest.plan, before.plan, at)
    refuse_breaches(problem, newest.plan, before.plan, f"Draft {newest.revision}")
    add_draft(store, problem.borough, newest, before.plan, at, signed, parent=parent, pins=before.pins)
    return Edited(newest.plan, before.plan, audit(problem, before.plan), newest.by, newest.why)


def pin_meeting(
    store: Store, problem: PlanningProblem, pin: Pinned, at: datetime, signed: Signed = UNSIGNED
) -> tuple[Pinned, ...]:
    """Pin something of one meeting of the draft, or let go of it where the pin has no part; return all pins.

    Edges:  nothing is stored where nothing is other than before
    Errors: NothingYet, StaleRevision; UnknownName for a meeting; SettledMeeting where it is cancelled or has begun
    """
    draft = stored_draft(store, problem.borough, problem.period, signed.revision)
    meeting = find(draft.plan, pin.meeting_id)
    refuse_begun(meeting, at)
    if pin.parts and not meeting.stands:
        raise SettledMeeting(meeting.meeting_id, ("it is cancelled, and what is cancelled cannot be pinned",))
    pins = with_pin(draft.pins, pin) if pin.parts else without_pin(draft.pins, pin.meeting_id)
    if pins != draft.pins:
        add_draft(store, problem.borough, draft, draft.plan, at, signed, pins=pins)
    return pins


def _edit(
    store: Store,
    problem: PlanningProblem,
    change: Callable[[PlanningProblem, Plan], Plan],
    meeting_id: str,
    at: datetime,
    signed: Signed,
    pins: Iterable[Pinned] = (),
) -> Edited:
    """Change one meeting of the draft, and keep it only if nobody else changed the draft meanwhile.

    Errors: SettledMeeting where what began by `at` would change, as for a re-plan; StaleRevision; as `change`
    """
    draft = stored_draft(store, problem.borough, problem.period, signed.revision)
    posed = posed_at(problem, draft.plan, at)
    after = changed(posed, draft.plan, change, (meeting_id,), at)
    return keep_change(store, posed, draft, after, at, signed, pins)


def changed(
    problem: PlanningProblem,
    plan: Plan,
    change: Callable[[PlanningProblem, Plan], Plan],
    meeting_ids: Iterable[str],
    at: datetime,
) -> Plan:
    """The plan after one change of some of its meetings, under a question that is posed for it. Nothing is stored.

    Errors: SettledMeeting where what began by `at` would change; as `change`
    """
    for meeting_id in meeting_ids:
        refuse_begun(find(plan, meeting_id), at)
    after = change(problem, plan)
    _refuse_past(plan, after, at)
    return after


def posed_at(problem: PlanningProblem, plan: Plan, at: datetime) -> PlanningProblem:
    """The question under the tiers that a plan was made on, with what of it has begun by a moment as history."""
    return begun_by(as_planned(problem, plan), plan, at)


def keep_change(
    store: Store,
    problem: PlanningProblem,
    draft: Draft,
    after: Plan,
    at: datetime,
    signed: Signed,
    pins: Iterable[Pinned] = (),
) -> Edited:
    """Store what a draft was changed to, with what was pinned of it, unless somebody else changed it meanwhile.

    Errors: SettledMeeting where what began by `at` would change, or would begin by then; StaleRevision
    """
    _refuse_past(draft.plan, after, at)
    breaches = audit(problem, after)
    kept = reduce(with_pin, pins, draft.pins)
    add_draft(store, problem.borough, draft, after, at, signed, pins=kept)
    return Edited(before=priced(problem, draft.plan), after=after, breaches=breaches)


def _refuse_past(before: Plan, after: Plan, at: datetime) -> None:
    """What has begun stays as it was told; and nothing new begins in the past.

    Errors: SettledMeeting
    """
    for old, new in differences(before, after):
        if old and new and as_kept(old) == as_kept(new):
            continue
        if old:
            refuse_begun(old, at)
        if new and new.starts_at <= at:
            reason = f"it would begin on {new.starts_at:%a %d %b %Y at %H:%M}, and that is past"
            raise SettledMeeting(new.meeting_id, (reason,))


def refuse_begun(meeting: PlannedMeeting, at: datetime) -> None:
    """Errors: SettledMeeting, where a meeting has begun."""
    if meeting.starts_at <= at:
        reason = f"it began on {meeting.held_on:%a %d %b %Y}, and what is past cannot be changed"
        raise SettledMeeting(meeting.meeting_id, (reason,))
