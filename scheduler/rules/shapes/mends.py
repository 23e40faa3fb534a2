"""What somebody writes down to make a repair so: a row, a part of a cell, a setting, a pin. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.facts import Absence, DaySpan, SpecialDays


@dataclass(frozen=True, slots=True)
class RowGone:
    """The row of a fact goes: somebody is at work after all, or a closed day is open."""

    fact: Absence | SpecialDays


@dataclass(frozen=True, slots=True)
class HallOpened:
    """A hall is open on days on which it was to be closed."""

    venue_id: str
    days: DaySpan


@dataclass(frozen=True, slots=True)
class HallLent:
    """A hall serves one more ward."""

    venue_id: str
    ward_code: str


@dataclass(frozen=True, slots=True)
class OtherSetting:
    """A setting of the policy in force has another value.

    Edges: `name` is as below `[policy]`, such as `limits.meetings_a_day`; where `tier` names a tier, it is one of that
    """

    name: str
    value: int | tuple[str, ...]
    tier: str = ""


@dataclass(frozen=True, slots=True)
class PinGone:
    """Nothing of a meeting is pinned any more."""

    meeting_id: str


Mend = RowGone | HallOpened | HallLent | OtherSetting | PinGone
