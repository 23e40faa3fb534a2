"""Attendance as evidence: which meeting a row is of, and how old the newest row of a ward is. No clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from scheduler.facts import HeldMeeting
from scheduler.release.value import Release
from scheduler.tiers import Standing

OLD_AFTER = relativedelta(years=2)
"""Older than this, a count says little of who would come today."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The rows of days for which meetings were released: the meeting's id for each row, and the rows of no meeting."""

    ids: Mapping[HeldMeeting, str]
    strangers: tuple[HeldMeeting, ...]

    @property
    def rows(self) -> int:
        """How many rows could be of a released meeting."""
        return len(self.ids) + len(self.strangers)


def matched(attendance: Iterable[HeldMeeting], releases: Iterable[Release]) -> Matched:
    """Find each row's meeting by its ward and date, in the latest releases of periods.

    Edges: a cancelled meeting was not held, and no row is of it; what is before the first release is of no interest
    """
    told = tuple(releases)
    names = {
        (meeting.ward_code, meeting.held_on): meeting.meeting_id
        for release in told
        for meeting in release.meetings
        if not meeting.is_cancelled
    }
    rows = [row for row in attendance if any(row.held_on in release.period for release in told)]
    ids = {row: names[row.ward_code, row.held_on] for row in rows if (row.ward_code, row.held_on) in names}
    return Matched(ids, tuple(row for row in rows if row not in ids))


def resting_on_old(standings: Iterable[Standing], today: date) -> tuple[Standing, ...]:
    """The standings whose newest attendance is older than two years. Edges: one without any is not old."""
    return tuple(each for each in standings if each.newest and each.newest + OLD_AFTER < today)
