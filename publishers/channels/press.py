"""Listings for the press: a month's meetings of the whole borough, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publishers import addresses, wording
from publishers.channels import tone
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices, tidy
from publishers.channels.subjects import by_month
from publishers.channels.wards import on_one_line
from publishers.glossary import in_text, terms_of
from publishers.languages import SOURCE
from scheduler.release.value import Release

CHANNEL = "press"


def copies(release: Release) -> Iterator[Copy]:
    """Return one listing for each month that has meetings, in English."""
    for month, meetings in by_month(release).items():
        told = tuple(notices(replace(release, meetings=meetings)))
        text = in_text(_text(release, told), terms_of(release.acronyms))
        ids = tuple(meeting.meeting_id for meeting in meetings)
        yield Copy(CHANNEL, month, SOURCE, text, ids)


def _text(release: Release, told: tuple[Notice, ...]) -> str:
    heads = (
        f"Ward panel meetings in {tidy(release.borough)}, {wording.month(told[0].meeting.starts_at)}",
        tone.what_it_is(release),
    )
    lines = "\n".join(map(on_one_line, told))
    ends = (
        f"Dates can change. See {addresses.absolute(release.site_url, addresses.HOME_PAGE)} before you print.",
        f"Questions from the press: {wording.one_line(release.contact_email)}",
    )
    return "\n\n".join((*heads, lines, *ends)) + "\n"
