"""What else there is near a ward, for whom its own next meeting does not suit: other kinds, and the wards beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from publishers.languages import to_translate
from publishers.needs import HEARING_LOOP, STEP_FREE
from publishers.pages import views
from publishers.pages.standing import Meetings, Stand
from scheduler.place import Position
from scheduler.release.value import Hall, PublicWard, ReleasedMeeting

WISHES = {
    "daytime": to_translate("In the daytime"),
    "weekend": to_translate("At the weekend"),
    STEP_FREE: to_translate("Without steps at the door"),
    HEARING_LOOP: to_translate("With a hearing loop"),
}
"""What somebody may want of a meeting, by its place in an address, and the English words for it."""


@dataclass(frozen=True, slots=True)
class Suited:
    """Another meeting, and what it has that the ward's next one has not, in English words."""

    fits: tuple[str, ...]
    meeting: ReleasedMeeting


Firsts = Mapping[tuple[str, str], ReleasedMeeting]
"""The first meeting to come that meets a wish, by the wish and the code of a ward; by "" that of any ward."""


def firsts(to_come: Meetings) -> Firsts:
    """The first meeting for each wish. Edges: one that is off meets none; of a hall, only what was checked counts"""
    found: dict[tuple[str, str], ReleasedMeeting] = {}
    for meeting in to_come:
        for wish in () if meeting.is_off else views.kinds(meeting):
            found.setdefault((wish, meeting.ward_code), meeting)
            found.setdefault((wish, ""), meeting)
    return found


def offers(ward: PublicWard, next_on: ReleasedMeeting | None, firsts: Firsts) -> tuple[Suited, ...]:
    """For each wish that a ward's next meeting does not meet, the nearest meeting that does, by start.

    Edges: the nearest is the ward's own, or else of a ward beside it, or else of any other, and of those the first;
           none where the ward has no next meeting, for then every meeting is as good
    """
    if next_on is None:
        return ()
    missing = [wish for wish in WISHES if wish not in views.kinds(next_on)]
    nearest = {wish: meeting for wish in missing if (meeting := _nearest(wish, ward, firsts))}
    found = {meeting.meeting_id: meeting for meeting in nearest.values()}
    return tuple(
        Suited(tuple(WISHES[wish] for wish in nearest if nearest[wish] is meeting), meeting)
        for meeting in sorted(found.values(), key=_start)
    )


def _nearest(wish: str, ward: PublicWard, firsts: Firsts) -> ReleasedMeeting | None:
    own, beside = firsts.get((wish, ward.code)), [firsts.get((wish, code)) for code in ward.neighbours]
    return own or min(filter(None, beside), key=_start, default=firsts.get((wish, "")))


def _start(meeting: ReleasedMeeting) -> tuple[datetime, str]:
    return meeting.starts_at, meeting.meeting_id


def beside(
    ward: PublicWard, wards: Iterable[PublicWard], standing_by_ward: Mapping[str, Stand]
) -> tuple[tuple[str, ReleasedMeeting | None], ...]:
    """The code of each ward beside one, in the order of the wards, with its next meeting that is on, if it has one."""
    codes = (other.code for other in wards if other.code in ward.neighbours)
    return tuple((code, standing_by_ward[code].next_on) for code in codes)


def place(hall: Hall) -> str:
    """Where a hall is in degrees, for a browser to say how far that is; "" where only its ward is known."""
    return f"{hall.lat:.4f},{hall.lon:.4f}" if hall.position in (Position.DOOR, Position.POSTCODE) else ""
