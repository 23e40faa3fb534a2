"""Eastings and northings of the British National Grid as degrees.

Source: Ordnance Survey, A guide to coordinate systems in Great Britain, annexes B and C: the Transverse Mercator of the
National Grid on Airy's ellipsoid, and the Helmert shift between OSGB36 and WGS84, which is good to about five metres.
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, tan

Point = tuple[float, float]

EASTINGS, NORTHINGS = (0.0, 700_000.0), (0.0, 1_300_000.0)
"""Units: metres. The whole of the grid."""
AIRY, WGS84 = (6377563.396, 6356256.909), (6378137.0, 6356752.3142)
"""Units: metres, the half axes."""
SCALE = 0.9996012717
TRUE_NORTH, TRUE_EAST = radians(49), radians(-2)
FALSE_EAST, FALSE_NORTH = 400_000.0, -100_000.0
SHIFT = (446.448, -125.157, 542.060)
"""Units: metres, from OSGB36 to WGS84."""
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
GROWTH = -20.4894e-6


def is_on_grid(east: float, north: float) -> bool:
    """Whether two numbers may be metres on the grid; what may be degrees is taken to be that."""
    is_degrees = abs(east) <= 180 and abs(north) <= 90
    return not is_degrees and EASTINGS[0] <= east <= EASTINGS[1] and NORTHINGS[0] <= north <= NORTHINGS[1]


def degrees_of(east: float, north: float) -> Point:
    """The degrees east and north (WGS84) of a point on the grid, to about five metres."""
    x, y, z = _turned(*_cartesian(*_on_airy(east, north)))
    a, b = WGS84
    squared = 1 - (b / a) ** 2
    flat = hypot(x, y)
    north_of = atan2(z, flat * (1 - squared))
    for _ in range(6):
        across = a / (1 - squared * sin(north_of) ** 2) ** 0.5
        north_of = atan2(z + squared * across * sin(north_of), flat)
    return degrees(atan2(y, x)), degrees(north_of)


def _on_airy(east: float, north: float) -> Point:
    """The radians east and north on Airy's ellipsoid."""
    a, b = AIRY
    squared = 1 - (b / a) ** 2
    phi = TRUE_NORTH + (north - FALSE_NORTH) / (a * SCALE)
    while abs(rest := north - FALSE_NORTH - _meridian(phi)) >= 1e-5:
        phi += rest / (a * SCALE)
    across = a * SCALE / (1 - squared * sin(phi) ** 2) ** 0.5
    along = across * (1 - squared) / (1 - squared * sin(phi) ** 2)
    eta = across / along - 1
    t, secant, d = tan(phi), 1 / cos(phi), east - FALSE_EAST
    phi -= (
        t / (2 * along * across) * d**2
        - t / (24 * along * across**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta) * d**4
        + t / (720 * along * across**5) * (61 + 90 * t**2 + 45 * t**4) * d**6
    )
    lam = TRUE_EAST + (
        secant / across * d
        - secant / (6 * across**3) * (across / along + 2 * t**2) * d**3
        + secant / (120 * across**5) * (5 + 28 * t**2 + 24 * t**4) * d**5
        - secant / (5040 * across**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * d**7
    )
    return lam, phi


def _meridian(phi: float) -> float:
    """Units: metres along the meridian from the true origin."""
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = phi - TRUE_NORTH, phi + TRUE_NORTH
    return (b * SCALE) * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )


def _cartesian(lam: float, phi: float) -> tuple[float, float, float]:
    a, b = AIRY
    squared = 1 - (b / a) ** 2
    across = a / (1 - squared * sin(phi) ** 2) ** 0.5
    return across * cos(phi) * cos(lam), across * cos(phi) * sin(lam), across * (1 - squared) * sin(phi)


def _turned(x: float, y: float, z: float) -> tuple[float, float, float]:
    (tx, ty, tz), (rx, ry, rz), s = SHIFT, TURN, 1 + GROWTH
    return tx + s * x - rz * y + ry * z, ty + rz * x + s * y - rx * z, tz - ry * x + rx * y + s * z
