"""A ward that gets a new ONS code goes on as the ward that people know: a slug is the place, a code is a label on it.

All that is stored of a ward (its meetings and their ids, who asked for mail, what was listed) bears the code that it
was first told under. So the facts of today are put under that code, and nothing that is stored is ever rewritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scheduler.facts import Borough, Ward
from scheduler.release.value import PublicWard


def first_codes(wards: Iterable[Ward], told: Iterable[PublicWard]) -> Mapping[str, str]:
    """The code that each ward with a new one was told under, by its code of today.

    `told` are the wards of releases, the newest first. A ward goes on as one that was told of and is gone from `wards`:
    the one whose old code it lists, or else whose slug it has, or else whose slug it lists as an old one.

    Edges: none for a ward that was told of under its own code; a ward that two go on as, or two wards that one goes on
           as, by the same sign, are a merger or a split: the next sign decides, or else they are new
    """
    today, known = tuple(wards), tuple(told)
    codes, told_codes = {ward.code for ward in today}, {ward.code for ward in known}
    slugs: dict[str, str] = {}
    for ward in known:
        slugs.setdefault(ward.code, ward.slug)
    fresh = {ward.code: ward for ward in today if ward.code not in told_codes}
    gone = {code: slug for code, slug in slugs.items() if code not in codes}
    found: dict[str, str] = {}
    for sign in (_by_code, _by_slug, _by_old_slug):
        pairs = [
            (ward.code, code)
            for ward in fresh.values()
            for code, slug in gone.items()
            if ward.code not in found and code not in found.values() and sign(ward, code, slug)
        ]
        found.update(_one_to_one(pairs))
    return found


def with_codes(borough: Borough, code_by_code: Mapping[str, str]) -> Borough:
    """The same borough with other codes for some of its wards, wherever it names a ward. Each table stays sorted."""
    if not code_by_code:
        return borough

    def one(code: str) -> str:
        return code_by_code.get(code, code)

    def each(codes: Iterable[str]) -> frozenset[str]:
        return frozenset(map(one, codes))

    wards = (replace(_renamed(ward, one(ward.code)), neighbours=each(ward.neighbours)) for ward in borough.wards)
    counted = (replace(held, ward_code=one(held.ward_code)) for held in borough.attendance)
    asked = (replace(priority, ward_code=one(priority.ward_code)) for priority in borough.priorities)
    return replace(
        borough,
        wards=tuple(sorted(wards, key=lambda ward: ward.code)),
        venues=tuple(replace(venue, ward_codes=each(venue.ward_codes)) for venue in borough.venues),
        officers=tuple(
            replace(
                officer,
                ward_codes=each(officer.ward_codes),
                deputy_ward_codes=each(officer.deputy_ward_codes),
            )
            for officer in borough.officers
        ),
        attendance=tuple(sorted(counted, key=lambda held: (held.ward_code, held.held_on, held.session))),
        homes=tuple(replace(home, ward_code=one(home.ward_code)) for home in borough.homes),
        priorities=tuple(sorted(asked, key=lambda each: (each.ward_code, each.agreed_on, each.priority))),
        groups=tuple(replace(group, ward_codes=each(group.ward_codes)) for group in borough.groups),
        planned_tiers={one(code): tier for code, tier in borough.planned_tiers.items()},
    )


def with_told_slugs(borough: Borough, told: Iterable[PublicWard]) -> Borough:
    """The borough whose wards remember every slug that they were ever told under, in whichever release."""
    slugs: dict[str, set[str]] = {}
    for ward in told:
        slugs.setdefault(ward.code, set()).update((ward.slug, *ward.old_slugs))
    wards = (
        replace(ward, old_slugs=tuple(sorted({*ward.old_slugs, *slugs.get(ward.code, ())} - {ward.slug})))
        for ward in borough.wards
    )
    return replace(borough, wards=tuple(wards))


def _renamed(ward: Ward, code: str) -> Ward:
    """The ward under another code, which is found under the one it had as well."""
    return replace(ward, code=code, other_codes=(ward.other_codes | {ward.code}) - {code})


def _by_code(ward: Ward, code: str, _: str) -> bool:
    return code in ward.other_codes


def _by_slug(ward: Ward, _: str, slug: str) -> bool:
    return slug == ward.slug


def _by_old_slug(ward: Ward, _: str, slug: str) -> bool:
    return slug in ward.old_slugs


def _one_to_one(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs of which neither side is in another pair."""
    known = tuple(pairs)
    left, right = Counter(code for code, _ in known), Counter(code for _, code in known)
    return (pair for pair in known if left[pair[0]] == right[pair[1]] == 1)
