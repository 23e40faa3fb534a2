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
from scheduler.tiers import inferred_tiers, standings
from wardpanels.year.recording import plan_at, records_of
from wardpanels.year.releasing import released_plan


def debts_of(store: Store, problem: PlanningProblem, at: datetime, ward: str | None = None) -> tuple[WardDebt, ...]:
    """What each ward is owed at a moment, by ward code, or one ward if it is named.

    Edges:  a change of the draft that was not released before a meeting began did not become of it; which wards are
            owed something, and how much a tier owes, is as it was released
    Errors: NothingYet, UnknownName
    """
    plan = plan_at(store, problem.borough, problem.period, at)
    quotas = _quotas(store, problem, plan)
    found = debts(quotas, plan, records_of(store, plan.borough_code), at)
    borough = as_released(store, problem.borough, problem.period)
    code = None if ward is None else ward_named(borough, ward).code
    return tuple(debt for debt in found if code in (None, debt.ward_code))


def _quotas(store: Store, problem: PlanningProblem, plan: Plan) -> dict[str, int]:
    """How many meetings each ward is owed, by its code."""
    borough = as_released(store, problem.borough, problem.period)
    tiers = {**inferred_tiers(borough.policy, plan), **plan.planned_tiers}
    planned = standings(replace(borough, planned_tiers=tiers))
    return {standing.ward.code: sum(standing.owed(problem.period)) for standing in planned}


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
    still = [promise for debt in debts_of(store, problem, at) for promise in debt.open]
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
