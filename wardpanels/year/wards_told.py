"""The wards that the public was ever told of, and today's facts put under the codes that those were told under."""

from __future__ import annotations

from scheduler.facts import Borough
from scheduler.recoding import first_codes, with_codes
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
