"""What only stands in until somebody says how it is: it may be planned with, and is never told to the public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from scheduler.errors import some_of
from scheduler.facts import Borough, Officer, Venue
from scheduler.plan import PlannedMeeting

ASSUMED = "assumed"
"""The basis of a row that stands in. Source: `wardpanels begin` writes it, `wardpanels tidy` takes it away."""
MOST_NAMED = 5


def assumed_halls(borough: Borough) -> tuple[Venue, ...]:
    """The halls that only stand in."""
    return tuple(venue for venue in borough.venues if venue.basis == ASSUMED)


def assumed_officers(borough: Borough) -> tuple[Officer, ...]:
    """The officers who only stand in."""
    return tuple(officer for officer in borough.officers if officer.basis == ASSUMED)


def why_only_assumed(borough: Borough, meetings: Iterable[PlannedMeeting], after: datetime) -> tuple[str, ...]:
    """Why the meetings that begin after a moment may not be told: a sentence for halls, and one for officers."""
    to_come = [each for each in meetings if each.stands and each.starts_at > after]
    halls = {each.venue_id for each in to_come}
    people = {officer_id for each in to_come for officer_id in each.officers}
    named = (
        ("hall", [f"{each.venue_id} ({each.name})" for each in assumed_halls(borough) if each.venue_id in halls]),
        (
            "officer",
            [f"{each.officer_id} ({each.name})" for each in assumed_officers(borough) if each.officer_id in people],
        ),
    )
    return tuple(standing_in(kind, names) for kind, names in named if names)


def standing_in(kind: str, names: Sequence[str]) -> str:
    """`2 halls that only stand in: H01 (A hall in Bow East), H02 (A hall in Weavers)`"""
    told = f"1 {kind} that only stands in" if len(names) == 1 else f"{len(names)} {kind}s that only stand in"
    return f"{told}: {some_of(names, MOST_NAMED)}"
