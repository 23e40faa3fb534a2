"""Each meeting as a calendar file of its own, for a calendar that is shared with the council or the police.

In English alone: a calendar holds a meeting once, whatever the languages of those who look at it.
"""

from __future__ import annotations

from collections.abc import Iterator

from publishers import contentlines
from publishers.artifact import ArtifactKind
from publishers.channels.copy import Copy
from publishers.channels.notices import notices
from publishers.feeds import PRODUCT
from publishers.glossary import terms_of
from publishers.languages import ENGLISH
from publishers.timezone import timezone_bytes
from publishers.vevents import vevent
from scheduler.release.value import Release

CHANNEL = "calendar"


def copies(release: Release) -> Iterator[Copy]:
    """Return the file of each meeting, which says so where it has moved or is cancelled."""
    opening = contentlines.lines("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
    clocks = timezone_bytes(release.timezone, release.first_day, release.last_day)
    terms = terms_of(release.acronyms)
    for notice in notices(release):
        event = vevent(release, terms, notice.ward, notice.meeting, ENGLISH).plain
        content = b"".join((opening, clocks, event, b"END:VCALENDAR\r\n"))
        yield notice.copy(CHANNEL, content.decode(), ArtifactKind.CALENDAR)
