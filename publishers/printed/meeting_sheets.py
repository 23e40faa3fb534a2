"""Poster, flyer and large print: the sheets that ask people to one meeting."""

from __future__ import annotations

from publishers import addresses, marks
from publishers.languages import ENGLISH, Language
from publishers.printed import voices
from publishers.printed.sheet import Form, Sheet, of_meeting
from scheduler.release.value import Release, ReleasedMeeting

POSTER = Form("meeting.typ", marks.SheetKind.POSTER)
BILINGUAL_POSTER = Form("meeting.typ", marks.SheetKind.POSTER, scale=0.82)
FLYER = Form("meeting.typ", marks.SheetKind.FLYER, paper="a5", scale=0.7)
LARGE_PRINT = Form("large.typ", marks.SheetKind.LARGE_PRINT)


def poster(release: Release, meeting: ReleasedMeeting, other: Language = ENGLISH) -> Sheet:
    """The A4 poster of a meeting: in English, or in English and another language."""
    path = addresses.in_language(addresses.poster(meeting.meeting_id), other.tag)
    form, langs = (POSTER, (ENGLISH,)) if other.is_source else (BILINGUAL_POSTER, (ENGLISH, other))
    return of_meeting(path, form, release, meeting, langs, voices.of_poster)


def flyer(release: Release, meeting: ReleasedMeeting) -> Sheet:
    """The A5 flyer of a meeting."""
    return of_meeting(addresses.flyer(meeting.meeting_id), FLYER, release, meeting, (ENGLISH,))


def large_print(release: Release, meeting: ReleasedMeeting) -> Sheet:
    """A meeting in letters of 18 points and more."""
    return of_meeting(addresses.large_print(meeting.meeting_id), LARGE_PRINT, release, meeting, (ENGLISH,))
