"""Ward borders from a GeoJSON file (RFC 7946), for the map alone: no rule ever looks at them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scheduler.errors import Problem, UnusableData
from scheduler.facts import Ring
from scheduler.reading.found import utf8_text

WANTED = (
    "GeoJSON with one Polygon or MultiPolygon a ward in degrees east and north (EPSG:4326), "
    "and the ward's code as its id, gss_code or ward_code"
)


def rings_by_ward(file: str, data: bytes) -> Mapping[str, tuple[Ring, ...]]:
    """The rings of each feature by its ward code.

    Errors: UnusableData where the file is not such a map
    """
    text = utf8_text(file, data)
    try:
        return {_code(feature): tuple(_rings(feature["geometry"])) for feature in json.loads(text)["features"]}
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise UnusableData((Problem(file, 0, "", "something else", WANTED),)) from fault


def _code(feature: Mapping[str, Any]) -> str:
    named = feature.get("properties") or {}
    code = named.get("gss_code") or named.get("ward_code") or feature["id"]
    if not isinstance(code, str):
        raise TypeError(code)
    return code


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    shape = geometry["coordinates"]
    polygons = {"Polygon": [shape], "MultiPolygon": shape}[geometry["type"]]
    return [tuple(_point(point) for point in ring) for polygon in polygons for ring in polygon]


def _point(point: list[Any]) -> tuple[float, float]:
    east, north = float(point[0]), float(point[1])
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise ValueError(point)
    return east, north
