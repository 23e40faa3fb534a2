"""Calendar feeds (RFC 5545, RFC 7986) that residents subscribe to: the borough, each ward, session, hall and meeting.

A feed's bytes change only where something in it changed, and then its stamps are later: they come from digests of what
it shows, held against what was told last. Whatever was in a feed stays in it until 13 months after it is over: that a
meeting is no evening meeting any more is news to those who follow the evening. Each feed has a twin with reminders
under `reminders/`, but for the file of a single meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from publishers import addresses, contentlines, digests, endings, entries, languages, needs, wording
from publishers.artifact import Artifact
from publishers.contentlines import text, utc
from publishers.endings import Ended
from publishers.languages import Language, to_translate
from publishers.recipes import Recipe
from publishers.timezone import timezone_bytes
from publishers.vevents import Vevent
from scheduler.plan import by_id
from scheduler.release.edition import Edition, halls_told
from scheduler.release.promises import Stamp, later
from scheduler.release.value import Hall, PublicWard, Release, ReleasedMeeting

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Ward Panels//Ward panel meetings//EN"
REFRESH = "PT6H"
TEAL = "#0B4F5A"
"""The site's colour; RFC 7986 has only CSS's names for colours, of which darkslategray is the nearest."""


Held = Callable[[str, Iterable[ReleasedMeeting]], tuple[ReleasedMeeting, ...]]
"""From the path of a feed, and what belongs in it now, to all that it holds."""


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a calendar says of itself in one language."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar file, the same for every language: which meetings it holds, and of what it is the calendar.

    Edges: `words` are given the `subject` and the language, and nothing else; `also_at` are older addresses that give
           the same file; a file of one meeting has no twin with reminders; `ended` is the one plain entry of a calendar
           that is no more, None where it goes on
    """

    path: str
    words: Callable[[Any, Language], CalendarWords]
    subject: object
    meetings: tuple[ReleasedMeeting, ...]
    page: str = addresses.HOME_PAGE
    card: str = addresses.BOROUGH_CARD
    also_at: tuple[str, ...] = ()
    is_single: bool = False
    is_english_only: bool = False
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class FeedSetting:
    """What the feeds of one language share. `vevent_of` writes a meeting once and remembers it.

    Edges: `tag` is where the language's files are: a language that was withdrawn keeps its folder, in English words
    """

    edition: Edition
    lang: Language
    tag: str
    clocks: bytes
    vevent_of: Callable[[ReleasedMeeting], Vevent]


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return every calendar file of a release that nobody was told of before, in every language, all made."""
    return tuple(recipe.artifact() for recipe in recipes(Edition.of(release)))


def recipes(edition: Edition) -> Iterator[Recipe]:
    """Every calendar file of the site, in every language, still to be made."""
    release = edition.release
    oldest = min((meeting.held_on for meeting in edition.meetings), default=release.first_day)
    clocks = timezone_bytes(release.timezone, min(oldest, release.first_day), release.last_day)
    shown = {meeting.meeting_id: digests.digest_of(meeting) for meeting in edition.meetings}
    told = tuple((feed, _digest(feed, shown)) for feed in feeds(edition))
    for lang in languages.spoken(release.languages):
        setting = FeedSetting(edition, lang, lang.tag, clocks, entries.writer(edition, lang, lang.tag))
        made_by = digests.digest_of(entries.shared(release), lang.tag, clocks.decode())
        for feed, digest in told:
            if lang.is_source or not feed.is_english_only:
                yield from _files(setting, feed, digests.joined(made_by, digest))
    for tag in languages.withdrawn(release.languages, edition.register.languages):
        yield from _withdrawn(edition, tag, clocks, told)


def _withdrawn(edition: Edition, tag: str, clocks: bytes, told: Iterable[tuple[Feed, str]]) -> Iterator[Recipe]:
    """The calendars of a language that we no longer publish in: those that were told, in English, and why."""
    english = languages.ENGLISH
    setting = FeedSetting(edition, english, tag, clocks, entries.writer(edition, english, tag))
    made_by = digests.digest_of(entries.shared(edition.release), "withdrawn", tag, clocks.decode())
    for feed, digest in told:
        if feed.is_english_only:
            continue
        note = None if feed.is_single else endings.of_language(edition, tag)
        given = replace(feed, ended=note)
        for file in _files(setting, given, digests.joined(made_by, digest, note)):
            if file.path in edition.register.addresses:
                yield file


def _digest(feed: Feed, shown: Mapping[str, str]) -> str:
    """A digest of what a feed tells beside what all of them share."""
    held = [shown[meeting.meeting_id] for meeting in feed.meetings]
    return digests.digest_of(feed.path, feed.subject, feed.page, feed.card, feed.is_single, held, feed.ended)


def _files(setting: FeedSetting, feed: Feed, made_from: str) -> Iterator[Recipe]:
    """The feed at its own address and at its older ones, each with its twin."""
    told = digests.joined(made_from, [stamp.modified_at for stamp in _stamps(setting, feed)])
    for path in (feed.path, *feed.also_at):
        yield _file(setting, feed, path, told, is_reminding=False)
        if not feed.is_single:
            yield _file(setting, feed, addresses.with_reminders(path), told, is_reminding=True)


def _file(setting: FeedSetting, feed: Feed, path: str, made_from: str, *, is_reminding: bool) -> Recipe:
    """One file. Where it was told before and may be another now, it is made at once, to know when it last changed."""
    at = addresses.in_language(path, setting.tag)
    make = partial(_calendar, setting, feed, is_reminding=is_reminding)
    told = setting.edition.register.stamps.get(at)
    if told is None:
        newest = max((one.modified_at for one in _stamps(setting, feed)), default=None)
        return Recipe(at, MEDIA_TYPE, digests.joined(made_from, newest), partial(make, newest))
    if digests.joined(made_from, told.modified_at) == told.made_from:
        return Recipe(at, MEDIA_TYPE, told.made_from, partial(make, told.modified_at))
    is_shown_already = contentlines.shown_by(make(told.modified_at)) == told.shown
    modified_at = told.modified_at if is_shown_already else later(setting.edition.at, told.modified_at)
    return Recipe(at, MEDIA_TYPE, digests.joined(made_from, modified_at), partial(make, modified_at))


def _stamps(setting: FeedSetting, feed: Feed) -> Iterator[Stamp]:
    """The stamps of a feed's entries."""
    for meeting in feed.meetings:
        yield entries.stamp_of(setting.edition, setting.tag, meeting)
    if feed.ended:
        yield _stamp_of(setting, feed.ended)


