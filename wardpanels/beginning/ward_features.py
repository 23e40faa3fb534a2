"""The wards of one borough out of an open boundary file: GeoJSON with properties as the ONS names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.errors import Problem, UnusableData, near_names
from scheduler.reading import cells
from scheduler.reading.found import CellError, shown
from scheduler.reading.geojson import WrongPart, collection, no_features
from wardpanels.beginning.national_grid import degrees_of, is_on_grid
from wardpanels.beginning.shapes import Point, Polygon, Polygons, Ring, middle, neighbours, rounded, simpler
from wardpanels.beginning.slugs import slug_of

WANTED = "GeoJSON of wards, one feature each, with properties such as WD24CD, WD24NM, LAD24CD and LAD24NM"
A_SHAPE = "a Polygon or a MultiPolygon"
DEGREES_OR_GRID = "degrees east and north (EPSG:4326) in the United Kingdom, or metres on the British National Grid"
OF_THE_UK = (-9.0, 2.5), (49.0, 61.5)
"""Units: degrees, from the west of Northern Ireland to Lowestoft, and from Scilly to Shetland."""
GRIDS_READ = frozenset({"4326", "4258", "27700", "crs84"})
"""The systems of coordinates that are read: degrees (WGS 84, ETRS89) and the British grid. Source: epsg.org"""
COLUMN = re.compile(r"(WD|LAD)(\d\d)(CD|NM)", re.IGNORECASE)
HEADCOUNT = re.compile(r"pop(ulation)?\w*|all_?people|usual_?residents", re.IGNORECASE)
PREFIX = re.compile(
    r"^(the )?((london|royal|metropolitan) borough of|royal borough of|borough of|city of|county of) ", re.IGNORECASE
)
COARSE_METRES = 5.0
"""Corners that stray less from the line between others say nothing on a map of a borough."""


@dataclass(frozen=True, slots=True)
class BegunWard:
    """One ward as it is drawn. Edges: no `population` where the file does not say; `place` lies inside"""

    code: str
    name: str
    slug: str
    place: Point
    population: int | None
    neighbours: frozenset[str]
    outline: Polygons


@dataclass(frozen=True, slots=True)
class BegunBorough:
    """A borough and its wards by name."""

    code: str
    name: str
    wards: tuple[BegunWard, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The properties of one year: `WD24CD`, `WD24NM`, `LAD24CD`, `LAD24NM`, however they are spelt."""

    code: str
    name: str
    borough_code: str
    borough: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One feature of the borough: its place in the file, its properties and its geometry."""

    number: int
    properties: Mapping[str, Any]
    geometry: Any


def borough_in(file: str, text: str, asked: str) -> BegunBorough:
    """Return the borough that is asked for by its name or code, with its wards.

    Edges:  other boroughs in the file may be drawn in any way; a ward in several features is one; of several years of
            codes the latest counts
    Errors: UnusableData, naming the file, the feature, what was found and what was wanted
    """
    features = _features(file, text)
    columns = _columns(file, features)
    code, name, drawn = _of_borough(file, features, columns, asked)
    outlines: dict[str, Polygons] = {}
    said: dict[str, tuple[str, int | None]] = {}
    problems: list[Problem] = []
    for each in drawn:
        try:
            ward, called = _text(each.properties, columns.code), _text(each.properties, columns.name)
            if ward in said and said[ward][0] != called:
                raise WrongPart(f".properties.{columns.name}", shown(called), f"{said[ward][0]}, as {ward} was before")
            outlines[ward] = (*outlines.get(ward, ()), *_polygons(each.geometry))
            said[ward] = (called, _population(each.properties))
        except WrongPart as fault:
            problems.append(fault.problem(file, each.number))
    if problems:
        raise UnusableData(tuple(problems))
    outlines = dict(simpler(outlines, COARSE_METRES))
    beside, slugs = neighbours(outlines), _slugs({ward: called for ward, (called, _) in said.items()})
    wards = [
        BegunWard(ward, called, slugs[ward], _middle(file, ward, outlines[ward]), people, beside[ward], outlines[ward])
        for ward, (called, people) in said.items()
    ]
    return BegunBorough(code, name, tuple(sorted(wards, key=lambda each: each.name)))


def _features(file: str, text: str) -> Sequence[Any]:
    try:
        read = collection(file, text, WANTED)
    except (RecursionError, ValueError) as fault:
        raise UnusableData((Problem(file, 0, "", "JSON that cannot be read", WANTED),)) from fault
    features: list[Any] = read["features"]
    if not features:
        raise no_features(file, WANTED)
    if grid := _other_grid(read.get("crs")):
        raise UnusableData((Problem(file, 0, "crs", shown(grid), DEGREES_OR_GRID),))
    if _is_cut(read):
        wanted = "all of them: save the whole file from the portal, or ask it for one borough alone"
        raise UnusableData((Problem(file, 0, "exceededTransferLimit", "only the first part of the wards", wanted),))
    return features


def _other_grid(told: Any) -> str:
    """The system of coordinates that a file names, where it is none that is read; "" where it is, or names none."""
    properties = told.get("properties") if isinstance(told, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    return "" if not name or re.split(r"[:/]", name)[-1].casefold() in GRIDS_READ else name


def _is_cut(read: Mapping[str, Any]) -> bool:
    """Whether the portal says that it left features out."""
    more = read.get("properties")
    said = more.get("exceededTransferLimit") if isinstance(more, dict) else None
    return read.get("exceededTransferLimit") is True or said is True


def _columns(file: str, features: Sequence[Any]) -> _Columns:
    found: dict[tuple[str, str], dict[str, str]] = {}
    names = {name: None for feature in features for name in _properties(feature)}
    for name in names:
        if (told := COLUMN.fullmatch(name)) is not None:
            found.setdefault((told[1].upper(), told[3].upper()), {})[told[2]] = name
    wanted = (("WD", "CD"), ("WD", "NM"), ("LAD", "CD"), ("LAD", "NM"))
    if any(each not in found for each in wanted):
        seen = ", ".join(list(names)[:12]) or "none"
        raise UnusableData((Problem(file, 0, "features[1].properties", f"the properties {seen}", WANTED),))
    return _Columns(*(found[each][max(found[each])] for each in wanted))


def _properties(feature: Any) -> Mapping[str, Any]:
    told = feature.get("properties") if isinstance(feature, dict) else None
    return told if isinstance(told, dict) else {}


def _of_borough(
    file: str, features: Sequence[Any], columns: _Columns, asked: str
) -> tuple[str, str, tuple[_Drawn, ...]]:
    """The borough's code and name, and its features."""
    by_code: dict[str, list[_Drawn]] = {}
    names: dict[str, str] = {}
    for number, feature in enumerate(features, start=1):
        properties = _properties(feature)
        code, name = properties.get(columns.borough_code), properties.get(columns.borough)
        if isinstance(code, str) and isinstance(name, str):
            names[code] = name.strip()
            by_code.setdefault(code, []).append(_Drawn(number, properties, feature.get("geometry")))
    meant = [code for code, name in names.items() if _bare(asked) in (_bare(name), _bare(code))]
    if len(meant) != 1:
        near = near_names(asked, names.values())
        known = f": did you mean {' or '.join(near)}?" if near else f", such as {', '.join(sorted(names.values())[:3])}"
        found = f"{shown(asked)} in {len(meant)} boroughs" if meant else f"no borough {shown(asked)}"
        raise UnusableData((Problem(file, 0, columns.borough, found, f"the name or code of one that it has{known}"),))
    return meant[0], names[meant[0]], tuple(by_code[meant[0]])


