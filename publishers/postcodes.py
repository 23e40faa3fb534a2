"""Which ward a postcode lies in and where it is, for a page that asks nobody: one small file for each outward code.

A browser fetches one file of a few kilobytes from our own site, and the postcode that was typed never leaves it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from publishers import addresses, digests
from publishers.artifact import Artifact
from publishers.recipes import Recipe
from scheduler.release.edition import Edition
from scheduler.release.value import PostcodeArea, Release


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return the files, all made."""
    return tuple(recipe.artifact() for recipe in recipes(Edition.of(release)))


def recipes(edition: Edition) -> Iterator[Recipe]:
    """The files: `{"wards": [slug, ...], "postcodes": {"0AA": 0, ...}, "at": {"0AA": [51.5172, -0.0643], ...}}`.

    Units: each number of `postcodes` is a place in `wards`; `at` has degrees north and east
    Edges: `at` is empty for a release of an older version
    """
    release = edition.release
    slugs = {ward.code: ward.slug for ward in release.wards}
    for outward, areas in by_outward(release.postcodes).items():
        path = addresses.postcodes_data(outward)
        yield Recipe(path, "application/json", digests.digest_of(areas, slugs), partial(_bytes, areas, slugs))


def by_outward(areas: Iterable[PostcodeArea]) -> Mapping[str, tuple[PostcodeArea, ...]]:
    """The areas by what their postcodes begin with."""
    found: dict[str, list[PostcodeArea]] = {}
    for area in areas:
        found.setdefault(area.outward, []).append(area)
    return {outward: tuple(areas) for outward, areas in found.items()}


def _bytes(areas: tuple[PostcodeArea, ...], slugs: Mapping[str, str]) -> bytes:
    known = [area for area in areas if area.ward_code in slugs]
    places = {inward: number for number, area in enumerate(known) for inward in area.inward.split()}
    at = {inward: degrees for area in known for inward, degrees in _degrees(area)}
    document = {
        "wards": [slugs[area.ward_code] for area in known],
        "postcodes": dict(sorted(places.items())),
        "at": dict(sorted(at.items())),
    }
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _degrees(area: PostcodeArea) -> Iterator[tuple[str, tuple[float, float]]]:
    """Where each postcode of an area is, if the release knows it."""
    for inward, place in zip(area.inward.split(), area.places.split(), strict=False):
        north, east = (int(part) / 10_000 for part in place.split(","))
        yield inward, (north, east)
