"""Points, rings and wards on the ground: what lies inside, what is next door, and lines with fewer corners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from math import cos, hypot, radians

import numpy as np

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
"""Degrees east and north. A ring's first corner is its last one too; a polygon's first ring is its outside."""
Polygons = tuple[Polygon, ...]

METRES_NORTH, METRES_EAST = 110_574.0, 111_320.0
"""Units: metres in a degree, eastwards at the equator. Good to 1 in 200 over a borough."""
PLACES = 5
"""Of a degree: about a metre."""
TOUCHING_METRES = 12.0
"""Borders that were drawn coarsely may leave a gap as wide as that between two wards that share them."""
LEAST_NEAR_METRES = 60.0
"""How long two borders must run so close: five gaps, for at a corner where wards only touch it is about two."""
LEAST_SHARED_METRES = 1.0
STEP_METRES = 4.0
SCANS = 15


def rounded(ring: Iterable[Point]) -> Ring:
    """A ring to about a metre, without corners that fall together."""
    points = [(round(east, PLACES), round(north, PLACES)) for east, north in ring]
    kept = [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]
    return (*kept, kept[0]) if kept and kept[0] != kept[-1] else tuple(kept)


def contains(polygons: Polygons, point: Point) -> bool:
    """Whether a point lies inside; one in a hole does not. Edges: on a border it may be either."""
    return sum(_crossings(ring, point) for polygon in polygons for ring in polygon) % 2 == 1


def _crossings(ring: Ring, point: Point) -> int:
    east, north = point
    return sum(
        (y1 > north) != (y2 > north) and east < x1 + (north - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise(ring)
    )


def area(ring: Ring) -> float:
    """Units: square degrees, negative for a ring that runs clockwise."""
    x0, y0 = ring[0]
    return sum((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def middle(polygons: Polygons) -> Point:
    """A point inside the largest part: its centre of mass, or, where that lies outside, the middle of its widest place.

    Errors: ValueError where no part has an area
    """
    largest = max(polygons, key=lambda polygon: abs(area(polygon[0])))
    if not area(largest[0]):
        raise ValueError("polygons: found no area, wanted some")
    centre = _centre(largest)
    if contains((largest,), centre):
        return centre
    norths = [north for _, north in largest[0]]
    low, high = min(norths), max(norths)
    widest = max(_spans(largest, [low + (high - low) * (n + 0.5) / SCANS for n in range(SCANS)]))
    return widest[1]


def _centre(polygon: Polygon) -> Point:
    x0, y0 = polygon[0][0]
    whole = east = north = 0.0
    for number, ring in enumerate(polygon):
        sign = (1 if area(ring) > 0 else -1) * (1 if number == 0 else -1)
        for (x1, y1), (x2, y2) in pairwise([(x - x0, y - y0) for x, y in ring]):
            part = sign * (x1 * y2 - x2 * y1)
            whole, east, north = whole + part, east + part * (x1 + x2), north + part * (y1 + y2)
    return (x0 + east / (3 * whole), y0 + north / (3 * whole)) if whole else (x0, y0)


def _spans(polygon: Polygon, norths: Iterable[float]) -> Iterator[tuple[float, Point]]:
    """The stretches inside along some parallels: how wide, and their middles."""
    for north in norths:
        cuts = sorted(
            x1 + (north - y1) * (x2 - x1) / (y2 - y1)
            for ring in polygon
            for (x1, y1), (x2, y2) in pairwise(ring)
            if (y1 > north) != (y2 > north)
        )
        for left, right in zip(cuts[::2], cuts[1::2], strict=True):
            yield right - left, ((left + right) / 2, north)


def neighbours(wards: Mapping[str, Polygons]) -> Mapping[str, frozenset[str]]:
    """Who is next door: wards that share a border of more than a metre, or whose borders run close for long enough.

    Edges: wards that touch at a corner alone are no neighbours
    """
    edges = {code: _edges(polygons) for code, polygons in wards.items()}
    shared = {code: _keyed(polygons) for code, polygons in wards.items()}
    found: dict[str, set[str]] = {code: set() for code in wards}
    scale = _scale(wards)
    for one, other in combinations(sorted(wards), 2):
        if _is_shared(shared[one], shared[other], scale) or _is_near(edges[one] * scale, edges[other] * scale):
            found[one].add(other)
            found[other].add(one)
    return {code: frozenset(codes) for code, codes in found.items()}


def _scale(wards: Mapping[str, Polygons]) -> np.ndarray:
    """What turns degrees into metres, for both ends of an edge."""
    north = next((point[1] for polygons in wards.values() for polygon in polygons for point in polygon[0]), 0.0)
    return np.array([METRES_EAST * cos(radians(north)), METRES_NORTH] * 2)


def _edges(polygons: Polygons) -> np.ndarray:
    rows = [(*a, *b) for polygon in polygons for ring in polygon for a, b in pairwise(ring)]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _keyed(polygons: Polygons) -> frozenset[tuple[Point, Point]]:
    return frozenset((min(a, b), max(a, b)) for polygon in polygons for ring in polygon for a, b in pairwise(ring))


def _is_shared(one: frozenset[tuple[Point, Point]], other: frozenset[tuple[Point, Point]], scale: np.ndarray) -> bool:
    east, north = float(scale[0]), float(scale[1])
    return sum(hypot((a[0] - b[0]) * east, (a[1] - b[1]) * north) for a, b in one & other) > LEAST_SHARED_METRES


def _is_near(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether the borders, in metres, run within the gap of each other for long enough."""
    one, other = _close_to(one, other), _close_to(other, one)
    if not len(one) or not len(other):
        return False
    near = 0.0
    for x1, y1, x2, y2 in one:
        length = hypot(x2 - x1, y2 - y1)
        steps = max(1, int(length / STEP_METRES))
        along = (np.arange(steps) + 0.5) / steps
        points = np.stack([x1 + along * (x2 - x1), y1 + along * (y2 - y1)], axis=1)
        near += length * float(np.mean(_distances(points, other) < TOUCHING_METRES))
        if near > LEAST_NEAR_METRES:
            return True
    return False


