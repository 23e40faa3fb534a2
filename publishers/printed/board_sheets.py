"""The sheet for a noticeboard with a ward's next meetings. What is to come hangs on the day of the edition."""

from __future__ import annotations

from publishers import addresses, marks
from publishers.languages import ENGLISH, Language
from publishers.pages.standing import afterwards, standing
from publishers.printed import voices
from publishers.printed.sheet import Form, Sheet, of_ward
from scheduler.release.edition import Edition
from scheduler.release.value import PublicWard

NOTICEBOARD = Form("noticeboard.typ", marks.SheetKind.NOTICEBOARD)
MOST_NEXT = 3
"""How many meetings that are to be held stand on a noticeboard."""


def noticeboard(edition: Edition, ward: PublicWard, lang: Language = ENGLISH) -> Sheet:
    """The A4 sheet of a ward's next three meetings on the day of an edition, with what is cancelled in between.

    Edges: without a meeting to come it says until when there is none, and when the next dates come
    """
    release = edition.release
    to_come = standing(release.meetings_by_ward.get(ward.code, ()), edition.today, release.first_day).to_come
    held = [meeting for meeting in to_come if not meeting.is_off][:MOST_NEXT]
    last = held[-1].starts_at if len(held) == MOST_NEXT else None
    shown = tuple(meeting for meeting in to_come if last is None or meeting.starts_at <= last)
    voice = voices.of_next(ward, shown, afterwards(edition), release, lang)
    return of_ward(addresses.noticeboard(ward.slug), NOTICEBOARD, release, ward, shown, voice, lang)
