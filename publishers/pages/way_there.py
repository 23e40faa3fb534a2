"""The way to a hall from the nearest station, in numbers and as a sketch. No streets: nothing knows them here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import ceil, cos, radians

from scheduler.facts import Ring, Station
from scheduler.place import Position, metres_between
from scheduler.release.value import Hall, PublicWard

WIDTH, HEIGHT = 320, 220
"""Units of the sketch; the page scales it."""

ROOM = (220, 100)
"""The part of the sketch that the way itself may fill: the rest is for names and the scale."""

SCALES = (100, 200, 500)
"""Metres that the bar of the scale may stand for."""

FARTHEST = 2000
"""Metres from which on nobody calls a station near."""

LETTER = 8.5
"""Units that a letter of a name takes up, generously."""

USUAL_LETTERS = 8
"""Letters of the word that stands at the hall, in any language."""

METRES_A_MINUTE = 80
"""The pace of somebody who walks without haste, as `far_metres` of the policy has it: ten minutes for 800."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands on the sketch, and where the middle of its name does."""

    x: int
    y: int
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class WayThere:
    """The way from the nearest station.

    Units: `metres` to the next 50, in a straight line; `minutes` on foot, at least: no way is shorter than that line;
           `bar` is the units that `bar_metres` take up
    Edges: not `is_door` where the hall is only about there; `outline` is the ward's border as SVG path data, "" without
    """

    station: str
    credit: str
    metres: int
    minutes: int
    is_door: bool
    start: Spot
    end: Spot
    outline: str
    bar: int
    bar_metres: int


def way_to(hall: Hall, stations: Iterable[Station], ward: PublicWard) -> WayThere | None:
    """The way to a hall from its nearest station.

    Edges: None where only the hall's ward is known, or less; and where no station is near
    """
    if hall.position not in (Position.DOOR, Position.POSTCODE):
        return None
    far = {one: metres_between(one.lat, one.lon, hall.lat, hall.lon) for one in stations}
    nearest = min(far, key=lambda one: (far[one], one.name), default=None)
    if nearest is None or far[nearest] > FARTHEST:
        return None
    view = _View.of(nearest, hall)
    start, end = view.place(nearest.lon, nearest.lat), view.place(hall.lon, hall.lat)
    bar_metres = min(SCALES, key=lambda metres: abs(metres * view.units - 80))
    return WayThere(
        nearest.name,
        nearest.credit,
        max(50, round(far[nearest] / 50) * 50),
        max(1, ceil(far[nearest] / METRES_A_MINUTE)),
        hall.position is Position.DOOR,
        _spot(start, len(nearest.name), is_above=start[1] < end[1]),
        _spot(end, USUAL_LETTERS, is_above=start[1] >= end[1]),
        "".join(view.outline(ring) for ring in ward.boundary),
        round(bar_metres * view.units),
        bar_metres,
    )


@dataclass(frozen=True, slots=True)
class _View:
    """From degrees to the sketch, which has the middle of the way in its own middle. Units: `units` a metre"""

    lat: float
    lon: float
    units: float

    @classmethod
    def of(cls, station: Station, hall: Hall) -> _View:
        across = metres_between(hall.lat, station.lon, hall.lat, hall.lon)
        down = metres_between(station.lat, hall.lon, hall.lat, hall.lon)
        units = min(ROOM[0] / max(across, 1), ROOM[1] / max(down, 1), 0.8)
        return cls((station.lat + hall.lat) / 2, (station.lon + hall.lon) / 2, units)

    def place(self, lon: float, lat: float) -> tuple[int, int]:
        a_degree = metres_between(0, 0, 1, 0) * self.units
        east, north = (lon - self.lon) * cos(radians(self.lat)), lat - self.lat
        return round(WIDTH / 2 + east * a_degree), round(HEIGHT / 2 - north * a_degree)

    def outline(self, ring: Ring) -> str:
        places = (self.place(lon, lat) for lon, lat in ring)
        return "M" + "L".join(f"{x} {y}" for (x, y), _ in groupby(places)) + "Z"


def _spot(place: tuple[int, int], letters: int, *, is_above: bool) -> Spot:
    """A spot with its name above or below it, away from the way, and within the sketch."""
    x, y = place
    half = min(round(letters * LETTER / 2) + 4, WIDTH // 2)
    return Spot(x, y, min(max(x, half), WIDTH - half), y - 14 if is_above else y + 24)
