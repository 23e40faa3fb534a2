"""The wards that the public was ever told of, and today's facts put under the codes that those were told under."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from scheduler.errors import Problem, UnusableData
from scheduler.facts import Borough
from scheduler.recoding import first_codes, with_codes
from scheduler.release.publishable import missing_rows
from scheduler.release.value import PublicWard
from scheduler.store import Store
from wardpanels.year.showing import latest_releases


def as_told(store: Store | None, borough: Borough) -> Borough:
    """The borough with each ward under the code that it was first told under, whatever its ONS code is by now.

    Edges: the borough itself where every ward was told of under its own code, and where nothing is stored, None
    """
    if store is None:
        return borough
    told: list[PublicWard] = []
    unknown = {ward.code for ward in borough.wards}
    for release in latest_releases(store, borough.profile.code):
        told += release.wards
        unknown -= release.ward_by_code.keys()
        if not unknown:
            return borough
    return with_codes(borough, first_codes(borough.wards, told))


def told_wards(store: Store, borough_code: str) -> tuple[PublicWard, ...]:
    """The wards of the newest release of each period, those of the latest period first."""
    return tuple(ward for release in latest_releases(store, borough_code) for ward in release.wards)


def refuse_lost_rows(store: Store, borough: Borough, at: datetime) -> None:
    """Whether each ward that has met in a period that is not over `at` a moment has its row.

    Errors: UnusableData, which names those without
    """
    borough, code = as_told(store, borough), borough.profile.code
    problems: list[Problem] = []
    for release in latest_releases(store, code):
        plan = store.released_plan(code, release.first_day, release.number)
        met = tuple(each for each in plan.meetings if each.starts_at <= at)
        problems += missing_rows(borough, replace(plan, meetings=met), release.wards, at)
    if problems:
        raise UnusableData(tuple(problems))
