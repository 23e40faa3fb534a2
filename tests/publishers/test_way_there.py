"""The way from the nearest station: how far, how long at least, and where the marks of the sketch stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publishers.pages.way_there import HEIGHT, WIDTH, way_to
from scheduler.facts import Station
from scheduler.place import Position
from tests.publishers.examples import a_release

HALL = replace(a_release().halls[0], lat=51.5280, lon=-0.0350, position=Position.POSTCODE)
WARD = replace(a_release().wards[0], boundary=(((-0.04, 51.52), (-0.03, 51.52), (-0.03, 51.535), (-0.04, 51.52)),))
NEAR, FAR = Station("Mile End", 51.5253, -0.0334, "Powered by trains"), Station("Bow Road", 51.5271, -0.0250)


def test_way_is_from_the_nearest_station_in_a_straight_line():
    way = way_to(HALL, (FAR, NEAR), WARD)

    assert way is not None
    assert (way.station, way.metres, way.minutes, way.credit) == ("Mile End", 300, 4, "Powered by trains")
    assert way.outline.startswith("M")


def test_north_is_up_and_both_marks_with_their_names_are_on_the_sketch():
    way = way_to(HALL, (NEAR,), WARD)

    assert way is not None
    assert way.end.y < HEIGHT / 2 < way.start.y
    assert way.end.x < WIDTH / 2 < way.start.x
    assert way.end.label_y < way.end.y < way.start.y < way.start.label_y


def test_long_name_stays_within_the_sketch():
    way = way_to(HALL, (replace(NEAR, name="Mile End, beside the park and the canal"),), WARD)

    assert way is not None
    assert way.start.x > way.start.label_x == WIDTH / 2


@pytest.mark.parametrize(
    ("position", "is_door"), [(Position.DOOR, True), (Position.POSTCODE, False), (Position.WARD, None)]
)
def test_only_a_hall_whose_place_is_known_has_a_way(position: Position, is_door: bool | None):
    way = way_to(replace(HALL, position=position), (NEAR,), WARD)

    assert (way.is_door if way else None) is is_door


def test_hall_at_the_station_and_hall_without_one_nearby():
    at_it = way_to(replace(HALL, lat=NEAR.lat, lon=NEAR.lon), (NEAR,), replace(WARD, boundary=()))

    assert at_it is not None
    assert (at_it.metres, at_it.minutes, at_it.outline) == (50, 1, "")
    assert way_to(replace(HALL, lat=51.60), (NEAR, FAR), WARD) is None
    assert way_to(HALL, (), WARD) is None
