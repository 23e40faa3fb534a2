"""What lies on either side of a period: each ward's last meetings before it, and its first ones after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from scheduler.facts import HeldMeeting
from scheduler.period import Period
from scheduler.plan import PlannedMeeting


@dataclass(frozen=True, slots=True, order=True)
class OtherMeeting:
    """A ward's meeting outside the period, as far as those within must know of it.

    Edges: `venue_id` and `meeting_id` are "" where they are not known, as of a meeting that was only counted
    """

    held_on: date
    venue_id: str = ""
    meeting_id: str = ""


@dataclass(frozen=True, slots=True)
class Edges:
    """One ward's other meetings, each side in date order: those of the twelve months before, and those that follow."""

    before: tuple[OtherMeeting, ...] = ()
    after: tuple[OtherMeeting, ...] = ()

    @property
    def last_before(self) -> OtherMeeting | None:
        """The meeting that the period's first one follows."""
        return self.before[-1] if self.before else None

    @property
    def first_after(self) -> OtherMeeting | None:
        """The meeting that the period's last one comes before."""
        return self.after[0] if self.after else None

    def halls_in(self, days: Period) -> frozenset[str]:
        """The halls of those meetings that are on these days, as far as they are known."""
        return frozenset(other.venue_id for other in (*self.before, *self.after) if other.held_on in days) - {""}

    def highest_ordinal(self, year: int) -> int:
        """The highest number that a meeting's id of that year has; 0 where there is none."""
        ids = (other.meeting_id.split("-") for other in (*self.before, *self.after) if other.meeting_id)
        return max((int(parts[-1]) for parts in ids if parts[0] == str(year)), default=0)


def edges(
    period: Period, counted: Iterable[HeldMeeting], planned: Iterable[PlannedMeeting] = ()
) -> Mapping[str, Edges]:
    """The edges of a period by ward code.

    Edges: `counted` meetings, which have no hall, are known beside those of other plans on the same day; what is within
           the period is not looked at
    """
    earliest = period.first_day - relativedelta(years=1)
    found: dict[str, dict[date, OtherMeeting]] = {}
    for row in counted:
        if earliest <= row.held_on < period.first_day:
            found.setdefault(row.ward_code, {})[row.held_on] = OtherMeeting(row.held_on)
    for meeting in planned:
        if meeting.held_on >= earliest and meeting.held_on not in period:
            other = OtherMeeting(meeting.held_on, meeting.venue_id, meeting.meeting_id)
            found.setdefault(meeting.ward_code, {})[meeting.held_on] = other
    return {code: _edges(period, sorted(others.values())) for code, others in found.items()}


def _edges(period: Period, others: list[OtherMeeting]) -> Edges:
    before = tuple(other for other in others if other.held_on < period.first_day)
    return Edges(before, tuple(others[len(before) :]))
