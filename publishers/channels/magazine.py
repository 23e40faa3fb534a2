"""The column in *Our East End*, the council's magazine: one a quarter, never longer than its place on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publishers import addresses, ways_in
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices
from publishers.channels.piece import piece
from publishers.channels.subjects import by_quarter
from publishers.languages import SOURCE
from publishers.marks import marked
from scheduler.release.value import Release

CHANNEL = "magazine"


def copies(release: Release) -> Iterator[Copy]:
    """Return one column for each quarter that has meetings, in English."""
    for quarter, meetings in by_quarter(release).items():
        told = tuple(notices(replace(release, meetings=meetings)))
        text = column(release, told, release.campaign.magazine_words)
        yield Copy(CHANNEL, quarter, SOURCE, text, tuple(meeting.meeting_id for meeting in meetings))


def column(release: Release, told: tuple[Notice, ...], words: int) -> str:
    """The fullest column that keeps to a number of words.

    Edges: as `piece`
    """
    page = marked(addresses.absolute(release.site_url, addresses.HOME_PAGE), CHANNEL)
    endings = (
        f"Dates can change after we print. Check yours before you set out: {page}",
        f"{ways_in.HELP} {ways_in.text_of(release)}",
    )
    return piece(release, told, words, endings)
