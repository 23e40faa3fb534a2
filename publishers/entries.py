"""The entries of all calendars: each meeting once in a language, and since when it shows what it shows.

An entry that was told before keeps its stamps as long as its bytes are the same, whatever they were made from; where
they are not, its stamps are later than any it had. Only what may be another one is made to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from publishers import contentlines, digests, endings, languages, vevents
from publishers.glossary import terms_of
from publishers.languages import Language
from publishers.vevents import Vevent
from scheduler.release.edition import Edition
from scheduler.release.promises import Stamp, later
from scheduler.release.value import Release, ReleasedMeeting

NEVER = datetime.min.replace(tzinfo=UTC)

Write = Callable[[ReleasedMeeting], Vevent]


def with_stamps(edition: Edition) -> Edition:
    """The edition with the stamps of every entry, in every language."""
    return replace(edition, stamps=dict(_stamps(edition)))


def key(release: Release, tag: str, meeting: ReleasedMeeting) -> str:
    """What the register calls an entry in one language."""
    return f"{tag}/{vevents.meeting_uid(release, meeting)}"


def stamp_of(edition: Edition, tag: str, meeting: ReleasedMeeting) -> Stamp:
    """The stamp of a meeting's entry: its last news, where nobody was told of it before."""
    known = edition.stamps.get(key(edition.release, tag, meeting))
    return known or Stamp("", "", meeting.last_changed_at, meeting.sequence)


def writer(edition: Edition, lang: Language, tag: str) -> Write:
    """What writes a meeting's entry once and remembers it, in the words of `lang`, stamped as that of `tag`."""
    write, written = _writing(edition, lang), dict[str, Vevent]()

    def remembered(meeting: ReleasedMeeting) -> Vevent:
        if meeting.meeting_id not in written:
            written[meeting.meeting_id] = write(meeting, stamp_of(edition, tag, meeting).modified_at)
        return written[meeting.meeting_id]

    return remembered


def shared(release: Release) -> Release:
    """The release without what no feed tells, or each tells for itself: a field that comes later counts."""
    wards = tuple(replace(ward, boundary=(), neighbours=(), old_slugs=()) for ward in release.wards)
    apart = replace(release, wards=wards, meetings=(), changes=(), halls=(), postcodes=(), priorities=(), board=())
    return replace(apart, number=0, released_at=NEVER, signposts=(), papers=(), open_actions=(), stations=())


def _writing(edition: Edition, lang: Language) -> Callable[[ReleasedMeeting, datetime], Vevent]:
    release, wards, terms = edition.release, edition.ward_by_code, terms_of(edition.release.acronyms)

    def write(meeting: ReleasedMeeting, modified_at: datetime) -> Vevent:
        return vevents.vevent(release, terms, wards[meeting.ward_code], meeting, lang, modified_at)

    return write


def _stamps(edition: Edition) -> Iterator[tuple[str, Stamp]]:
    wards = edition.ward_by_code
    shown = {
        meeting.meeting_id: digests.digest_of(meeting, wards[meeting.ward_code].name) for meeting in edition.meetings
    }
    for lang, tag in _voices(edition):
        yield from _of_voice(edition, lang, tag, shown)


def _of_voice(edition: Edition, lang: Language, tag: str, shown: Mapping[str, str]) -> Iterator[tuple[str, Stamp]]:
    release, told, write = edition.release, edition.register.stamps, _writing(edition, lang)

    def plain(meeting: ReleasedMeeting, at: datetime) -> bytes:
        return write(meeting, at).plain

    made_by = digests.digest_of(shared(release), lang.tag)
    for meeting in edition.meetings:
        name, made_from = key(release, tag, meeting), digests.joined(made_by, shown[meeting.meeting_id])
        fresh = Stamp(made_from, "", meeting.last_changed_at, meeting.sequence)
        yield name, _stamp(edition, told.get(name), fresh, partial(plain, meeting))
    for ended in endings.of_all(edition):
        name, fresh = endings.key(release, tag, ended), Stamp(digests.joined(made_by, ended), "", edition.at)
        yield name, _stamp(edition, told.get(name), fresh, partial(endings.vevent, release, ended, lang))


def _voices(edition: Edition) -> Iterator[tuple[Language, str]]:
    """In which words the entries of each tag are: English ones, where a language was withdrawn."""
    tags = edition.release.languages
    yield from ((lang, lang.tag) for lang in languages.spoken(tags))
    yield from ((languages.ENGLISH, tag) for tag in languages.withdrawn(tags, edition.register.languages))


def _stamp(edition: Edition, told: Stamp | None, fresh: Stamp, make: Callable[[datetime], bytes]) -> Stamp:
    if told is None:
        return fresh
    if told.made_from == fresh.made_from and told.sequence == fresh.sequence:
        return told
    shown = contentlines.shown_by(make(told.modified_at))
    if shown == told.shown and told.sequence == fresh.sequence:
        return replace(told, made_from=fresh.made_from)
    return Stamp(fresh.made_from, shown, later(edition.at, told.modified_at), fresh.sequence)