def feeds(edition: Edition) -> Iterator[Feed]:
    """Every feed of an edition, those without a meeting yet included: a subscription must not break.

    Edges: one that told of meetings never comes to nothing: the last of them stays in it until there is another, for
           calendar programs such as vdirsyncer take a calendar that was emptied for a broken one, and stop; halls have
           theirs in English alone: few follow a hall, and there are many
    """
    return (_never_emptied(edition, feed) for feed in _feeds(edition))


def _never_emptied(edition: Edition, feed: Feed) -> Feed:
    if feed.meetings or feed.ended:
        return feed
    members = edition.register.members
    told = frozenset[str]().union(*(members.get(path, frozenset()) for path in (feed.path, *feed.also_at)))
    return replace(feed, meetings=tuple(each for each in edition.meetings if each.meeting_id in told)[-1:])


def _feeds(edition: Edition) -> Iterator[Feed]:
    release, listed = edition.release, by_id(edition.listed)
    borough, held = wording.one_line(release.borough), partial(_held, edition.register.members, listed)
    yield Feed(addresses.BOROUGH_FEED, _borough_words, borough, tuple(listed.values()))
    step_free = needs.checked_in(release)[needs.STEP_FREE]
    for path, name, only in PART_WORDS:
        inside = (meeting for meeting in listed.values() if is_in_part(meeting, path))
        subject = (borough, name, only, step_free if path == addresses.STEP_FREE_FEED else None)
        yield Feed(path, _part_words, subject, held(path, inside))
    by_ward: dict[str, list[ReleasedMeeting]] = {}
    for meeting in listed.values():
        by_ward.setdefault(meeting.ward_code, []).append(meeting)
    for ward in release.wards:
        yield _ward_feed(ward, held(addresses.ward_feed(ward.slug), by_ward.get(ward.code, ())))
    codes = release.ward_by_code.keys()
    for ward in edition.lost:
        ours = () if ward.code in codes else by_ward.get(ward.code, ())
        feed = _ward_feed(ward, held(addresses.ward_feed(ward.slug), ours))
        yield replace(feed, ended=endings.of_ward(edition, ward))
    wards = edition.ward_by_code
    yield from (_meeting_feed(wards[meeting.ward_code], meeting) for meeting in edition.meetings)
    yield from _hall_feeds(edition, listed.values(), held)


