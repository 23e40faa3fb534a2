"""What only a search can price: values that the solver gives to explanations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from scheduler.plan import PlannedMeeting
from scheduler.policy import Session


@dataclass(frozen=True, slots=True)
class RowPrice:
    """What one shared thing costs: about so many points would be saved if it could bear one seat more.

    Units: `points`, in eighths
    Edges: `day` is None for what is counted over the whole year; `label` names the thing in words
    """

    rule: str
    label: str
    day: date | None
    points: Fraction


@dataclass(frozen=True, slots=True)
class FreeAlternative:
    """The meeting as it would be, and the others of its ward that would change with it.

    Units: `difference`: points more than now, exactly; `at_least`: no plan that leaves the other wards as they are has
           the meeting there for less
    """

    meeting: PlannedMeeting
    difference: int
    at_least: int
    also_changed: tuple[PlannedMeeting, ...]


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """One slot and what it costs at least, in points more than now."""

    held_on: date
    starts: time
    session: Session
    venue_id: str
    at_least: int