def _close_to(edges: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The edges that come near to the box around the others."""
    if not len(edges) or not len(others):
        return edges[:0]
    low = np.minimum(others[:, :2], others[:, 2:]).min(axis=0) - TOUCHING_METRES
    high = np.maximum(others[:, :2], others[:, 2:]).max(axis=0) + TOUCHING_METRES
    least, most = np.minimum(edges[:, :2], edges[:, 2:]), np.maximum(edges[:, :2], edges[:, 2:])
    return edges[np.all((most >= low) & (least <= high), axis=1)]


def _distances(points: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """From each point to the nearest of the edges."""
    start, way = edges[:, :2], edges[:, 2:] - edges[:, :2]
    squared = np.maximum((way**2).sum(axis=1), 1e-12)
    offset = points[:, None, :] - start[None]
    along = np.clip((offset * way[None]).sum(axis=2) / squared, 0.0, 1.0)
    found: np.ndarray = np.sqrt(((offset - along[:, :, None] * way[None]) ** 2).sum(axis=2)).min(axis=1)
    return found


def simpler(wards: Mapping[str, Polygons], metres: float) -> Mapping[str, Polygons]:
    """The wards with fewer corners, each border that two share with the same ones on both sides.

    Edges: corners where more than two wards meet stay; a ring too small to keep four corners goes, a ward's last does
           not
    """
    owners: dict[Point, set[str]] = {}
    for code, polygons in wards.items():
        for polygon in polygons:
            for ring in polygon:
                for point in ring:
                    owners.setdefault(point, set()).add(code)
    scale = _scale(wards)
    per_metre = (float(scale[0]) / metres, float(scale[1]) / metres)
    done = {}
    for code, polygons in wards.items():
        cut = tuple(tuple(_simpler(ring, owners, per_metre) for ring in polygon) for polygon in polygons)
        kept = tuple((polygon[0], *(r for r in polygon[1:] if len(r) > 3)) for polygon in cut if len(polygon[0]) > 3)
        done[code] = kept or polygons
    return done


def _simpler(ring: Ring, owners: Mapping[Point, set[str]], per_metre: Point) -> Ring:
    turns = [n for n in range(len(ring) - 1) if _is_turn(ring, n, owners)]
    if not turns:
        turns = [min(range(len(ring) - 1), key=lambda n: ring[n])]
    opened = [*ring[turns[0] : -1], *ring[: turns[0] + 1]]
    stops = [n - turns[0] for n in turns] + [len(opened) - 1]
    if len(stops) == 2:  # a ring with one stop is cut at its far side too, or nothing of it would stay
        far = max(range(len(opened)), key=lambda n: (hypot(*_minus(opened[n], opened[0])), opened[n]))
        stops.insert(1, far)
    kept = [opened[0]]
    for first, last in pairwise(stops):
        kept += _fewer(opened[first : last + 1], per_metre)[1:]
    return tuple(kept)


def _minus(one: Point, other: Point) -> Point:
    return one[0] - other[0], one[1] - other[1]


def _is_turn(ring: Ring, n: int, owners: Mapping[Point, set[str]]) -> bool:
    """Whether other wards than before run along the ring from this corner on."""
    before, here, after = ring[n - 1] if n else ring[-2], ring[n], ring[n + 1]
    return (owners[before] & owners[here]) != (owners[here] & owners[after]) or len(owners[here]) > 2


def _fewer(line: Sequence[Point], per_metre: Point) -> list[Point]:
    """Douglas and Peucker's way, from the lesser end to the greater, so that both sides of a border do the same."""
    if line[0] > line[-1]:
        return _fewer(line[::-1], per_metre)[::-1]
    points = np.array(line) * np.array(per_metre)
    keep, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        edge = np.concatenate([points[first], points[last]]).reshape(1, 4)
        away = _distances(points[first + 1 : last], edge)
        worst = int(np.argmax(away))
        if away[worst] > 1.0:
            keep.add(first + 1 + worst)
            spans += [(first, first + 1 + worst), (first + 1 + worst, last)]
    return [line[n] for n in sorted(keep)]
