"""Freezes the draft as the next release, and finds the releases there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.assumed import why_only_assumed
from scheduler.calls import Call, calls_to_make
from scheduler.days import local_day
from scheduler.edit import find, replaced
from scheduler.errors import UnknownName
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.plan import MeetingState, Plan
from scheduler.recoding import with_told_slugs
from scheduler.release.making import calling_off, is_news, is_other_facts, next_release
from scheduler.release.past import changed_past, with_cancelled_as_told, with_what_began
from scheduler.release.publishable import missing_rows, why_unpublishable
from scheduler.release.value import ChangeKind, PublicWard, Release
from scheduler.store import Store
from scheduler.terms import PeriodTerms, terms_of
from wardpanels.faults import (
    ChangedPast,
    LateFirstRelease,
    NothingYet,
    OnlyAssumed,
    OutlivedDraft,
    TooManyCancellations,
    Unpublishable,
)
from wardpanels.year.drafts import draft_of
from wardpanels.year.issuing import with_issued_priorities
from wardpanels.year.periods import DAY, check_fits, typed, typed_to_plan
from wardpanels.year.wards_told import as_told, told_wards

LARGEST_SHARE_CANCELLED = 5
"""A release may cancel one in this many of the future meetings without being asked twice."""


@dataclass(frozen=True, slots=True)
class NextRelease:
    """The next release, what it says anew to the public or to officers, and whether it was stored.

    Edges: `is_news` is of meetings alone, `is_other_facts` of all else that is public; `calls` are still to be made
    """

    release: Release
    is_news: bool
    is_stored: bool
    is_other_staff: bool = False
    is_other_facts: bool = False
    calls: tuple[Call, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether anything differs from the release before."""
        return self.is_news or self.is_other_staff or self.is_other_facts


def release_draft(
    store: Store,
    borough: Borough,
    period: Period,
    released_at: datetime,
    *,
    allowed: int | None,
    dry_run: bool,
    is_first: bool = False,
) -> NextRelease:
    """Freeze the draft as the next release, unless nothing changed for the public nor for the officers who come.

    Edges:  by a clock that was set back it is of the same moment as the release before: what had begun stays so
    Errors: NothingYet; LateFirstRelease where the period has begun without a release, unless this `is_first` of all;
            ChangedPast where what has begun would be told otherwise than before;
            TooManyCancellations where more than a fifth of the future meetings go and `allowed` is less;
            CannotUse where the period shares days with another that is released; Unpublishable; OnlyAssumed;
            OutlivedDraft
    """
    check_fits(store.periods(borough.profile.code), period)
    told = told_wards(store, borough.profile.code)
    borough = _as_public(store, borough, told, released_at)
    previous = store.latest_release(borough.profile.code, period.first_day)
    before = released_plan(store, previous) if previous else None
    plan = draft_of(store, borough, period)
    plan = with_cancelled_as_told(before, plan) if before else plan
    if previous is None and not is_first:
        _refuse_late_first(plan, released_at)
    released_at = max(released_at, previous.released_at) if previous else released_at
    _refuse_changed_past(before, plan, released_at)
    release = _next_release(borough, _without_dates_let_go(store, plan), previous, released_at)
    _refuse_unpublishable(borough, plan, release, told)
    _refuse_assumed(borough, plan, released_at)
    _refuse_slips(previous, release, allowed)
    is_other_staff = before is not None and _staff(plan) != _staff(before)
    is_other = previous is not None and is_other_facts(release, previous)
    made = NextRelease(
        release,
        is_news(release),
        is_stored=False,
        is_other_staff=is_other_staff,
        is_other_facts=is_other,
        calls=calls_to_make(borough, (each for each in plan.meetings if each.starts_at > released_at)),
    )
    if dry_run or not made.is_needed:
        return made
    store.append_release(release, replace(plan, terms=_terms(before, borough, released_at)))
    return replace(made, is_stored=True)


def _terms(before: Plan | None, borough: Borough, at: datetime) -> PeriodTerms | None:
    """What the period is judged by from now on. Edges: once it is over, what it was released under"""
    is_over = before is not None and before.last_day < local_day(at, before.timezone)
    return before.terms if before and is_over else terms_of(borough)


def would_tell(store: Store, borough: Borough, plan: Plan, at: datetime) -> Release:
    """The release that would follow if a plan were the draft. Nothing is checked but that it can be made, or stored.

    Errors: OutlivedDraft
    """
    previous = store.latest_release(plan.borough_code, plan.first_day)
    borough = _as_public(store, borough, told_wards(store, plan.borough_code), at)
    plan, at = _without_dates_let_go(store, plan), max(at, previous.released_at) if previous else at
    return _next_release(borough, plan, previous, at)


def _as_public(store: Store, borough: Borough, told: Iterable[PublicWard], at: datetime) -> Borough:
    """The borough with its wards as they were told before, and the priorities of issued minutes."""
    return with_issued_priorities(store, with_told_slugs(as_told(store, borough), tuple(told)), at)


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Which meeting is cancelled, and why: `because` is a code of `scheduler.reasons` or somebody's own words."""

    meeting_id: str
    because: str | None = None
    new_date_follows: bool = False


