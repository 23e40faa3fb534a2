"""What goes on paper: posters, flyers, signs, cards, sheets for a noticeboard: PDFs that a screen reader can read too.

Each kind is a line of `every_sheet`. Words are in `voices`, layout in templates/print, and Typst in `typst_press`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from publishers import addresses
from publishers.languages import ENGLISH, spoken
from publishers.pages.standing import by_ward
from publishers.printed.every_sheet import EARLY, OF_A_MEETING, OF_A_WARD, OF_ITS_YEAR, ON_THE_DAY
from publishers.printed.notice_sheets import door_notice, noticed
from publishers.printed.sheet import Sheet, of_any, to_print
from publishers.recipes import Recipe
from scheduler.release.edition import Edition
from scheduler.release.value import PublicWard, Release, ReleasedMeeting


def publish(release: Release) -> tuple[Recipe, ...]:
    """Return every PDF of a release that nobody was told of before, still to be printed."""
    return recipes(Edition.of(release))


def recipes(edition: Edition) -> tuple[Recipe, ...]:
    """Return every PDF of an edition, still to be printed: in each language that it is told in.

    Edges: of meetings and wards of before, those that were told: an address on a poster does not end
    """
    return tuple(to_print((*sheets(edition), *_told(edition, _of_before(edition)))))


def told_before(edition: Edition) -> tuple[Recipe, ...]:
    """Return the PDFs that were told, as they are now: a site that prints no new ones keeps those it has right."""
    if not any(path.endswith(".pdf") for path in edition.register.addresses):
        return ()
    return tuple(to_print(_told(edition, (*sheets(edition), *_of_before(edition)))))


def door_notices(release: Release, now: datetime) -> tuple[Recipe, ...]:
    """Return a notice for the door of each hall that people may come to in vain in the week from a moment on.

    Edges: for the hall and the day of which they were told last, whatever it is that changed: day, time or hall
    """
    return tuple(to_print(door_notice(release, meeting, now) for meeting in noticed(release, now)))


def _told(edition: Edition, sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """What was told of the sheets, also of a ward's that was told under an older slug: that leads to this one."""
    addressed = edition.register.addresses
    langs = spoken(edition.release.languages)
    renamed = {
        addresses.in_language(new, lang.tag)
        for ward in edition.release.wards
        for slug in ward.old_slugs
        for old, new in zip(addresses.ward_sheets(slug), addresses.ward_sheets(ward.slug), strict=True)
        for lang in langs
        if addresses.in_language(old, lang.tag) in addressed
    }
    return (sheet for sheet in sheets if sheet.path in addressed or sheet.path in renamed)


def _of_before(edition: Edition) -> Iterator[Sheet]:
    """The sheets of meetings that are kept, and of wards that are no more."""
    wards = (*edition.release.wards, *edition.lost)
    before = replace(edition.release, wards=wards, meetings=edition.meetings)
    for meeting in edition.kept:
        yield from (sheet for sheet, _ in _of_meeting(before, meeting))
    for ward in edition.lost:
        yield from _of_ward(replace(edition, release=before), ward)


def ended(edition: Edition, path: str) -> Recipe:
    """A sheet that says of an address that nothing is there any more, and where to go."""
    release = edition.release
    facts = {
        **of_any(release, addresses.HOME_PAGE),
        "title": ENDED,
        "summary": ENDED,
        "words": "See all ward panel meetings:",
        "voices": [{"lang": ENGLISH.tag, "dir": ENGLISH.direction}],
    }
    sheet = Sheet(path, "ended.typ", facts, release.released_at)
    return next(to_print([sheet]))


ENDED = "This sheet is out of date"


def sheets(edition: Edition) -> Iterator[Sheet]:
    """Everything that is to be printed: each meeting's sheets, then each ward's.

    Edges: in each language of the release that has a catalogue, posters in English and that language; what nobody needs
           until a meeting is its ward's next, and was not told of, waits for that, or a year of it would be as many
           files as the whole site
    """
    release = edition.release
    following = {stand.next_on.meeting_id for stand in by_ward(release, edition.today).values() if stand.next_on}
    wanted = edition.register.addresses
    for meeting in release.meetings:
        is_next = meeting.meeting_id in following
        for sheet, is_early in _of_meeting(release, meeting):
            if is_early or is_next or sheet.path in wanted:
                yield sheet
    for ward in release.wards:
        yield from _of_ward(edition, ward)


def _of_meeting(release: Release, meeting: ReleasedMeeting) -> Iterator[tuple[Sheet, bool]]:
    """Every sheet of a meeting, and whether it is printed from the first day on."""
    for lang in spoken(release.languages):
        for make in OF_A_MEETING:
            yield make(release, meeting, lang), lang.is_source or make in EARLY
    for on_the_day in ON_THE_DAY:
        yield on_the_day(release, meeting), False


def _of_ward(edition: Edition, ward: PublicWard) -> Iterator[Sheet]:
    for make in OF_ITS_YEAR:
        yield make(edition, ward, ENGLISH)
    for make in OF_A_WARD:
        yield from (make(edition, ward, lang) for lang in spoken(edition.release.languages))
