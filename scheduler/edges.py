"""What lies on either side of a period: each ward's last meetings before it, and its first ones after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
    """One ward's other meetings, each side in date order: those of the twelve months before, and those that follow.

    Edges: `ids` are those of all its meetings there, also of those beside what was promised, which are on neither side,
           and any others that were given to a meeting of the ward and must not be given to another
    """

    before: tuple[OtherMeeting, ...] = ()
    after: tuple[OtherMeeting, ...] = ()
    ids: tuple[str, ...] = ()

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

    def highest_ordinal(self, year: int, own: Iterable[str] = ()) -> int:
        """The highest number that an id of that year has, here or among the `own` of the period; 0 where none has."""
        numbered = (meeting_id.split("-") for meeting_id in (*self.ids, *own))
        return max((int(parts[-1]) for parts in numbered if parts[0] == str(year)), default=0)


def edges(
    period: Period, counted: Iterable[HeldMeeting], planned: Iterable[PlannedMeeting] = ()
) -> Mapping[str, Edges]:
    """The edges of a period by ward code.

    Edges: `counted` meetings, which have no hall, are known beside those of other plans on the same day; what is within
           the period is not looked at, nor are extra meetings and those that took another's place
    """
    earliest = period.first_day - relativedelta(years=1)
    outside = [each for each in planned if each.held_on >= earliest and each.held_on not in period]
    beside = {(each.ward_code, each.held_on) for each in outside if not each.is_promised}
    found: dict[str, dict[date, OtherMeeting]] = {}
    for row in counted:
        if earliest <= row.held_on < period.first_day and (row.ward_code, row.held_on) not in beside:
            found.setdefault(row.ward_code, {})[row.held_on] = OtherMeeting(row.held_on)
    ids: dict[str, list[str]] = {}
    for meeting in outside:
        ids.setdefault(meeting.ward_code, []).append(meeting.meeting_id)
        if meeting.is_promised:
            other = OtherMeeting(meeting.held_on, meeting.venue_id, meeting.meeting_id)
            found.setdefault(meeting.ward_code, {})[meeting.held_on] = other
    return {
        code: _edges(period, sorted(found.get(code, {}).values()), tuple(sorted(ids.get(code, ()))))
        for code in sorted(found.keys() | ids.keys())
    }


def with_ids(known: Mapping[str, Edges], meeting_ids: Iterable[str]) -> Mapping[str, Edges]:
    """The same edges by ward code, with more ids that were given already."""
    ids: dict[str, set[str]] = {code: set(each.ids) for code, each in known.items()}
    for name in meeting_ids:
        ids.setdefault(name.split("-", 1)[1].rsplit("-", 1)[0], set()).add(name)
    return {code: replace(known.get(code, Edges()), ids=tuple(sorted(ids[code]))) for code in sorted(ids)}


def _edges(period: Period, others: list[OtherMeeting], ids: tuple[str, ...]) -> Edges:
    before = tuple(other for other in others if other.held_on < period.first_day)
    return Edges(before, tuple(others[len(before) :]), ids)