def members(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """The ids of the meetings in each feed of more than one, by its English paths, old ones included."""
    return {
        path: tuple(meeting.meeting_id for meeting in feed.meetings)
        for feed in feeds(edition)
        if not feed.is_single
        for path in (feed.path, *feed.also_at)
    }


def _held(
    members: Mapping[str, frozenset[str]],
    listed: Mapping[str, ReleasedMeeting],
    path: str,
    now: Iterable[ReleasedMeeting],
) -> tuple[ReleasedMeeting, ...]:
    """What belongs in a feed now, and what it told of before: who looks for a meeting there finds what became of it."""
    inside = by_id(now)
    left = (members.get(path, frozenset()) - inside.keys()) & listed.keys()
    if not left:
        return tuple(inside.values())
    return tuple(meeting for meeting_id, meeting in listed.items() if meeting_id in inside or meeting_id in left)


PART_WORDS = (
    (
        addresses.DAYTIME_FEED,
        to_translate("Daytime ward panel meetings in %(borough)s"),
        to_translate("Only those held in the day, at weekends too."),
    ),
    (
        addresses.EVENING_FEED,
        to_translate("Evening ward panel meetings in %(borough)s"),
        to_translate("Only those held in the evening."),
    ),
    (
        addresses.WEEKEND_FEED,
        to_translate("Weekend ward panel meetings in %(borough)s"),
        to_translate("Only those held on a Saturday or a Sunday."),
    ),
    (
        addresses.STEP_FREE_FEED,
        to_translate("Step-free ward panel meetings in %(borough)s"),
        to_translate(
            "Only those where somebody has checked that you can enter without steps. "
            "A meeting stays in this calendar where that turns out otherwise, and says so."
        ),
    ),
)


def is_in_part(meeting: ReleasedMeeting, path: str) -> bool:
    """Whether one of the borough's part feeds holds a meeting."""
    if path == addresses.STEP_FREE_FEED:
        return needs.STEP_FREE in needs.met_by(meeting.hall)
    return meeting.session in addresses.SESSION_FEEDS[path]


def _borough_words(borough: str, lang: Language) -> CalendarWords:
    about = lang.say("Public meetings with your local police team in %(borough)s.", borough=borough)
    return CalendarWords(wording.borough_calendar(borough, lang), about)


def _part_words(subject: tuple[str, str, str, needs.Checked | None], lang: Language) -> CalendarWords:
    borough, name, only, step_free = subject
    left_out = needs.checked_sentence(needs.STEP_FREE, step_free, lang) if step_free else ""
    about = " ".join(filter(None, (_borough_words(borough, lang).description, lang.say(only), left_out)))
    return CalendarWords(lang.say(name, borough=borough), about)


def _ward_feed(ward: PublicWard, held: tuple[ReleasedMeeting, ...]) -> Feed:
    return Feed(
        addresses.ward_feed(ward.slug),
        _ward_words,
        wording.one_line(ward.name),
        held,
        addresses.ward_page(ward.slug),
        addresses.ward_card(ward.slug),
        also_at=tuple(map(addresses.ward_feed, ward.old_slugs)),
    )


def _ward_words(name: str, lang: Language) -> CalendarWords:
    return CalendarWords(
        wording.ward_calendar(name, lang),
        lang.say("Public meetings with the local police team of %(ward)s ward.", ward=name),
    )


def _meeting_feed(ward: PublicWard, meeting: ReleasedMeeting) -> Feed:
    return Feed(
        addresses.meeting_feed(meeting.meeting_id),
        _meeting_words,
        replace(ward, boundary=()),
        (meeting,),
        addresses.meeting_page(meeting.meeting_id),
        addresses.ward_card(ward.slug),
        is_single=True,
    )


def _meeting_words(ward: PublicWard, lang: Language) -> CalendarWords:
    return CalendarWords(wording.title(ward, lang), wording.what_it_is(lang))


def _hall_feeds(edition: Edition, listed: Iterable[ReleasedMeeting], held: Held) -> Iterator[Feed]:
    halls, lost = halls_told(edition.release), {hall.venue_id: hall for hall in edition.lost_halls}
    by_hall: dict[str, list[ReleasedMeeting]] = {}
    for meeting in listed:
        by_hall.setdefault(meeting.hall.venue_id, []).append(meeting)
    for venue_id, hall in sorted({**halls, **lost}.items()):
        path = addresses.hall_feed(venue_id)
        note = endings.of_hall(edition, hall) if venue_id in lost else None
        meetings = held(path, by_hall.get(venue_id, ()))
        yield Feed(path, _hall_words, hall, meetings, is_english_only=True, ended=note)


def _hall_words(hall: Hall, lang: Language) -> CalendarWords:
    return CalendarWords(
        lang.say("Ward panel meetings at %(hall)s", hall=wording.one_line(hall.name)),
        lang.say("Public meetings with the local police team at %(where)s.", where=wording.where(hall)),
    )


def _calendar(setting: FeedSetting, feed: Feed, modified_at: datetime | None, *, is_reminding: bool) -> bytes:
    shown = [setting.vevent_of(one) for one in feed.meetings]
    events = [one.reminding if is_reminding else one.plain for one in shown]
    note = [_note(setting, feed.ended)] if feed.ended else []
    opening = _envelope(setting, feed, modified_at, is_reminding=is_reminding)
    return b"".join((opening, setting.clocks, *events, *note, b"END:VCALENDAR\r\n"))


def _note(setting: FeedSetting, ended: Ended) -> bytes:
    return endings.vevent(setting.edition.release, ended, setting.lang, _stamp_of(setting, ended).modified_at)


def _stamp_of(setting: FeedSetting, ended: Ended) -> Stamp:
    edition = setting.edition
    return edition.stamps.get(endings.key(edition.release, setting.tag, ended)) or Stamp("", "", edition.at)


def _envelope(setting: FeedSetting, feed: Feed, modified_at: datetime | None, *, is_reminding: bool) -> bytes:
    """The calendar without its meetings.

    Edges: no METHOD: the file is the state of a calendar, not a scheduling message (RFC 5545 3.7.2); no UID (RFC 7986
           5.3), for vdirsyncer 0.21 takes it for that of each meeting and keeps one of them only; an older address
           names the newer one as its SOURCE, so that programs which follow it move over
    """
    release, lang = setting.edition.release, setting.lang
    path, words = addresses.with_reminders(feed.path) if is_reminding else feed.path, feed.words(feed.subject, lang)

    def address(path: str) -> str:
        return addresses.absolute(release.site_url, addresses.in_language(path, setting.tag))

    card = addresses.absolute(release.site_url, feed.card)
    facts = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{text(words.name)}",
        f"X-WR-CALNAME:{text(words.name)}",
        f"DESCRIPTION:{text(words.description)}",
        f"X-WR-CALDESC:{text(words.description)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"X-WR-TIMEZONE:{release.timezone}",
        "COLOR:darkslategray",
        f"X-APPLE-CALENDAR-COLOR:{TEAL}",
        f"IMAGE;VALUE=URI;DISPLAY=GRAPHIC;FMTTYPE=image/png:{card}",
        f"SOURCE;VALUE=URI:{address(path)}",
        f"URL:{address(feed.page)}",
    )
    changed = (f"LAST-MODIFIED:{utc(modified_at)}",) if modified_at else ()
    return contentlines.lines(*facts, *changed)
