"""What cannot be published is never released: each address leads to one ward, and each meeting has a ward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from scheduler.days import local_day
from scheduler.errors import Problem
from scheduler.facts import Borough
from scheduler.plan import Plan
from scheduler.recoding import owners
from scheduler.release.value import PublicWard, Release
from scheduler.rules.shapes import in_date_order_by_ward


def why_unpublishable(release: Release, told: Iterable[PublicWard]) -> tuple[str, ...]:
    """Why a release cannot be published, a sentence each; empty where it can be. `told`: the wards of other releases.

    Edges: a slug belongs for good to the ward that was told under it, also one that it has no longer
    """
    return tuple(_shared_slugs(release, told))


def missing_rows(borough: Borough, plan: Plan, told: Iterable[PublicWard], moment: datetime) -> Iterator[Problem]:
    """The wards of a plan's meetings that the borough has no row of. `told`: the wards of releases.

    Edges: a ward that has met keeps its row until the period ends, though another has its place by now: without it the
           plan cannot be made anew; one that has not met is planned away. None of a period that is over
    """
    if plan.last_day < local_day(moment, plan.timezone):
        return
    names = {ward.code: _named(ward) for ward in told}
    known = {ward.code for ward in borough.wards}
    for code, meetings in sorted(in_date_order_by_ward(plan.meetings).items()):
        if code not in known:
            has_met = meetings[0].starts_at <= moment
            wanted = (
                f"its row until the period ends on {plan.last_day}: meetings of it are over"
                if has_met
                else f"its row, or a plan that is made without it: {len(meetings)} of its meetings are to come"
            )
            yield Problem("wards.csv", 0, "", f"no row of {names.get(code, f'ward {code}')}", wanted)


def _shared_slugs(release: Release, told: Iterable[PublicWard]) -> Iterator[str]:
    owner = {**owners(release.wards), **owners(told)}
    for ward in release.wards:
        other = owner[ward.slug]
        if other.code != ward.code:
            yield (
                f"slug {ward.slug!r}: found {_named(ward)}, wanted another slug for it: "
                f"that address leads to {_named(other)}"
            )


def _named(ward: PublicWard) -> str:
    return f"{ward.name} ({ward.code})"
