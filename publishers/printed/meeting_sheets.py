"""Poster, flyer and large print: the sheets that ask people to one meeting."""

from __future__ import annotations

from dataclasses import replace

from publishers import addresses, marks
from publishers.languages import ENGLISH, Language
from publishers.printed import voices
from publishers.printed.sheet import Form, Sheet, link_to, of_meeting
from scheduler.release.value import Release, ReleasedMeeting

POSTER = Form("meeting.typ", marks.SheetKind.POSTER)
BILINGUAL_POSTER = Form("meeting.typ", marks.SheetKind.POSTER, scale=0.77)
FLYER = Form("meeting.typ", marks.SheetKind.FLYER, paper="a5", scale=0.7)
TRANSLATED_FLYER = replace(FLYER, scale=0.65)
LARGE_PRINT = Form("large.typ", marks.SheetKind.LARGE_PRINT)


def poster(release: Release, meeting: ReleasedMeeting, other: Language = ENGLISH) -> Sheet:
    """The A4 poster of a meeting: in English, or in English and another language, each with a code to its page."""
    path = addresses.in_language(addresses.poster(meeting.meeting_id), other.tag)
    form, langs = (POSTER, (ENGLISH,)) if other.is_source else (BILINGUAL_POSTER, (ENGLISH, other))
    sheet = of_meeting(path, form, release, meeting, langs, voices.of_poster)
    if other.is_source:
        return sheet
    return replace(sheet, other=link_to(release, addresses.short_page(meeting.meeting_id), form.mark, other))


def flyer(release: Release, meeting: ReleasedMeeting, lang: Language = ENGLISH) -> Sheet:
    """The A5 flyer of a meeting, in one language."""
    path = addresses.in_language(addresses.flyer(meeting.meeting_id), lang.tag)
    form = FLYER if lang.is_source else TRANSLATED_FLYER
    return of_meeting(path, form, release, meeting, (lang,))


def large_print(release: Release, meeting: ReleasedMeeting, lang: Language = ENGLISH) -> Sheet:
    """A meeting in letters of 18 points and more, in one language."""
    path = addresses.in_language(addresses.large_print(meeting.meeting_id), lang.tag)
    return of_meeting(path, LARGE_PRINT, release, meeting, (lang,))
