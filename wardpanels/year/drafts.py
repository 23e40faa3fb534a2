"""The draft of a period: the newest plan, not yet public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.changed_words import changes_in_words
from scheduler.days import local_day
from scheduler.edges import with_ids
from scheduler.errors import StaleRevision
from scheduler.facts import Borough
from scheduler.names import ward_named
from scheduler.period import Period
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import PlanningProblem
from scheduler.store import Draft, DraftLine, Store
from wardpanels.faults import AlreadyReleased, CannotUse, NothingYet
from wardpanels.year.periods import check_fits, standing, typed, typed_to_plan


@dataclass(frozen=True, slots=True)
class Signed:
    """Who changes a draft, for what reason, and which revision of it they saw.

    Edges: "" where nobody said it; `revision` None is the newest, whatever that is by now, and 0 that there was none
    """

    by: str = ""
    why: str = ""
    revision: int | None = None


UNSIGNED = Signed()


def keep_draft(store: Store, borough: Borough, plan: Plan, saved_at: datetime, signed: Signed = UNSIGNED) -> int:
    """Store a new plan as the newest draft, in the place of the one that it was begun from, and return its revision.

    Edges:  what was pinned stays pinned
    Errors: CannotUse, where its period cannot be, is over, or shares days with one that is released; AlreadyReleased;
            StaleRevision where the draft is another by now
    """
    check_can_be_drafted(store, plan.borough_code, plan.period, local_day(saved_at, plan.timezone))
    newest = store.draft(plan.borough_code, plan.first_day)
    _check_seen(store, borough, newest, signed.revision, plan.first_day)
    return add_draft(store, borough, newest, plan, saved_at, signed)


def add_draft(
    store: Store,
    borough: Borough,
    before: Draft | None,
    plan: Plan,
    saved_at: datetime,
    signed: Signed,
    **more: Any,
) -> int:
    """Store a plan as the draft after another one, None for the first; `more` as for `Store.save_draft`.

    Errors: StaleRevision, which says what somebody else changed meanwhile
    """
    seen = before.revision if before else None
    try:
        return store.save_draft(plan, expected_revision=seen, saved_at=saved_at, by=signed.by, why=signed.why, **more)
    except StaleRevision:
        _check_seen(store, borough, store.draft(plan.borough_code, plan.first_day), seen or 0, plan.first_day)
        raise


def _check_seen(store: Store, borough: Borough, newest: Draft | None, seen: int | None, first_day: date) -> None:
    """Errors: StaleRevision, which says who changed the draft since it was seen, and how it differs from that."""
    found = newest.revision if newest else 0
    if newest is None or seen is None or seen == found:
        return
    code = borough.profile.code
    said = [_line_in_words(borough, line) for line in store.drafts(code, first_day) if line.revision > seen]
    if 0 < seen < found:
        changes = changes_in_words(borough, store.draft_at(code, first_day, seen).plan, newest.plan)
        said += changes or ("No meeting is another than it was then",)
    raise StaleRevision(found, seen, tuple(said))


def _line_in_words(borough: Borough, line: DraftLine) -> str:
    """Who made a draft, when and why."""
    when = line.saved_at.astimezone(ZoneInfo(borough.profile.timezone))
    why = f": {line.why}" if line.why else ""
    return f"Revision {line.revision} is by {line.by or 'somebody'}, {when:%a %d %b %Y %H:%M}{why}"


def check_can_be_drafted(store: Store, borough_code: str, period: Period, today: date) -> None:
    """Whether a plan made afresh may be kept as the draft of a period.

    Errors: CannotUse, where the period cannot be, is over, or shares days with one that is released; AlreadyReleased
    """
    check_fits(store.periods(borough_code), period)
    if period.last_day <= today:
        raise CannotUse("period", str(period), f"one with days to come, after {today}")
    if store.latest_release(borough_code, period.first_day) is not None:
        raise AlreadyReleased(period, f"wardpanels replan {typed(period)}")


def draft_of(store: Store, borough: Borough, period: Period) -> Plan:
    """The stored draft of a period.

    Errors: NothingYet
    """
    return stored_draft(store, borough, period).plan


def stored_draft(store: Store, borough: Borough, period: Period, seen: int | None = None) -> Draft:
    """The stored draft of a period with its revision, where it is the one that somebody saw, if that is given.

    Errors: NothingYet; StaleRevision, which says what changed since
    """
    draft = store.draft(borough.profile.code, period.first_day)
    if draft is None:
        raise NothingYet("draft", period, f"wardpanels plan {typed_to_plan(period)}")
    _check_seen(store, borough, draft, seen, period.first_day)
    return draft


def drafts_of(store: Store, borough: Borough, period: Period) -> tuple[DraftLine, ...]:
    """Every draft of a period, the newest first. Errors: NothingYet."""
    stored_draft(store, borough, period)
    return store.drafts(borough.profile.code, period.first_day)[::-1]


def meetings_of(borough: Borough, plan: Plan, ward: str | None) -> tuple[PlannedMeeting, ...]:
    """The plan's meetings, of one ward if it is named: by its name, its slug or its code, in any case.

    Errors: UnknownName
    """
    if ward is None:
        return plan.meetings
    code = ward_named(borough, ward).code
    return tuple(meeting for meeting in plan.meetings if meeting.ward_code == code)


def meetings_beside(store: Store, borough: Borough, period: Period) -> tuple[PlannedMeeting, ...]:
    """The meetings of the borough's periods before and after one: as released, or of the draft where nothing was.

    Edges: a period that shares a day with it is another plan of the same days, and is not looked at, and neither is a
           draft that another period has taken the place of
    """
    code = borough.profile.code
    found: list[PlannedMeeting] = []
    for other in standing(store.periods(code)):
        if other.period.overlaps(period):
            continue
        if other.release is not None:
            found += store.released_plan(code, other.period.first_day, other.release).meetings
        elif draft := store.draft(code, other.period.first_day):
            found += draft.plan.meetings
    return tuple(found)


def ids_beside(store: Store, borough: Borough, period: Period) -> Iterator[str]:
    """The ids that drafts of the borough's other periods give: what is added to one may not be released yet."""
    code = borough.profile.code
    for other in store.periods(code):
        draft = None if other.period.overlaps(period) else store.draft(code, other.period.first_day)
        yield from draft.plan.meeting_by_id if draft else ()


def with_told_ids(store: Store, problem: PlanningProblem) -> PlanningProblem:
    """The same question, with the ids known of all that was ever released of its period: none is given again."""
    release = store.latest_release(problem.borough.profile.code, problem.first_day)
    return replace(problem, edges=with_ids(problem.edges, release.meeting_by_id)) if release else problem
