"""Holds a site that is about to go out against all that was told before, and works out what it tells anew.

What the files show is read from their bytes. A breach is a fault of ours: the old site stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from publishers import addresses, feeds, languages, shown
from publishers.languages import SOURCE
from publishers.vevents import uid
from scheduler.errors import BrokenPromise
from scheduler.release.edition import Edition, halls_told
from scheduler.release.promises import Publication, Stamp
from scheduler.release.value import PublicWard
from wardpanels.disk.output import Staged

PARTS_OF_PAGES = "static/"
"""Style sheets and scripts: their names hold a digest, and nobody is told of them."""


def publication_of(edition: Edition, staged: Staged) -> Publication:
    """What a site tells that was not told before.

    Errors: BrokenPromise where an address would vanish, a stamp would go back, or a change would go unstamped
    """
    calendars = dict(shown.calendars(staged.made))
    breaches = (
        *_lost_addresses(edition, staged),
        *_wrong_stamps(edition, calendars),
        *_lost_entries(edition, calendars),
    )
    if breaches:
        raise BrokenPromise(breaches)
    register = edition.register
    paths = {path for path in staged.recipes if not path.startswith(PARTS_OF_PAGES)}
    spoken = {lang.tag for lang in languages.spoken(edition.release.languages)} - {SOURCE}
    return Publication(
        register.number + 1,
        edition.at,
        tuple(sorted(paths - register.addresses)),
        {key: stamp for key, stamp in _stamps(edition, staged, calendars) if register.stamps.get(key) != stamp},
        tuple(each for each in edition.meetings if register.meetings.get(each.meeting_id) != each),
        dict(_new_members(edition)),
        {slug: ward for slug, ward in _slugs(edition) if register.wards.get(slug) != ward},
        tuple(hall for key, hall in halls_told(edition.release).items() if register.halls.get(key) != hall),
        tuple(sorted(spoken - register.languages)),
        {thing: day for thing, day in _ended(calendars) if thing not in register.ended},
        edition.news,
    )


def _lost_addresses(edition: Edition, staged: Staged) -> Iterator[str]:
    for path in sorted(edition.register.addresses - staged.recipes.keys()):
        yield f"{path}: was told, and would be gone"


def _wrong_stamps(edition: Edition, calendars: Mapping[str, shown.Calendar]) -> Iterator[str]:
    told = edition.register.stamps
    for path, calendar in calendars.items():
        before = told.get(path)
        if before and calendar.modified_at:
            yield from _wrong(path, before, Stamp("", calendar.shown, calendar.modified_at))
        tag = _tag(edition, path)
        for entry in calendar.entries:
            before = told.get(f"{tag}/{entry.uid}")
            if before:
                now = Stamp("", entry.shown, entry.modified_at, entry.sequence)
                yield from _wrong(f"{path}, {entry.uid}", before, now)


def _wrong(what: str, before: Stamp, now: Stamp) -> Iterator[str]:
    if now.sequence < before.sequence:
        yield f"{what}: SEQUENCE would fall from {before.sequence} to {now.sequence}"
    if now.modified_at < before.modified_at:
        yield f"{what}: LAST-MODIFIED would fall from {before.modified_at} to {now.modified_at}"
    elif now.shown != before.shown and now.modified_at == before.modified_at:
        yield f"{what}: shows something else, and would not say so"


def _lost_entries(edition: Edition, calendars: Mapping[str, shown.Calendar]) -> Iterator[str]:
    """What a calendar told of, is not 13 months over, and would be gone from it."""
    listed = {meeting.meeting_id for meeting in edition.listed}
    for path, calendar in calendars.items():
        plain = path.removeprefix(f"{_tag(edition, path)}/")
        of_feed = plain.removeprefix(addresses.with_reminders(""))
        held = {entry.uid for entry in calendar.entries}
        for meeting_id in sorted(edition.register.members.get(of_feed, frozenset()) & listed):
            if uid(edition.release, meeting_id) not in held:
                yield f"{path}: told of {meeting_id}, and would be silent about it"


def _stamps(edition: Edition, staged: Staged, calendars: Mapping[str, shown.Calendar]) -> Iterator[tuple[str, Stamp]]:
    for path, calendar in calendars.items():
        if calendar.modified_at:
            yield path, Stamp(staged.recipes[path].made_from, calendar.shown, calendar.modified_at)
        tag = _tag(edition, path)
        for entry in calendar.entries:
            key = f"{tag}/{entry.uid}"
            planned = edition.stamps.get(key)
            made_from = planned.made_from if planned else ""
            yield key, Stamp(made_from, entry.shown, entry.modified_at, entry.sequence)


def _new_members(edition: Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, ids in feeds.members(edition).items():
        new = tuple(sorted(set(ids) - edition.register.members.get(path, frozenset())))
        if new:
            yield path, new


def _slugs(edition: Edition) -> Iterator[tuple[str, PublicWard]]:
    for ward in edition.release.wards:
        for slug in (ward.slug, *ward.old_slugs):
            yield slug, replace(ward, slug=slug, neighbours=(), old_slugs=(), boundary=())


def _ended(calendars: Mapping[str, shown.Calendar]) -> Iterator[tuple[str, date]]:
    for calendar in calendars.values():
        for entry in calendar.entries:
            if entry.day is not None:
                yield entry.uid.partition("@")[0], entry.day


def _tag(edition: Edition, path: str) -> str:
    return languages.tag_of(path, edition.release.languages, edition.register.languages)
