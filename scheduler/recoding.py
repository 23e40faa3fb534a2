"""A ward that gets a new ONS code goes on as the ward that people know: a slug is the place, a code is a label on it.

All that is stored of a ward (its meetings and their ids, who asked for mail, what was listed) bears the code that it
was first told under. So the facts of today are put under that code, and nothing that is stored is ever rewritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from scheduler.facts import Borough, Ward
from scheduler.release.value import PublicWard

Sign = Callable[[Ward, PublicWard], bool]

SIGNS: tuple[Sign, ...] = (
    lambda ward, told: ward.code == told.ons_code,
    lambda ward, told: told.code in ward.old_codes,
    lambda ward, told: told.slug == ward.slug,
    lambda ward, told: told.slug in ward.old_slugs,
)
"""What shows that a ward is one that was told of under another code, the surest first."""


def first_codes(wards: Iterable[Ward], told: Iterable[PublicWard]) -> Mapping[str, str]:
    """The code that each ward with a new one was told under, by its code of today.

    `told` are the wards of releases, the newest first. A ward goes on as one that was told of and is gone from `wards`:
    the one that was known to have its code by now, or else whose old code it lists, whose slug it has, or whose slug it
    lists as an old one.

    Edges: none for a ward that was told of under its own code; where two fit one, as after a merger or a split, the
           next sign decides, and where none does the ward is new
    """
    today, known = tuple(wards), tuple(told)
    codes, told_codes = {ward.code for ward in today}, {ward.code for ward in known}
    fresh = {ward.code: ward for ward in today if ward.code not in told_codes}
    gone = {ward.code: ward for ward in reversed(known) if ward.code not in codes}
    found: dict[str, str] = {}
    while same := next(filter(None, (_one_to_one(fresh, gone, sign) for sign in SIGNS)), {}):
        found |= same
        fresh = {code: ward for code, ward in fresh.items() if code not in same}
        gone = {code: ward for code, ward in gone.items() if code not in same.values()}
    return found


def with_codes(borough: Borough, code_by_code: Mapping[str, str]) -> Borough:
    """The same borough with other codes for some of its wards, wherever it names a ward. Each table stays sorted."""
    if not code_by_code:
        return borough

    def one(code: str) -> str:
        return code_by_code.get(code, code)

    def each(codes: Iterable[str]) -> frozenset[str]:
        return frozenset(map(one, codes))

    wards = (
        replace(
            ward,
            code=one(ward.code),
            ons_code=ward.code if ward.code in code_by_code else ward.ons_code,
            neighbours=each(ward.neighbours),
        )
        for ward in borough.wards
    )
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


def owners(told: Iterable[PublicWard]) -> Mapping[str, PublicWard]:
    """The ward that each slug ever told belongs to: the one whose slug it is, or else was. `told` as above."""
    known = tuple(told)
    by_slug: dict[str, PublicWard] = {}
    for ward in known:
        by_slug.setdefault(ward.slug, ward)
    for ward in known:
        for slug in ward.old_slugs:
            by_slug.setdefault(slug, ward)
    return by_slug


def with_told_slugs(borough: Borough, told: Iterable[PublicWard]) -> Borough:
    """The borough whose wards remember every slug that they were ever told under, in whichever release.

    Edges: an old slug that was told as one of another ward of today stays that one's
    """
    owned = {slug: ward.code for slug, ward in owners(told).items()}
    today = {ward.code for ward in borough.wards}

    def slugs_of(ward: Ward) -> tuple[str, ...]:
        claimed = {slug for slug in ward.old_slugs if owned.get(slug) not in today - {ward.code}}
        own = {slug for slug, code in owned.items() if code == ward.code}
        return tuple(sorted((claimed | own) - {ward.slug}))

    return replace(borough, wards=tuple(replace(ward, old_slugs=slugs_of(ward)) for ward in borough.wards))


def _one_to_one(fresh: Mapping[str, Ward], gone: Mapping[str, PublicWard], sign: Sign) -> Mapping[str, str]:
    """The wards that by a sign go on as one alone, which none other goes on as."""
    pairs = [(ward.code, told.code) for ward in fresh.values() for told in gone.values() if sign(ward, told)]
    left, right = Counter(code for code, _ in pairs), Counter(code for _, code in pairs)
    return {new: old for new, old in pairs if left[new] == right[old] == 1}
