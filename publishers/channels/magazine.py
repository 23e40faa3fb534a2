"""The column in *Our East End*, the council's magazine: one a quarter, never longer than its place on the page.

What does not fit is left out in this order: addresses, halls, and last the list itself. A printed date is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from publishers import addresses, wording
from publishers.channels import tone
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices, tidy
from publishers.channels.subjects import by_quarter
from publishers.glossary import in_text, terms_of
from publishers.languages import SOURCE
from scheduler.release.value import Release

CHANNEL = "magazine"
WORDS = 450
"""Units: words, as a word processor counts them"""


def copies(release: Release) -> Iterator[Copy]:
    """Return one column for each quarter that has meetings, in English."""
    for quarter, meetings in by_quarter(release).items():
        text = column(release, tuple(notices(replace(release, meetings=meetings))))
        ids = tuple(meeting.meeting_id for meeting in meetings)
        yield Copy(CHANNEL, quarter, SOURCE, text, ids)


def column(release: Release, told: tuple[Notice, ...], words: int = WORDS) -> str:
    """The fullest column that keeps to a number of words.

    Edges: a column without its list is the shortest there is, about 80 words
    """
    terms, text = terms_of(release.acronyms), ""
    for line in (_with_address, _with_hall, _with_date, None):
        text = in_text(_column(release, told, line), terms)
        if len(text.split()) <= words:
            break
    return text


def _column(release: Release, told: tuple[Notice, ...], line: Callable[[Notice], str] | None) -> str:
    stand = [notice for notice in told if not notice.meeting.is_cancelled]
    off = [notice for notice in told if notice.meeting.is_cancelled]
    page = addresses.absolute(release.site_url, addresses.HOME_PAGE)
    paragraphs = (
        f"{tone.invitation(release)} in {tidy(release.borough)}",
        tone.what_it_is(release),
        "\n".join(map(line, stand)) if line else "",
        "\n".join(("These meetings are cancelled:", *map(line, off))) if line and off else "",
        f"Dates can change after we print. Check yours before you set out: {page}",
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _with_address(notice: Notice) -> str:
    return f"{_with_date(notice)}, {wording.where(notice.meeting.hall)}"


def _with_hall(notice: Notice) -> str:
    return f"{_with_date(notice)}, {notice.meeting.hall.name}"


def _with_date(notice: Notice) -> str:
    at = notice.meeting.starts_at
    day = f"{wording.WEEKDAYS[at.weekday()][:3]} {at.day} {wording.MONTHS[at.month - 1]}"
    return f"{notice.ward.name}: {day}, {wording.clock(at)}"
