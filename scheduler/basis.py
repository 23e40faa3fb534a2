"""What getting in and taking part at a hall rests on: only what somebody has checked may be told. No clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scheduler.facts import Borough, Known, Venue
from scheduler.plan import PlannedMeeting

ACCESS = ("step_free", "hearing_loop", "accessible_toilet", "entrance")
"""The facts that a wrong word about shuts somebody out. Each has a basis, and a day on which it was checked."""

CHECKED = ("checked", "sourced")
ILLUSTRATIVE = "illustrative"
"""The basis of what was made up for the demonstration: wherever it shows, it is said to be an example."""

FIRST_WORD = re.compile(r"\w+")


def is_checked(basis: str) -> bool:
    """Whether a basis begins with the word *checked* or *sourced*, in any case: `checked (sergeant)` does."""
    first = FIRST_WORD.search(basis)
    return first is not None and first[0].casefold() in CHECKED


def is_told(venue: Venue, fact: str) -> bool:
    """Whether the public may be told a fact of `ACCESS`: somebody knows it, and it was checked."""
    return fact in venue.checked and getattr(venue, fact) not in (Known.UNKNOWN, "")


def unchecked(venues: Iterable[Venue], fact: str) -> tuple[Venue, ...]:
    """The halls of which the public is told that a fact is not checked yet."""
    return tuple(venue for venue in venues if not is_told(venue, fact))


def on_unchecked_steps(borough: Borough, meetings: Iterable[PlannedMeeting]) -> Sequence[PlannedMeeting]:
    """The meetings that are where they are because a hall is said to be step-free, which nobody has checked.

    Edges: none where the borough does not require it, or for a meeting that is cancelled
    """
    if not borough.policy.step_free_required:
        return ()
    doubted = {venue.venue_id for venue in unchecked(borough.venues, "step_free")}
    return tuple(meeting for meeting in meetings if meeting.stands and meeting.venue_id in doubted)
