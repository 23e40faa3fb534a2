"""What a release tells of places: the wards, the halls and the postcodes, and what they were called. No clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scheduler.basis import ACCESS, is_told
from scheduler.facts import Borough, Home, Venue, Ward
from scheduler.release.value import Access, Hall, PostcodeArea, PublicWard, Release

INWARD_MARKS = 3
"""A postcode ends in a digit and two letters (BS 7666); what stands before them is the outward code."""


def hall_of(venue: Venue) -> Hall:
    """What the public may know of a venue."""
    return Hall(
        venue_id=venue.venue_id,
        name=venue.name,
        address=venue.address,
        postcode=venue.postcode,
        lat=venue.lat,
        lon=venue.lon,
        transport=venue.transport,
        position=venue.position,
        access=Access(**{fact: getattr(venue, fact) for fact in ACCESS if is_told(venue, fact)}),
    )


def public_wards(borough: Borough, previous: Release | None) -> tuple[PublicWard, ...]:
    """The borough's wards, and any it has lost whose meetings were promised: those still need the ward's name."""
    ward_by_code: dict[str, PublicWard] = {}
    told = previous.ward_by_code if previous else {}
    if previous:
        promised = {meeting.ward_code for meeting in previous.meetings}
        ward_by_code = {ward.code: ward for ward in previous.wards if ward.code in promised}
    ward_by_code.update({ward.code: _public_ward(ward, told.get(ward.code)) for ward in borough.wards})
    return by_name(ward_by_code.values())


def _public_ward(ward: Ward, told: PublicWard | None) -> PublicWard:
    """The ward, which remembers every slug it was ever told under."""
    slugs = {*ward.old_slugs, *(told.old_slugs if told else ()), told.slug if told else ward.slug} - {ward.slug}
    neighbours = tuple(sorted(ward.neighbours))
    return PublicWard(
        ward.code,
        ward.name,
        ward.slug,
        ward.lat,
        ward.lon,
        neighbours,
        tuple(sorted(slugs)),
        ward.boundary,
        ward.ons_code,
    )


def by_name(wards: Iterable[PublicWard]) -> tuple[PublicWard, ...]:
    """The wards by name, whose old slugs lead nowhere else: not to a ward of today, and to one ward only."""
    return tuple(sorted(_without_clashes(wards), key=lambda ward: (ward.name, ward.code)))


def _without_clashes(wards: Iterable[PublicWard]) -> Iterator[PublicWard]:
    wards = tuple(wards)
    taken = {ward.slug for ward in wards}
    for ward in wards:
        free = tuple(slug for slug in ward.old_slugs if slug not in taken)
        taken.update(free)
        yield ward if free == ward.old_slugs else replace(ward, old_slugs=free)


def public_halls(borough: Borough) -> tuple[Hall, ...]:
    """Every hall of the borough, by id."""
    return tuple(sorted(map(hall_of, borough.venues), key=lambda hall: hall.venue_id))


def postcode_areas(homes: Iterable[Home]) -> tuple[PostcodeArea, ...]:
    """The postcodes by outward code and ward.

    Edges: the outward code is all but the last three marks; what is too short to be a postcode is left out
    """
    homes_by_place: dict[tuple[str, str], dict[str, Home]] = {}
    for home in homes:
        postcode = "".join(home.postcode.split()).upper()
        if len(postcode) > INWARD_MARKS:
            place = (postcode[:-INWARD_MARKS], home.ward_code)
            homes_by_place.setdefault(place, {})[postcode[-INWARD_MARKS:]] = home
    return tuple(_area(*place, homes) for place, homes in sorted(homes_by_place.items()))


def _area(outward: str, ward_code: str, homes: Mapping[str, Home]) -> PostcodeArea:
    inward = sorted(homes)
    places = (f"{round(home.lat * 10_000)},{round(home.lon * 10_000)}" for home in map(homes.__getitem__, inward))
    return PostcodeArea(outward, ward_code, " ".join(inward), " ".join(places))
