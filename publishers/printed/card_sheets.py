"""The card with a ward's year."""

from __future__ import annotations

from publishers import addresses, marks
from publishers.languages import ENGLISH, Language
from publishers.printed import voices
from publishers.printed.sheet import Form, Sheet, of_ward
from scheduler.release.edition import Edition
from scheduler.release.value import PublicWard

YEAR_CARD = Form("year.typ", marks.SheetKind.YEAR_CARD)


def year_card(edition: Edition, ward: PublicWard, lang: Language = ENGLISH) -> Sheet:
    """The A4 card of a ward's year."""
    release = edition.release
    meetings = release.meetings_by_ward.get(ward.code, ())
    voice = voices.of_year(ward, meetings, release, lang)
    return of_ward(addresses.year_card(ward.slug), YEAR_CARD, release, ward, meetings, voice, lang)
