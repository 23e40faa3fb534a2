"""What each ward is owed, and what is let go of it. Nothing here prints or reads a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from scheduler.debt import Fate, PromisedMeeting, WardDebt, debts
from scheduler.errors import SharedName, UnknownName
from scheduler.facts import Borough
from scheduler.names import ward_named
from scheduler.period import Period
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem
from scheduler.reasons import own_words
from scheduler.records import MeetingRecord
from scheduler.store import Store
from scheduler.terms import under
from scheduler.tiers import standings, tiers_of
from wardpanels.year.periods import Periods, standing, typed
from wardpanels.year.recording import plan_at, records_of
from wardpanels.year.releasing import released_plan


def debts_of(store: Store, problem: PlanningProblem, at: datetime, ward: str | None = None) -> tuple[WardDebt, ...]:
    """What each ward is owed at a moment, by ward code, or one ward if it is named.

    Edges:  a change of the draft that was not released before a meeting began did not become of it; which wards are
            owed something, and how much a tier owes, is as it was released
    Errors: NothingYet, UnknownName
    """
    found = _debts(store, problem.borough, problem.period, at)
    if ward is None:
        return found
    code = ward_named(as_released(store, problem.borough, problem.period), ward).code
    return tuple(debt for debt in found if debt.ward_code == code)


def earlier_debts(store: Store, problem: PlanningProblem, at: datetime) -> tuple[WardDebt, ...]:
    """What wards are still owed of released periods that were over before this one, the oldest period first.

    Edges: only those with a meeting that had a date, and was neither made good nor let go
    """
    borough = problem.borough
    periods = [each.period for each in store.periods(borough.profile.code) if each.release is not None]
    before = [each for each in periods if each.last_day < problem.period.first_day]
    return tuple(debt for period in before for debt in _debts(store, borough, period, at) if debt.open)


def open_of(store: Store, problem: PlanningProblem, at: datetime) -> tuple[PromisedMeeting, ...]:
    """Each meeting that is still owed, of the period and then of earlier ones. Errors: NothingYet."""
    owed = (*debts_of(store, problem, at), *earlier_debts(store, problem, at))
    return tuple(promise for debt in owed for promise in debt.open)


def period_if_over(store: Store, problem: PlanningProblem, at: datetime) -> str:
    """What to type of the period of today, where a problem's own is over; "" where it is not."""
    today = at.astimezone(problem.zone).date()
    if today <= problem.period.last_day:
        return ""
    profile = problem.borough.profile
    return typed(Periods(store.periods(profile.code), today, profile.first_month).current)


def _debts(store: Store, borough: Borough, period: Period, at: datetime) -> tuple[WardDebt, ...]:
    """Errors: NothingYet."""
    plan = plan_at(store, borough, period, at)
    code = plan.borough_code
    after = [each.period for each in standing(store.periods(code)) if each.period.first_day > period.last_day]
    later = [meeting for each in after for meeting in plan_at(store, borough, each, at).meetings]
    return debts(_quotas(store, borough, plan), plan, records_of(store, code), at, later)


def _quotas(store: Store, borough: Borough, plan: Plan) -> dict[str, int]:
    """How many meetings each ward is owed, by its code."""
    borough = as_released(store, borough, plan.period)
    planned = standings(replace(borough, planned_tiers=tiers_of(borough.policy, plan)))
    return {each.ward.code: sum(each.owed(plan.period)) for each in planned}


def as_released(store: Store, borough: Borough, period: Period) -> Borough:
    """The borough with the wards, tiers and numbers that a period was released under last, if it was."""
    latest = store.latest_release(borough.profile.code, period.first_day)
    return under(borough, released_plan(store, latest).terms) if latest else borough


def waive(
    store: Store, problem: PlanningProblem, asked: str, because: str, at: datetime, by: str = ""
) -> tuple[PromisedMeeting, ...]:
    """Let go of what is still owed for one meeting, or of all that a ward is owed for meetings that had a date.

    Returns those promises, as they are now. The lines say `by` whom, where that is known.

    Errors: NothingYet; UnknownName where that is no meeting that is still owed and no ward that is owed one, or where
            the reason says nothing; StaleRecord
    """
    why, code = own_words(because), problem.borough.profile.code
    chosen = still_owed(store, problem, asked, at)
    lines = store.records.latest(code)
    for promise in chosen:
        line = lines.get(promise.meeting.meeting_id)
        told = line.record if line else MeetingRecord(promise.meeting.meeting_id)
        store.records.add(code, replace(told, waived=why), after=line.number if line else 0, at=at, by=by)
    return tuple(replace(promise, kept=Fate.WAIVED, why=why) for promise in chosen)


def still_owed(store: Store, problem: PlanningProblem, asked: str, at: datetime) -> tuple[PromisedMeeting, ...]:
    """The promise of one meeting, or all those of a ward, that are still owed. Errors: NothingYet, UnknownName."""
    still = open_of(store, problem, at)
    ids = [promise.meeting.meeting_id for promise in still]
    if asked in ids:
        return (still[ids.index(asked)],)
    try:
        code = ward_named(problem.borough, asked).code
    except SharedName:
        raise
    except UnknownName:
        code = ""
    chosen = tuple(promise for promise in still if promise.meeting.ward_code == code)
    if not chosen:
        wanted = f"a ward that is owed one, or one of {', '.join(ids)}" if ids else "one that was cancelled or not held"
        raise UnknownName("debt", asked, wanted, () if code else ids)
    return chosen
