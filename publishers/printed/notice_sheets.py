"""The notice for the door of a hall to which people may come in vain."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from publishers import marks
from publishers.languages import spoken
from publishers.pages.views import has_new_place, has_new_time
from publishers.printed import voices
from publishers.printed.sheet import Form, Sheet, of_meeting
from scheduler.days import local_day
from scheduler.release.value import Release, ReleasedMeeting

DOOR_NOTICE = Form("door.typ", marks.SheetKind.DOOR_NOTICE)
SOON = timedelta(days=7)
"""How long before it is wanted a notice for a door is printed."""


def noticed(release: Release, now: datetime) -> tuple[ReleasedMeeting, ...]:
    """The meetings to which people may come in vain in the week from a moment on, by what they were told last."""
    due = (each for each in release.meetings if now < _expected(each) <= now + SOON)
    return tuple(each for each in due if each.is_cancelled or has_new_time(each) or has_new_place(each))


def door_notice(release: Release, meeting: ReleasedMeeting, now: datetime) -> Sheet:
    """The A4 notice for the door of a hall, in every language of the release on one page, as it reads at a moment."""
    path, today = f"{meeting.meeting_id}.pdf", local_day(now, release.timezone)
    return of_meeting(
        path, DOOR_NOTICE, release, meeting, spoken(release.languages), partial(voices.at_the_door, today=today)
    )


def _expected(meeting: ReleasedMeeting) -> datetime:
    """When people come who know no more than what was told before."""
    return meeting.was.starts_at if meeting.was and not meeting.is_cancelled else meeting.starts_at
