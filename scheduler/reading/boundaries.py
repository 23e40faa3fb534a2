"""Ward borders from a GeoJSON file (RFC 7946), for the map alone: no rule ever looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scheduler.errors import Problem, UnusableData
from scheduler.facts import Ring
from scheduler.reading.bounds import MOST_PROBLEMS
from scheduler.reading.door import text_of, through
from scheduler.reading.found import shown
from scheduler.reading.geojson import WrongPart, collection

WANTED = (
    "GeoJSON with one Polygon or MultiPolygon a ward in degrees east and north (EPSG:4326), "
    "and the ward's code as its id, gss_code or ward_code"
)
A_FEATURE, A_CODE = 'an object with "properties" and "geometry"', "the ward's code in quotation marks"
A_GEOMETRY = "a Polygon or a MultiPolygon with its coordinates, or null"
A_POINT = "two numbers, degrees east (-180 to 180) and north (-90 to 90)"
LEAST_CORNERS = 3


def rings_by_ward(file: str, data: bytes) -> Mapping[str, tuple[Ring, ...]]:
    """The rings of each feature by its ward code.

    Edges:  a feature without a geometry (null) has no rings
    Errors: UnusableData where the file is not such a map, naming each feature that is none
    """
    text = text_of(file, data, WANTED)
    features = through(file, WANTED, lambda: _features(file, text))
    rings: dict[str, tuple[Ring, ...]] = {}
    problems: list[Problem] = []
    for number, feature in enumerate(features, start=1):
        try:
            code = _code(feature)
            if code in rings:
                raise WrongPart("", f"{shown(code)} again", "each ward once, as a MultiPolygon where it has parts")
            rings[code] = _rings(feature.get("geometry"))
        except WrongPart as fault:
            problems.append(fault.problem(file, number))
            if len(problems) == MOST_PROBLEMS:
                break
    if problems:
        raise UnusableData(tuple(problems))
    return rings


def _features(file: str, text: str) -> list[Any]:
    try:
        features: list[Any] = collection(file, text, WANTED)["features"]
    except RecursionError as fault:
        raise UnusableData((Problem(file, 0, "", "brackets in brackets, thousands deep", WANTED),)) from fault
    return features


def _code(feature: Any) -> str:
    if not isinstance(feature, dict):
        raise WrongPart("", shown(feature), A_FEATURE)
    named = feature.get("properties") or {}
    if not isinstance(named, dict):
        raise WrongPart(".properties", shown(named), "an object, or null")
    code = named.get("gss_code") or named.get("ward_code") or feature.get("id")
    if not isinstance(code, str):
        raise WrongPart(".properties.gss_code", shown(code), A_CODE)
    return code


def _rings(geometry: Any) -> tuple[Ring, ...]:
    if geometry is None:
        return ()
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise WrongPart(".geometry", shown(geometry if kind is None else kind), A_GEOMETRY)
    shape = geometry.get("coordinates")
    polygons = [shape] if kind == "Polygon" else shape
    if not isinstance(polygons, list) or not all(isinstance(polygon, list) for polygon in polygons):
        raise WrongPart(".geometry.coordinates", shown(shape), "lists of rings of points")
    return tuple(_ring(ring) for polygon in polygons for ring in polygon)


def _ring(ring: Any) -> Ring:
    points = tuple(_point(point) for point in ring) if isinstance(ring, list) else ()
    if len(points) < LEAST_CORNERS:
        raise WrongPart(".geometry.coordinates", shown(ring), f"rings of at least {LEAST_CORNERS} points")
    return points


def _point(point: Any) -> tuple[float, float]:
    if not isinstance(point, list) or len(point) < 2 or not all(type(each) in (int, float) for each in point[:2]):
        raise WrongPart(".geometry.coordinates", shown(point), A_POINT)
    east, north = point[:2]
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise WrongPart(".geometry.coordinates", shown(point), A_POINT)
    return float(east), float(north)
