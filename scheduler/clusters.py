"""Which wards belong together: those that share their sergeants, the ones who lead and the ones who stand in."""

from __future__ import annotations

from scheduler.facts import Borough, Role, Ward


def clusters(borough: Borough) -> tuple[tuple[Ward, ...], ...]:
    """The wards of a borough, each in one cluster: two that a sergeant leads or stands in for are in the same.

    Shape: by name, the clusters by their first ward
    """
    together = {ward.code: {ward.code} for ward in borough.wards}
    for officer in borough.officers:
        if officer.role is Role.SERGEANT:
            theirs = (officer.ward_codes | officer.deputy_ward_codes) & together.keys()
            joined = set[str]().union(*(together[code] for code in theirs))
            together |= dict.fromkeys(joined, joined)
    found: dict[int, list[Ward]] = {}
    for ward in sorted(borough.wards, key=lambda ward: ward.name):
        found.setdefault(id(together[ward.code]), []).append(ward)
    return tuple(tuple(wards) for wards in found.values())
