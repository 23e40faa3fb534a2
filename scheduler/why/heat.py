"""One meeting's year as a heat map: for each day what it would cost to hold it then, or why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np

from scheduler.rules.closed_days import ClosedDays
from scheduler.why.choices import Choices


class DayState(StrEnum):
    """How a day looks to one meeting.

    Edges: `FREE` costs no more than now; `REFUSED` breaks a must-rule, wherever and whenever it would be on that day
    """

    FREE = "free"
    DEARER = "dearer"
    REFUSED = "refused"
    CLOSED = "closed"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class HeatDay:
    """One day of the period.

    Units: `points`: more than now in the best hall at the best start, None where it cannot be
    Edges: `refused_by` is the name of the must-rule that the nearest miss fails, "" where none does; on a day that is
           past nothing is said of either
    """

    held_on: date
    state: DayState
    points: int | None = None
    refused_by: str = ""


def heat(found: Choices, at: datetime) -> tuple[HeatDay, ...]:
    """Every day of the period, in order. A day that has begun at `at` is past.

    Edges: what the audit has not passed is priced all the same; an offer that is taken is audited
    """
    problem = found.problem
    today = at.astimezone(problem.zone).date()
    exists = np.broadcast_to(problem.sits[:, :, np.newaxis], found.refused_by.shape)
    may_be = exists & (found.refused_by < 0)
    highest = np.iinfo(np.int64).max
    points = np.where(may_be, found.difference, highest).min(axis=(1, 2), initial=highest).tolist()
    is_any = np.asarray(may_be.any(axis=(1, 2))).tolist()
    nearest = np.where(exists, found.refused_by, -1).max(axis=(1, 2), initial=-1).tolist()
    names = [rule.name for rule in problem.rules]
    return tuple(
        HeatDay(day, DayState.PAST)
        if day <= today
        else _open(day, points[n])
        if is_any[n]
        else _shut(day, names[nearest[n]] if nearest[n] >= 0 else "")
        for n, day in enumerate(problem.days)
    )


def _open(day: date, points: int) -> HeatDay:
    return HeatDay(day, DayState.DEARER if points > 0 else DayState.FREE, points)


def _shut(day: date, rule: str) -> HeatDay:
    """Edges: a day on which no session exists is closed by no rule"""
    return HeatDay(day, DayState.CLOSED if rule in ("", ClosedDays.name) else DayState.REFUSED, None, rule)
