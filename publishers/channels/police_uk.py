"""Events for police.uk, field by field, to paste."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import wording
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices
from publishers.channels.post_words import headline, long_post
from scheduler.release.value import Release

CHANNEL = "police-uk"


def copies(release: Release) -> Iterator[Copy]:
    """Return one event for each meeting, in English."""
    for notice in notices(release, channel=CHANNEL):
        yield notice.copy(CHANNEL, _event(notice))


def _event(notice: Notice) -> str:
    meeting = notice.meeting
    fields = (
        ("Title", headline(notice)),
        ("Date", wording.day(meeting.starts_at)),
        ("Starts", wording.clock(meeting.starts_at)),
        ("Ends", wording.clock(meeting.ends_at)),
        ("Address", wording.where(meeting.hall)),
        ("Link", notice.link),
    )
    lines = "\n".join(f"{name}: {fact}" for name, fact in fields)
    return f"{lines}\nDescription:\n{long_post(notice)}"
