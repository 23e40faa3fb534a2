"""A piece for the press each month: why residents are asked, the month's meetings, and whom to ask for more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publishers import addresses, ways_in, wording
from publishers.campaign_texts import SHORT
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices, tidy
from publishers.channels.piece import piece
from publishers.channels.subjects import by_month
from publishers.languages import SOURCE
from scheduler.release.value import Release

CHANNEL = "press"


def copies(release: Release) -> Iterator[Copy]:
    """Return one piece for each month that has meetings, in English."""
    for month, meetings in by_month(release).items():
        text = _text(release, tuple(notices(replace(release, meetings=meetings))))
        yield Copy(CHANNEL, month, SOURCE, text, tuple(meeting.meeting_id for meeting in meetings))


def _text(release: Release, told: tuple[Notice, ...]) -> str:
    head = f"Ward panel meetings in {tidy(release.borough)}, {wording.month(told[0].meeting.starts_at)}"
    endings = (
        f"Dates can change. See {addresses.absolute(release.site_url, addresses.HOME_PAGE)} before you print.",
        f"Questions from the press: {ways_in.listed(release)}",
    )
    return piece(release, told, release.campaign.press_words, endings, SHORT, head)
