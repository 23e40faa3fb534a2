"""What a rule answers when it is asked: what breaks it, and what a plan costs under it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Whether a plan may break the rule at a price (should) or not at all (must)."""

    MUST = "must"
    SHOULD = "should"


class Scope(StrEnum):
    """What decides whether a must-rule is broken somewhere: one ward's meetings, those of one day, or any."""

    WARD = "ward"
    DAY = "day"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Breach:
    """One must-rule broken: by what, in words that name the ward, hall, officer and date concerned."""

    rule: str
    sentence: str
    seen: str
    meeting_ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.sentence}: {self.seen}"


@dataclass(frozen=True, slots=True)
class Charge:
    """Points that one should-rule costs at one meeting, ward, officer or month. `why` is a plain phrase."""

    rule: str
    subject: str
    points: int
    why: str
