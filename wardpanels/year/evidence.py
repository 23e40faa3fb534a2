"""What the wards' tiers rest on: how old it is, which meetings it is of, and what was planned on another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.attendance import Matched, matched, resting_on_old
from scheduler.days import local_day
from scheduler.facts import Borough
from scheduler.framing import as_planned
from scheduler.period import Period
from scheduler.posing import planning_problem
from scheduler.store import Store
from scheduler.tiers import Standing, standings
from wardpanels.year.recording import with_recorded
from wardpanels.year.wards_told import as_told


@dataclass(frozen=True, slots=True)
class Evidence:
    """Each ward's tier today, by the wards' names, and what stands behind it.

    Edges: `old` rest on attendance older than two years; `planned_otherwise` are the standings that the period's draft
           was planned on, of the wards that have another tier today
    """

    standings: tuple[Standing, ...]
    matched: Matched
    old: tuple[Standing, ...] = ()
    planned_otherwise: tuple[Standing, ...] = ()


def evidence_of(store: Store | None, borough: Borough, period: Period, at: datetime) -> Evidence:
    """Hold attendance, from the file and as recorded, against what was released, a moment, and the draft of a period.

    Edges: `store` is None where nothing is stored
    """
    borough = as_told(store, borough)
    known = with_recorded(store, borough, period) if store else borough
    now = tuple(sorted(standings(known), key=lambda standing: standing.ward.name))
    old = resting_on_old(now, local_day(at, borough.profile.timezone))
    if store is None:
        return Evidence(now, matched((), ()), old)
    code = borough.profile.code
    latest = (store.latest_release(code, each.period.first_day) for each in store.periods(code) if each.release)
    found = matched(borough.attendance, [release for release in latest if release])
    return Evidence(now, found, old, _planned_otherwise(store, known, now, period))


def _planned_otherwise(
    store: Store, borough: Borough, now: tuple[Standing, ...], period: Period
) -> tuple[Standing, ...]:
    draft = store.draft(borough.profile.code, period.first_day)
    if draft is None:
        return ()
    today = {each.ward.code: each.tier.name for each in now}
    planned = as_planned(planning_problem(borough, period), draft.plan).standings
    return tuple(each for each in planned if each.tier.name != today[each.ward.code])
