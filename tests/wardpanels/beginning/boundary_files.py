"""Boundary files in the shape that the portal gives, made of squares: no border of a real ward."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Corner = tuple[float, float]
SIDE = 0.01
"""Units: degrees, 700 metres eastwards."""


def square(east: float, north: float, side: float = SIDE) -> list[Corner]:
    """A ring, anticlockwise, from its lower left corner."""
    far, high = east + side, north + side
    return [(east, north), (far, north), (far, high), (east, high), (east, north)]


def feature(
    code: str,
    name: str,
    rings: Sequence[Sequence[Corner]] | None,
    borough=("E09000098", "Marshside"),
    year="24",
    **more,
) -> dict[str, Any]:
    """One ward; without rings its geometry is null."""
    properties = {"FID": 1, f"WD{year}CD": code, f"WD{year}NM": name, f"WD{year}NMW": " "}
    properties |= {f"LAD{year}CD": borough[0], f"LAD{year}NM": borough[1], **more}
    shape = {"type": "Polygon", "coordinates": rings} if rings else None
    return {"type": "Feature", "properties": properties, "geometry": shape}


def grid(columns: int, rows: int) -> list[dict[str, Any]]:
    """Wards that are the squares of a chessboard: ward 1-1 in the south west."""
    return [
        feature(f"E059{column}{row:03}", f"Ward {column}-{row}", [square(-0.1 + column * SIDE, 51.5 + row * SIDE)])
        for column in range(1, columns + 1)
        for row in range(1, rows + 1)
    ]


def collection(features: Sequence[Mapping[str, Any]], **more: Any) -> str:
    """The text of a file of these features."""
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def saved(path: Path, features: Sequence[Mapping[str, Any]]) -> Path:
    """The file of these features."""
    path.write_text(collection(features), encoding="utf-8")
    return path
