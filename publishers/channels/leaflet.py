"""Words for a leaflet that a community group can print: one ward's meetings of the year, in each language."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import ways_in, wording
from publishers.channels import tone
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, spoken
from publishers.channels.wards import WardNotices, ward_years
from publishers.glossary import in_text, terms_of
from scheduler.release.value import Release

CHANNEL = "leaflet"


def copies(release: Release) -> Iterator[Copy]:
    """Return one text for each ward that has meetings."""
    for year in ward_years(release, spoken(release), CHANNEL):
        yield year.copy(CHANNEL, in_text(_text(year), terms_of(release.acronyms), year.lang))


def _text(year: WardNotices) -> str:
    lang = year.lang
    paragraphs = (
        tone.invitation(year.release, lang),
        year.ward.name,
        tone.what_it_is(year.release, lang),
        *map(_entry, year.notices),
        f"{lang.say('Find out more')}: {year.link}",
        f"{lang.say(ways_in.HELP)} {ways_in.text_of(year.release, lang)}",
        wording.draft_note(year.release.reviewed_languages, lang),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _entry(notice: Notice) -> str:
    meeting, lang = notice.meeting, notice.lang
    access = () if meeting.is_cancelled else wording.access_notes(meeting.hall, lang)
    lines = (
        wording.when(meeting, lang),
        wording.where(meeting.hall),
        wording.what_changed_and_why(meeting, lang),
        *access,
    )
    return "\n".join(line for line in lines if line)
