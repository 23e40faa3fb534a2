"""Addresses outlive names: what a release remembers of wards, halls and postcodes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scheduler.errors import UnusableData
from scheduler.facts import Home
from scheduler.place import Position
from scheduler.reading.boundaries import WANTED, rings_by_ward
from scheduler.release.making import next_release
from scheduler.release.public_places import postcode_areas
from scheduler.release.value import ChangeKind, PostcodeArea
from scheduler.store.documents import decode_release, encode
from tests.scheduler.examples import MILE_END, a_borough, a_meeting, a_plan, a_venue, a_ward, utc

FIRST, SECOND, THIRD = utc("2026-11-22 09:00"), utc("2027-01-10 12:00"), utc("2027-02-01 08:30")


def test_ward_that_is_renamed_twice_keeps_both_old_slugs():
    first = next_release(a_borough(wards=(a_ward(slug="bow"),)), a_plan(a_meeting()), None, FIRST)
    second = next_release(a_borough(wards=(a_ward(slug="bow-east"),)), a_plan(a_meeting()), first, SECOND)
    third = next_release(a_borough(wards=(a_ward(slug="old-ford"),)), a_plan(a_meeting()), second, THIRD)

    assert [(ward.slug, ward.old_slugs) for ward in third.wards] == [("old-ford", ("bow", "bow-east"))]


def test_old_slug_that_is_a_ward_of_today_leads_nowhere_else():
    wards = (a_ward(slug="bow-east", old_slugs=("bow", "mile-end")), a_ward(code=MILE_END, slug="mile-end"))

    release = next_release(a_borough(wards=wards), a_plan(a_meeting()), None, FIRST)

    assert {ward.slug: ward.old_slugs for ward in release.wards} == {"bow-east": ("bow",), "mile-end": ()}


def test_hall_that_the_borough_gave_up_is_none_of_its_halls():
    old, new = a_venue(venue_id="old-hall"), a_venue(venue_id="new-hall")
    borough = a_borough(venues=(*a_borough().venues, old))
    first = next_release(borough, a_plan(a_meeting()), None, FIRST)

    second = next_release(replace(borough, venues=(*a_borough().venues, new)), a_plan(a_meeting()), first, SECOND)

    assert {"old-hall"} == {hall.venue_id for hall in first.halls} - {hall.venue_id for hall in second.halls}
    assert "new-hall" in {hall.venue_id for hall in second.halls}


def test_release_of_before_tells_no_door_and_what_its_degrees_stand_for_is_no_news():
    document = json.loads(encode(next_release(a_borough(), a_plan(a_meeting()), None, FIRST)))
    for hall in (*document["halls"], *(meeting["hall"] for meeting in document["meetings"])):
        del hall["position"]
    before = decode_release(json.dumps(document).encode())
    venues = tuple(replace(venue, position=Position.POSTCODE) for venue in a_borough().venues)

    now = next_release(a_borough(venues=venues), a_plan(a_meeting()), before, SECOND)

    assert {hall.position for hall in before.halls} == {Position.UNKNOWN}
    assert {meeting.hall.position for meeting in now.meetings} == {Position.POSTCODE}
    assert [(one.sequence, one.last_changed_at) for one in now.meetings] == [(0, FIRST)]
    assert [change.kind for change in now.changes] == [ChangeKind.UPDATED]


def test_postcodes_are_cut_before_their_last_three_marks():
    written = ("E1 0AB", "e10aa", "E1W 3TJ", "E14 9GE", "E1")

    areas = postcode_areas([Home(postcode, 51.5, 0.0, "W1") for postcode in written])

    assert areas == (
        PostcodeArea("E1", "W1", "0AA 0AB", "515000,0 515000,0"),
        PostcodeArea("E14", "W1", "9GE", "515000,0"),
        PostcodeArea("E1W", "W1", "3TJ", "515000,0"),
    )


def test_borders_are_read_from_polygons_and_multipolygons():
    square = [[[0, 51], [1, 51], [1, 52], [0, 51]]]
    one = {"properties": {"gss_code": "A"}, "geometry": {"type": "Polygon", "coordinates": square}}
    two = {"id": "B", "geometry": {"type": "MultiPolygon", "coordinates": [square, square]}}
    text = json.dumps({"features": [one, two]})
    ring = ((0.0, 51.0), (1.0, 51.0), (1.0, 52.0), (0.0, 51.0))

    assert rings_by_ward("wards.geojson", text.encode()) == {"A": (ring,), "B": (ring, ring)}


POINT = "two numbers, degrees east (-180 to 180) and north (-90 to 90)"
NO_MAPS = {
    "no json": f" line 1: found something that is not JSON (expecting value), wanted {WANTED}",
    "[" * 20000: f": found brackets in brackets, thousands deep, wanted {WANTED}",
    "[]": f': found JSON without a list of "features", wanted {WANTED}',
    '{"features": [null]}': ', features[1]: found nothing, wanted an object with "properties" and "geometry"',
    '{"features": [{"properties": 3}]}': ", features[1].properties: found 3, wanted an object, or null",
    '{"features": [{"geometry": {}}]}': ", features[1].properties.gss_code: found nothing, "
    "wanted the ward's code in quotation marks",
    '{"features": [{"id": 1, "geometry": {}}]}': ", features[1].properties.gss_code: found 1, "
    "wanted the ward's code in quotation marks",
    '{"features": [{"id": "A"}, {"id": "A"}]}': ", features[2]: found 'A' again, "
    "wanted each ward once, as a MultiPolygon where it has parts",
    '{"features": [{"id": "A", "geometry": {"type": "Point"}}]}': ", features[1].geometry: found 'Point', "
    "wanted a Polygon or a MultiPolygon with its coordinates, or null",
    '{"features": [{"id": "A", "geometry": {"type": "Polygon", "coordinates": [[[530000, 180000]]]}}]}': (
        f", features[1].geometry.coordinates: found [530000, 180000], wanted {POINT}"
    ),
    '{"features": [{"id": "A", "geometry": {"type": "Polygon", "coordinates": [[[1' + "0" * 999 + ", 1]]]}}]}": (
        f", features[1].geometry.coordinates: found [1{'0' * 27}...{'0' * 25}..., wanted {POINT}"
    ),
    '{"features": [{"id": "A", "geometry": {"type": "Polygon", "coordinates": [[[0, 1]]]}}]}': (
        ", features[1].geometry.coordinates: found [[0, 1]], wanted rings of at least 3 points"
    ),
}


@pytest.mark.parametrize(("text", "message"), NO_MAPS.items(), ids=[text[:60] for text in NO_MAPS])
def test_file_that_is_no_map_is_said_to_be_none(text, message):
    with pytest.raises(UnusableData) as fault:
        rings_by_ward("wards.geojson", text.encode())

    assert str(fault.value.problems[0]) == f"wards.geojson{message}"


def test_ward_without_a_place_on_the_map_has_no_border():
    text = '{"features": [{"id": "A", "geometry": null}]}'

    assert rings_by_ward("wards.geojson", text.encode()) == {"A": ()}
