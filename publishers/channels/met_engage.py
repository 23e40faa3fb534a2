"""Alerts for Met Engage: a subject line and the text under it."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import wording
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices
from publishers.channels.post_words import headline, long_post
from publishers.languages import ENGLISH
from publishers.moments import Moment
from scheduler.release.value import Release

CHANNEL = "met-engage"


def copies(release: Release, moment: Moment = Moment.NEWS) -> Iterator[Copy]:
    """Return one alert for each meeting, in English."""
    for notice in notices(release, (ENGLISH,), CHANNEL, moment):
        yield notice.copy(CHANNEL, f"Subject: {subject(notice)}\n\n{long_post(notice, ('Hello,',))}")


def subject(notice: Notice) -> str:
    """What the alert is about: first of all that a meeting is off or has moved, then when it is."""
    return f"{headline(notice)}, {wording.day(notice.meeting.starts_at)}"
