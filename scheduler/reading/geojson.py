"""A map as GeoJSON (RFC 7946): its list of features, and how one that cannot be used is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scheduler.errors import Problem, UnusableData
from scheduler.reading.found import CellError


class WrongPart(CellError):
    """One part of a feature cannot be used. Edges: `part` is its place below the feature, such as `.geometry`."""

    def __init__(self, part: str, found: str, wanted: str) -> None:
        self.part, self.found = part, found
        super().__init__(wanted)

    def problem(self, file: str, number: int) -> Problem:
        """What is told of it, in the feature with this number, counted from 1."""
        return Problem(file, 0, f"features[{number}]{self.part}", self.found, self.wanted)


def collection(file: str, text: str, wanted: str) -> Mapping[str, Any]:
    """A map whose "features" are a list.

    Errors: UnusableData where it is none; ValueError or RecursionError where it is JSON that Python does not read
    """
    try:
        read = json.loads(text)
    except json.JSONDecodeError as fault:
        found = f"something that is not JSON ({fault.msg[:1].lower()}{fault.msg[1:]})"
        raise UnusableData((Problem(file, fault.lineno, "", found, wanted),)) from fault
    if not isinstance(read, dict) or not isinstance(read.get("features"), list):
        raise no_features(file, wanted)
    return read


def no_features(file: str, wanted: str) -> UnusableData:
    """The error for a map without features."""
    return UnusableData((Problem(file, 0, "", 'JSON without a list of "features"', wanted),))
