"""What the degrees of a place stand for."""

from __future__ import annotations

from enum import StrEnum


class Position(StrEnum):
    """What a hall's degrees stand for. A middle is good enough to plan with, and never told as a front door."""

    DOOR = "door"
    POSTCODE = "postcode"
    WARD = "ward"
    UNKNOWN = "unknown"
