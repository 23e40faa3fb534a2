"""Text for a ward's page on the site of the Metropolitan Police Service: all its meetings of the year."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import wording
from publishers.channels import tone
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice
from publishers.channels.wards import WardNotices, in_period, ward_years
from publishers.glossary import in_text, terms_of
from scheduler.release.value import Release

CHANNEL = "mps-ward-page"


def copies(release: Release) -> Iterator[Copy]:
    """Return one text for each ward that has meetings, in English."""
    for year in ward_years(release, channel=CHANNEL):
        text = in_text(_text(year), terms_of(release.acronyms))
        yield year.copy(CHANNEL, text)


def _text(year: WardNotices) -> str:
    heads = (f"{year.ward.name} ward panel meetings {in_period(year.release)}", tone.what_it_is(year.release))
    meetings = (_entry(notice) for notice in year.notices)
    return "\n\n".join((*heads, *meetings, f"Find out more: {year.link}")) + "\n"


def _entry(notice: Notice) -> str:
    meeting = notice.meeting
    lines = (
        ("CANCELLED: " if meeting.is_cancelled else "") + wording.when(meeting),
        wording.where(meeting.hall),
        wording.what_changed_and_why(meeting),
    )
    return "\n".join(line for line in lines if line)
