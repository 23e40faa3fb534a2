"""Writes each look at a listing down beside the records, right or wrong: what was seen, where and on which day."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime
from functools import partial

from scheduler.days import local_day
from scheduler.evidence.lines import Sight, Sighting
from wardpanels.listings.day_lines import DayLines
from wardpanels.listings.seen import Seen, Verdict
from wardpanels.publicity.desk import Desk

BY = "wardpanels listings"

SIGHT = {
    Verdict.LISTED: Sight.RIGHT,
    Verdict.GONE: Sight.RIGHT,
    Verdict.WRONG: Sight.WRONG,
    Verdict.STALE: Sight.WRONG,
    Verdict.MISSING: Sight.MISSING,
    Verdict.NOT_SEEN: Sight.NOT_LOOKED,
}


def note_sightings(desk: Desk, seen: Iterable[Seen], at: datetime) -> int:
    """Write down what was seen, a line for each meeting, place and day, and return how many lines that took.

    Edges: a place that could not be looked at takes nothing from what was seen there earlier that day
    """
    lines = DayLines(Sighting, partial(_looked_at, desk.borough.profile.timezone), _adds, BY)
    return lines.keep(desk.store.notes, desk.code, map(sighting, seen), at)


def sighting(one: Seen) -> Sighting:
    """What was seen, as the evidence keeps it."""
    return Sighting(one.meeting_id, one.source, one.address, SIGHT[one.verdict], one.looked_at, one.differs)


def _looked_at(timezone: str, one: Sighting) -> Hashable:
    return one.meeting_id, one.source, one.address, local_day(one.looked_at, timezone)


def _adds(earlier: Sighting, later: Sighting) -> bool:
    is_other = (earlier.sight, earlier.differs) != (later.sight, later.differs)
    return is_other and later.sight is not Sight.NOT_LOOKED
