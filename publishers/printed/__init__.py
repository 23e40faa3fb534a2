"""What goes on paper: posters, flyers, large print and year cards, as PDFs that a screen reader can read too.

Words are in `voices`, layout in templates/print, and Typst behind `press`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from io import BytesIO
from zoneinfo import ZoneInfo

import segno

from publishers import addresses, marks, wording
from publishers.languages import ENGLISH, Language, spoken
from publishers.pages.views import has_new_place, has_new_time
from publishers.printed import voices
from publishers.printed.shop import Batch, Shop
from publishers.printed.typst_press import Press, made_with
from publishers.recipes import Recipe
from scheduler.release.edition import Edition
from scheduler.release.value import PublicWard, Release, ReleasedMeeting


@dataclass(frozen=True, slots=True)
class Form:
    """A template and its paper. `mark` is the kind of sheet that the code to scan says.

    Units: `scale` is the largest size of type to try, 1.0 the size written in the template: one at which the posters of
           the demo fit at once, for each try costs as much as the whole print
    """

    template: str
    mark: marks.SheetKind
    paper: str = "a4"
    scale: float = 1.0


POSTER = Form("meeting.typ", marks.SheetKind.POSTER)
BILINGUAL_POSTER = Form("meeting.typ", marks.SheetKind.POSTER, scale=0.82)
FLYER = Form("meeting.typ", marks.SheetKind.FLYER, paper="a5", scale=0.7)
LARGE_PRINT = Form("large.typ", marks.SheetKind.LARGE_PRINT)
YEAR_CARD = Form("year.typ", marks.SheetKind.YEAR_CARD)
DOOR_NOTICE = Form("door.typ", marks.SheetKind.DOOR_NOTICE)
SOON = timedelta(days=7)
"""How long before it is wanted a notice for a door is printed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One PDF before it is printed.

    Units: `made_at` is the last public change of what it tells, so that a later release leaves its bytes alone
    """

    path: str
    template: str
    facts: Mapping[str, object]
    made_at: datetime

    @property
    def digest(self) -> str:
        """What the PDF depends on, in 64 letters: same digest, same bytes."""
        told = json.dumps([made_with(), self.template, self.facts, self.made_at.isoformat()], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def publish(release: Release) -> tuple[Recipe, ...]:
    """Return every PDF of a release that nobody was told of before, still to be printed."""
    return recipes(Edition.of(release))


def recipes(edition: Edition) -> tuple[Recipe, ...]:
    """Return every PDF of an edition, still to be printed: in English, and posters with each other language too.

    Edges: of meetings and wards of before, those that were told: an address on a poster does not end
    """
    return tuple(_printed((*batches(edition.release), *_told(edition, _of_before(edition)))))


def told_before(edition: Edition) -> tuple[Recipe, ...]:
    """Return the PDFs that were told, as they are now: a site that prints no new ones keeps those it has right."""
    if not any(path.endswith(".pdf") for path in edition.register.addresses):
        return ()
    return tuple(_printed(_told(edition, (*batches(edition.release), *_of_before(edition)))))


def _printed(batches: Iterable[tuple[Sheet, ...]]) -> Iterator[Recipe]:
    shop = Shop(print_sheet)
    for together in batches:
        yield from _recipes(Batch(shop, together), together)


def _told(edition: Edition, batches: Iterable[tuple[Sheet, ...]]) -> Iterator[tuple[Sheet, ...]]:
    """What was told of the sheets, also of a ward's card that was told under an older slug: that leads to this one."""
    addressed = edition.register.addresses
    renamed = {
        addresses.year_card(ward.slug)
        for ward in edition.release.wards
        if any(addresses.year_card(slug) in addressed for slug in ward.old_slugs)
    }
    for together in batches:
        told = tuple(sheet for sheet in together if sheet.path in addressed or sheet.path in renamed)
        if told:
            yield told


