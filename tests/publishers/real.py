"""A release of the shipped borough, planned for real, with one meeting moved and one cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from scheduler.edit import cancel, find, replaced
from scheduler.release.making import next_release
from scheduler.release.value import Release
from tests.scheduler.shipped import tower_hamlets

HOUR = timedelta(hours=1)
FIRST = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SECOND = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)


@cache
def real_release() -> Release:
    """The second release of the year: about 90 meetings of 20 wards."""
    problem, plan = tower_hamlets()
    borough = problem.borough
    first = next_release(borough, plan, None, FIRST)
    off, late = first.meetings[0].meeting_id, find(plan, first.meetings[1].meeting_id)
    later = replace(late, starts_at=late.starts_at + HOUR, ends_at=late.ends_at + HOUR)
    plan = replaced(cancel(problem, plan, off), later)
    return next_release(borough, plan, first, SECOND)


def six_wards() -> Release:
    """The same with the meetings of six wards, one of each kind of year among them."""
    release = real_release()
    codes = {ward.code for ward in release.wards[:6]}
    return replace(release, meetings=tuple(one for one in release.meetings if one.ward_code in codes))
