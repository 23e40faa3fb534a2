"""What the degrees of a place stand for, and how far two places are from each other."""

from __future__ import annotations

from enum import StrEnum
from math import cos, radians, sqrt

EARTH_RADIUS_METRES = 6_371_008.8
"""Source: IUGG mean radius."""


class Position(StrEnum):
    """What a hall's degrees stand for. A middle is good enough to plan with, and never told as a front door."""

    DOOR = "door"
    POSTCODE = "postcode"
    WARD = "ward"
    UNKNOWN = "unknown"


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The way between two near points on a sphere (equirectangular: exact to a metre within a borough)."""
    north = radians(other_lat - lat)
    east = radians(other_lon - lon) * cos(radians((lat + other_lat) / 2))
    return EARTH_RADIUS_METRES * sqrt(north * north + east * east)
