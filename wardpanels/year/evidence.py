"""What the wards' tiers rest on: how old it is, which meetings it is of, and what was planned on another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.attendance import Matched, matched, resting_on_old
from scheduler.days import local_day
from scheduler.facts import Borough, HeldMeeting
from scheduler.framing import as_planned
from scheduler.period import Period
from scheduler.posing import planning_problem
from scheduler.records import AttendanceClash, RecordedAttendance, clashes, with_records
from scheduler.store import Store
from scheduler.tiers import Standing, standings
from wardpanels.faults import CannotUse
from wardpanels.year.recording import recorded_before, recorded_for, with_recorded
from wardpanels.year.wards_told import as_told


@dataclass(frozen=True, slots=True)
class Evidence:
    """Each ward's tier today, or as of a day, by the wards' names, and what stands behind it.

    Edges: `old` rest on attendance older than two years; `planned_otherwise` are the standings that the period's draft
           was planned on, of the wards that have another tier today; `before` are, as of a day, the standings that
           count for the period, of the wards that have another tier on that day; `clashes` are days of which
           attendance.csv and a record say two numbers
    """

    standings: tuple[Standing, ...]
    matched: Matched
    old: tuple[Standing, ...] = ()
    planned_otherwise: tuple[Standing, ...] = ()
    before: tuple[Standing, ...] = ()
    clashes: tuple[AttendanceClash, ...] = ()


def evidence_of(
    store: Store | None, borough: Borough, period: Period, at: datetime, as_of: date | None = None
) -> Evidence:
    """Hold attendance, from the file and as recorded, against what was released, a moment, and the draft of a period.

    Edges:  `store` is None where nothing is stored; `as_of` a day, every meeting held by then counts and no other,
            those of the period too
    Errors: CannotUse where that day is to come
    """
    today = local_day(at, borough.profile.timezone)
    if as_of is not None and as_of > today:
        raise CannotUse("--as-of", f"{as_of:%-d %B %Y}", f"a day that has come: today is {today:%-d %B %Y}")
    borough = as_told(store, borough)
    recorded = _recorded(store, borough, period, as_of) if store else ()
    known = replace(borough, attendance=with_records(_held_before(borough, as_of), recorded))
    now = tuple(sorted(standings(known), key=lambda standing: standing.ward.name))
    old, told = resting_on_old(now, as_of or today), clashes(borough.attendance, recorded)
    before = _unlike(_of_period(store, borough, period), now) if as_of else ()
    if store is None:
        return Evidence(now, matched((), ()), old, before=before)
    code = borough.profile.code
    latest = (store.latest_release(code, each.period.first_day) for each in store.periods(code) if each.release)
    found = matched(borough.attendance, [release for release in latest if release])
    return Evidence(now, found, old, _unlike(_as_drafted(store, known, period), now), before, told)


def _held_before(borough: Borough, as_of: date | None) -> tuple[HeldMeeting, ...]:
    """What attendance.csv has by a day, all of it where none is given."""
    return tuple(held for held in borough.attendance if as_of is None or held.held_on <= as_of)


def _recorded(store: Store, borough: Borough, period: Period, as_of: date | None) -> tuple[RecordedAttendance, ...]:
    return recorded_before(store, borough, as_of + timedelta(1)) if as_of else recorded_for(store, borough, period)


def _of_period(store: Store | None, borough: Borough, period: Period) -> tuple[Standing, ...]:
    """The standings that count for a period: as its draft was planned, else as it would be."""
    if store is None:
        return standings(borough)
    return _as_drafted(store, borough, period) or standings(with_recorded(store, borough, period))


def _unlike(standings: Iterable[Standing], now: Iterable[Standing]) -> tuple[Standing, ...]:
    """The standings of wards that have another tier now."""
    today = {each.ward.code: each.tier.name for each in now}
    return tuple(each for each in standings if each.tier.name != today[each.ward.code])


def _as_drafted(store: Store, borough: Borough, period: Period) -> tuple[Standing, ...]:
    """The standings that a period's draft was planned on. Edges: none where nothing is planned"""
    draft = store.draft(borough.profile.code, period.first_day)
    return as_planned(planning_problem(borough, period), draft.plan).standings if draft else ()