def _of_before(edition: Edition) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of meetings that are kept, and of wards that are no more."""
    wards = (*edition.release.wards, *edition.lost)
    before = replace(edition.release, wards=wards, meetings=edition.kept)
    yield from _of_meetings(before)
    for ward in edition.lost:
        yield (year_card(before, ward),)


def ended(edition: Edition, path: str) -> Recipe:
    """A sheet that says of an address that nothing is there any more, and where to go."""
    release = edition.release
    facts = {
        **_of_any(release, addresses.HOME_PAGE),
        "title": ENDED,
        "summary": ENDED,
        "words": "See all ward panel meetings:",
        "voices": [{"lang": ENGLISH.tag, "dir": ENGLISH.direction}],
    }
    sheet = Sheet(path, "ended.typ", facts, release.released_at)
    return next(_printed([(sheet,)]))


ENDED = "This sheet is out of date"


def _recipes(batch: Batch[Sheet], together: tuple[Sheet, ...]) -> Iterator[Recipe]:
    for place, sheet in enumerate(together):
        yield Recipe(sheet.path, "application/pdf", sheet.digest, partial(batch.pdf, place))


def print_sheet(sheet: Sheet, press: Press) -> bytes:
    """Return one sheet as a PDF."""
    facts = {**sheet.facts, "qr": qr_code(str(sheet.facts["url"]))}
    return press.pdf(sheet.template, facts, sheet.made_at)


def batches(release: Release) -> Iterator[tuple[Sheet, ...]]:
    """Everything that is to be printed: each meeting's sheets, which change together, then each ward's card.

    Edges: the posters once more for each other language of the release that has a catalogue
    """
    yield from _of_meetings(release)
    for ward in release.wards:
        yield (year_card(release, ward),)


def _of_meetings(release: Release) -> Iterator[tuple[Sheet, ...]]:
    _, *others = spoken(release.languages)
    for meeting in release.meetings:
        in_two = (poster(release, meeting, other) for other in others)
        yield (poster(release, meeting), flyer(release, meeting), large_print(release, meeting), *in_two)


def poster(release: Release, meeting: ReleasedMeeting, other: Language | None = None) -> Sheet:
    """The A4 poster of a meeting: in English, or in English and another language."""
    path = addresses.poster(meeting.meeting_id)
    if other is None:
        return _of_poster(path, POSTER, release, meeting, (ENGLISH,))
    return _of_poster(addresses.in_language(path, other.tag), BILINGUAL_POSTER, release, meeting, (ENGLISH, other))


def _of_poster(path: str, form: Form, release: Release, meeting: ReleasedMeeting, langs: tuple[Language, ...]) -> Sheet:
    ward = release.ward_by_code[meeting.ward_code]
    sheet = _of_meeting(path, form, release, meeting, langs)
    said = [voices.of_poster(meeting, ward, release, lang) for lang in langs]
    return replace(sheet, facts={**sheet.facts, "voices": said})


def flyer(release: Release, meeting: ReleasedMeeting) -> Sheet:
    """The A5 flyer of a meeting."""
    return _of_meeting(addresses.flyer(meeting.meeting_id), FLYER, release, meeting, (ENGLISH,))


def large_print(release: Release, meeting: ReleasedMeeting) -> Sheet:
    """A meeting in letters of 18 points and more."""
    return _of_meeting(addresses.large_print(meeting.meeting_id), LARGE_PRINT, release, meeting, (ENGLISH,))


def year_card(release: Release, ward: PublicWard, lang: Language = ENGLISH) -> Sheet:
    """The A4 card of a ward's year."""
    meetings = tuple(meeting for meeting in release.meetings if meeting.ward_code == ward.code)
    voice = voices.of_year(ward, meetings, release, lang)
    made_at = max((meeting.last_changed_at for meeting in meetings), default=release.released_at)
    facts = {
        **_of_any(release, addresses.ward_page(ward.slug), YEAR_CARD.mark),
        "title": wording.one_line(str(voice["heading"])),
        "summary": wording.what_it_is(lang),
        "voices": [voice],
    }
    return Sheet(addresses.year_card(ward.slug), YEAR_CARD.template, facts, made_at)


def door_notices(release: Release, now: datetime) -> tuple[Recipe, ...]:
    """Return a notice for the door of each hall that people may come to in vain in the week from a moment on.

    Edges: for the hall and the day of which they were told last, whatever it is that changed: day, time or hall
    """
    due = (each for each in release.meetings if now < _expected(each) <= now + SOON)
    told = (each for each in due if each.is_cancelled or has_new_time(each) or has_new_place(each))
    return tuple(_printed((door_notice(release, meeting, now),) for meeting in told))


def door_notice(release: Release, meeting: ReleasedMeeting, now: datetime) -> Sheet:
    """The A4 notice for the door of a hall, in every language of the release on one page, as it reads at a moment."""
    ward, langs = release.ward_by_code[meeting.ward_code], spoken(release.languages)
    today = now.astimezone(ZoneInfo(release.timezone)).date()
    sheet = _of_meeting(f"{meeting.meeting_id}.pdf", DOOR_NOTICE, release, meeting, langs)
    said = [voices.at_the_door(meeting, ward, release, lang, today) for lang in langs]
    return replace(sheet, facts={**sheet.facts, "voices": said})


def _expected(meeting: ReleasedMeeting) -> datetime:
    """When people come who know no more than what was told before."""
    return meeting.was.starts_at if meeting.was and not meeting.is_cancelled else meeting.starts_at


@lru_cache(maxsize=64)  # a meeting's posters in several languages are printed one after the other
def qr_code(address: str) -> str:
    """An address as a QR code, drawn in SVG with the quiet edge that scanners want."""
    drawn = BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=4, light="white", xmldecl=False)
    return drawn.getvalue().decode()


def _of_meeting(
    path: str, form: Form, release: Release, meeting: ReleasedMeeting, languages: tuple[Language, ...]
) -> Sheet:
    ward = release.ward_by_code[meeting.ward_code]
    facts = {
        **_of_any(release, addresses.short_page(meeting.meeting_id), form.mark),
        "paper": form.paper,
        "scale": form.scale,
        "title": f"{wording.announced_title(meeting, ward)}, {wording.day(meeting.starts_at)}",
        "summary": f"{wording.when(meeting)}, at {wording.where(meeting.hall)}.",
        "is_cancelled": meeting.is_cancelled,
        "voices": [voices.of_meeting(meeting, ward, release, lang) for lang in languages],
    }
    return Sheet(path, form.template, facts, meeting.last_changed_at)


def _of_any(release: Release, page: str, mark: str = "") -> dict[str, object]:
    """What every sheet tells: its page, to type, and to scan or click at an address that counts the kind of sheet."""
    address = addresses.absolute(release.site_url, page)
    url = marks.marked(address, mark)
    return {
        "url": url,
        "typed": voices.in_lines(addresses.typed(address)),
        "qr_alt": f"QR code that opens {url}",
        "author": f"{wording.one_line(release.borough)} ward panels",
        "contact": release.contact_email,
    }
