"""What a store gives back of a period's drafts. No database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.period import Period
from scheduler.pinned import Pinned
from scheduler.plan import Plan


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored plan of a period.

    Edges: `revision` counts from 1; `parent` is the revision that it was changed from, 0 for the first; `by` and `why`
           are who changed it to this and for what reason, "" where it was not said; `pins` were set by hand and stay
           when the period is planned anew
    """

    revision: int
    plan: Plan
    parent: int = 0
    by: str = ""
    why: str = ""
    pins: tuple[Pinned, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One of a period's drafts, without its meetings.

    Units: `cost`: points, by the rules of then
    """

    revision: int
    saved_at: datetime
    parent: int
    cost: int
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class StoredPeriod:
    """A period of which something is stored: when its newest draft was saved, its newest release and its moment.

    Edges: each is None where there is none
    """

    period: Period
    drafted_at: datetime | None = None
    release: int | None = None
    released_at: datetime | None = None