def release_cancellation(
    store: Store, borough_code: str, period: Period, off: Cancellation, released_at: datetime, *, dry_run: bool = False
) -> NextRelease:
    """Tell of one cancelled meeting and of nothing else, whatever the draft and the borough's files say by now.

    Edges:  where it was told to be cancelled already, that release stands, and none is needed
    Errors: NothingYet where nothing was released; UnknownName where the meeting never was; ChangedPast where it has
            begun; StaleRelease
    """
    previous = latest_release(store, borough_code, period)
    told = previous.meeting_by_id.get(off.meeting_id)
    if told and told.is_cancelled:
        return NextRelease(previous, is_news=False, is_stored=False)
    before = released_plan(store, previous)
    meeting = find(before, off.meeting_id)
    planned = replace(meeting, state=MeetingState.CANCELLED, because=off.because, new_date_follows=off.new_date_follows)
    released_at = max(released_at, previous.released_at)
    plan = replaced(before, planned)
    _refuse_changed_past(before, plan, released_at)
    release = calling_off(previous, planned, released_at)
    if not dry_run:
        store.append_release(release, plan)
    return NextRelease(release, is_news=True, is_stored=not dry_run)


def latest_release(store: Store, borough_code: str, period: Period) -> Release:
    """The newest release of a period. Errors: NothingYet."""
    release = store.latest_release(borough_code, period.first_day)
    if release is None:
        raise NothingYet("release", period, f"wardpanels release {typed(period)}")
    return release


def released_plan(store: Store, release: Release) -> Plan:
    """The plan that a release was made of."""
    return store.released_plan(release.borough_code, release.first_day, release.number)


def with_the_past(store: Store, plan: Plan, at: datetime) -> Plan:
    """A draft with what has begun `at` a moment as it was released, whatever the draft says.

    Edges: the draft itself where nothing was released
    """
    latest = store.latest_release(plan.borough_code, plan.first_day)
    return with_what_began(released_plan(store, latest), plan, at) if latest else plan


def release_before(store: Store, release: Release) -> Release | None:
    """The release that another one follows; None before the first."""
    if release.number == 1:
        return None
    return store.release(release.borough_code, release.first_day, release.number - 1)


def _staff(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Who comes to which meeting."""
    return {meeting.meeting_id: meeting.officers for meeting in plan.meetings}


def _without_dates_let_go(store: Store, plan: Plan) -> Plan:
    """A plan that says of no meeting that a new date will follow once that was let go of."""
    if not any(meeting.new_date_follows for meeting in plan.meetings):
        return plan
    lines = store.records.latest(plan.borough_code)
    waived = {meeting_id for meeting_id, line in lines.items() if line.record.waived is not None}
    meetings = (
        replace(one, new_date_follows=one.new_date_follows and one.meeting_id not in waived) for one in plan.meetings
    )
    return replace(plan, meetings=tuple(meetings))


def _next_release(borough: Borough, plan: Plan, previous: Release | None, moment: datetime) -> Release:
    """The release that comes next. Errors: OutlivedDraft where halls or officers of the draft have left the folder."""
    try:
        return next_release(borough, plan, previous, moment)
    except UnknownName as fault:
        future = [each for each in plan.meetings if each.starts_at > moment]
        halls = {each.venue_id for each in future} - {hall.venue_id for hall in borough.venues}
        officers = {one for each in future for one in each.officers} - {one.officer_id for one in borough.officers}
        named = (*(f"hall {hall}" for hall in sorted(halls)), *(f"officer {one}" for one in sorted(officers)))
        step = f"wardpanels {'replan' if previous else 'plan'} {typed(plan.period)}"
        raise OutlivedDraft(plan.period, named or (f"{fault.kind} {fault.found}",), step) from fault


def _refuse_late_first(plan: Plan, moment: datetime) -> None:
    """An empty or a wrong store must not begin again at release 1: residents would hear all of it anew."""
    if plan.first_day < local_day(moment, plan.timezone):
        begun = sum(meeting.starts_at <= moment for meeting in plan.meetings)
        step = _plan_the_rest(plan, moment) if begun else f"wardpanels release {typed(plan.period)} --first"
        raise LateFirstRelease(plan.period, begun, len(plan.meetings), step)


def _refuse_changed_past(before: Plan | None, plan: Plan, moment: datetime) -> None:
    """The one guard of what is over: every way to the public leads through here."""
    reasons = changed_past(before, plan, moment)
    if reasons and before:
        raise ChangedPast(plan.period, reasons, f"wardpanels replan {typed(plan.period)}")
    if reasons:
        raise ChangedPast(plan.period, reasons, _plan_the_rest(plan, moment))


def _plan_the_rest(plan: Plan, moment: datetime) -> str:
    """What to type where meetings that were never told have begun."""
    return f"wardpanels plan {typed_to_plan(Period(local_day(moment, plan.timezone) + DAY, plan.last_day))}"


def _refuse_unpublishable(borough: Borough, plan: Plan, release: Release, told: Iterable[PublicWard]) -> None:
    """What is stored can be published: a release that cannot would stand in the way of every one after it.

    Nor is a meeting of a ward without a row, which would stay public and could be put back or planned anew by nobody.
    """
    lost = missing_rows(borough, plan, told, release.released_at)
    reasons = (*why_unpublishable(release, told), *map(str, lost))
    if reasons:
        raise Unpublishable(release.period, reasons)


def _refuse_assumed(borough: Borough, plan: Plan, moment: datetime) -> None:
    """What stands in until somebody says how it is must never be told as a fact."""
    reasons = why_only_assumed(borough, plan.meetings, moment)
    if reasons:
        raise OnlyAssumed(plan.period, reasons)


def _refuse_slips(previous: Release | None, release: Release, allowed: int | None) -> None:
    """A wrong file must not call off half a year."""
    if previous is None:
        return
    future = [each for each in previous.meetings if not each.is_cancelled and each.starts_at > release.released_at]
    cancelled = sum(
        change.kind is ChangeKind.CANCELLED and change.after.starts_at > release.released_at
        for change in release.changes
    )
    free = len(future) // LARGEST_SHARE_CANCELLED
    if cancelled > max(free, allowed or 0):
        raise TooManyCancellations(cancelled, len(future), max(free, allowed or 0))