def _bare(name: str) -> str:
    return PREFIX.sub("", name.strip()).casefold().replace("&", "and").replace("\u2019", "'")


def _text(properties: Mapping[str, Any], column: str) -> str:
    value = properties.get(column)
    if not isinstance(value, str) or not value.strip():
        raise WrongPart(f".properties.{column}", shown(value), "the ward's code or name in quotation marks")
    read = cells.ward_code if column.upper().endswith("CD") else cells.words
    try:
        return read(value.strip())
    except CellError as fault:
        raise WrongPart(f".properties.{column}", shown(value), str(fault)) from fault


def _population(properties: Mapping[str, Any]) -> int | None:
    for name, value in properties.items():
        if HEADCOUNT.fullmatch(name) and type(value) in (int, float) and 0 <= value < 10**8:
            return int(value)
    return None


def _polygons(geometry: Any) -> Polygons:
    if geometry is None:
        raise WrongPart(".geometry", "null", f"{A_SHAPE}: this ward is not drawn")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    shape = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise WrongPart(".geometry", shown(kind or geometry), A_SHAPE)
    parts = [shape] if kind == "Polygon" else shape
    if not isinstance(parts, list) or not all(isinstance(part, list) and part for part in parts) or not parts:
        raise WrongPart(".geometry.coordinates", shown(shape), "lists of rings of points")
    drawn = tuple(polygon for part in parts if (polygon := _polygon(part)))
    if not drawn:
        raise WrongPart(".geometry.coordinates", "a shape without an area", A_SHAPE)
    return drawn


def _polygon(part: list[Any]) -> Polygon:
    """The rings of one part. Edges: a ring of no size at the scale of a metre is left out, with its holes if outside"""
    rings: list[Ring] = [rounded(_points(ring)) for ring in part]
    if len(rings[0]) <= 3:
        return ()
    return tuple(ring for ring in rings if len(ring) > 3)


def _points(ring: Any) -> Iterator[Point]:
    if not isinstance(ring, list) or len(ring) < 3:
        raise WrongPart(".geometry.coordinates", shown(ring), "rings of at least 3 points")
    for point in ring:
        numbers = point[:2] if isinstance(point, list) else []
        if len(numbers) < 2 or not all(type(each) in (int, float) for each in numbers):
            raise WrongPart(".geometry.coordinates", shown(point), "points of two numbers")
        east, north = float(numbers[0]), float(numbers[1])
        if is_on_grid(east, north):
            yield degrees_of(east, north)
        elif _is_in_the_uk(east, north):
            yield east, north
        elif _is_in_the_uk(north, east):
            raise WrongPart(".geometry.coordinates", f"{shown(point)}, which is north first", DEGREES_OR_GRID)
        else:
            raise WrongPart(".geometry.coordinates", shown(point), DEGREES_OR_GRID)


def _is_in_the_uk(east: float, north: float) -> bool:
    (west, far_east), (south, far_north) = OF_THE_UK
    return west <= east <= far_east and south <= north <= far_north


def _middle(file: str, ward: str, outline: Polygons) -> Point:
    try:
        return middle(outline)
    except ValueError as fault:
        raise UnusableData((Problem(file, 0, ward, "a shape without an area", A_SHAPE),)) from fault


def _slugs(names: Mapping[str, str]) -> Mapping[str, str]:
    """The part of each ward's address: its name in small letters. Edges: of two alike, each ends in its code"""
    plain = {code: slug_of(name) for code, name in names.items()}
    taken = list(plain.values())
    return {
        code: slug
        if slug and taken.count(slug) == 1
        else f"{slug or 'ward'}-{re.sub('[^a-z0-9]', '', code.casefold())}"
        for code, slug in plain.items()
    }
