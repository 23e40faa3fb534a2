"""Calendar feeds (RFC 5545, RFC 7986) that residents subscribe to: the borough, each ward, session, hall and meeting.

A feed's bytes change only where one of its own meetings changed, so it carries no stamp of the whole release. Each has
a twin with reminders under `reminders/`, but for the file of a single meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from publishers import addresses, contentlines, digests, languages, wording
from publishers.artifact import Artifact
from publishers.contentlines import text, utc
from publishers.glossary import terms_of
from publishers.languages import Language, to_translate
from publishers.recipes import Recipe
from publishers.timezone import timezone_bytes
from publishers.vevents import Vevent, vevent
from scheduler.facts import Known
from scheduler.release.value import KEPT_AFTER, Hall, PublicWard, Release, ReleasedMeeting

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Ward Panels//Ward panel meetings//EN"
REFRESH = "PT6H"
TEAL = "#0B4F5A"
"""The site's colour; RFC 7986 has only CSS's names for colours, of which darkslategray is the nearest."""

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a calendar says of itself in one language."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar file, the same for every language: which meetings it holds, and of what it is the calendar.

    Edges: `words` are given the `subject` and the language, and nothing else; `also_at` are older addresses that give
           the same file; a file of one meeting has no twin with reminders
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


@dataclass(frozen=True, slots=True)
class FeedSetting:
    """What the feeds of one language share. `vevent_of` writes a meeting once and remembers it."""

    release: Release
    lang: Language
    clocks: bytes
    vevent_of: Callable[[ReleasedMeeting], Vevent]


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return every calendar file of the site, in every language, all made."""
    return tuple(recipe.artifact() for recipe in recipes(release))


def recipes(release: Release) -> Iterator[Recipe]:
    """The same, still to be made."""
    clocks = timezone_bytes(release.timezone, release.first_day, release.last_day)
    shown = {meeting.meeting_id: digests.digest_of(meeting) for meeting in release.meetings}
    digested = tuple((feed, _digest(release, feed, shown)) for feed in feeds(release))
    for lang in languages.spoken(release.languages):
        setting = FeedSetting(release, lang, clocks, _writer(release, lang))
        made_by = digests.digest_of(_shared(release), lang.tag, clocks.decode())
        for feed, digest in digested:
            if lang.is_source or not feed.is_english_only:
                yield from _files(setting, feed, digests.joined(made_by, digest))


def _digest(release: Release, feed: Feed, shown: Mapping[str, str]) -> str:
    """A digest of what a feed tells beside what all of them share."""
    kept = [(shown[meeting.meeting_id], _is_kept(release, meeting)) for meeting in feed.meetings]
    return digests.digest_of(feed.path, feed.subject, feed.page, feed.card, feed.is_single, kept)


def _shared(release: Release) -> Release:
    """The release without what no feed tells, or each tells for itself: a field that comes later counts."""
    wards = tuple(replace(ward, boundary=(), neighbours=(), old_slugs=()) for ward in release.wards)
    apart = replace(release, wards=wards, meetings=(), changes=(), halls=(), postcodes=(), priorities=(), board=())
    return replace(apart, number=0, released_at=NEVER, signposts=())


def _writer(release: Release, lang: Language) -> Callable[[ReleasedMeeting], Vevent]:
    wards, terms, written = release.ward_by_code, terms_of(release.acronyms), dict[str, Vevent]()

    def write(meeting: ReleasedMeeting) -> Vevent:
        if meeting.meeting_id not in written:
            written[meeting.meeting_id] = vevent(release, terms, wards[meeting.ward_code], meeting, lang)
        return written[meeting.meeting_id]

    return write


def _files(setting: FeedSetting, feed: Feed, made_from: str) -> Iterator[Recipe]:
    """The feed at its own address and at its older ones, each with its twin."""
    for path in (feed.path, *feed.also_at):
        yield _file(setting, feed, path, made_from, is_reminding=False)
        if not feed.is_single:
            yield _file(setting, feed, addresses.with_reminders(path), made_from, is_reminding=True)


def _file(setting: FeedSetting, feed: Feed, path: str, made_from: str, *, is_reminding: bool) -> Recipe:
    at = addresses.in_language(path, setting.lang.tag)
    return Recipe(at, MEDIA_TYPE, made_from, partial(_calendar, setting, feed, is_reminding=is_reminding))


def feeds(release: Release) -> Iterator[Feed]:
    """Every feed of a release, those without a meeting yet included: a subscription must not break.

    Edges: halls have theirs in English alone: few follow a hall, and there are many
    """
    borough, meetings = wording.one_line(release.borough), release.meetings
    yield Feed(addresses.BOROUGH_FEED, _borough_words, borough, meetings)
    for path, name, only in PART_WORDS:
        held = tuple(meeting for meeting in meetings if is_in_part(meeting, path))
        yield Feed(path, _part_words, (borough, name, only), held)
    by_ward = release.meetings_by_ward
    for ward in release.wards:
        yield _ward_feed(ward, by_ward[ward.code])
        yield from (_meeting_feed(ward, meeting) for meeting in by_ward[ward.code])
    yield from _hall_feeds(release)


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
        to_translate("Only those in a place that you can enter without steps."),
    ),
)


def is_in_part(meeting: ReleasedMeeting, path: str) -> bool:
    """Whether one of the borough's part feeds holds a meeting."""
    if path == addresses.STEP_FREE_FEED:
        return meeting.hall.step_free is Known.YES
    return meeting.session in addresses.SESSION_FEEDS[path]


def _borough_words(borough: str, lang: Language) -> CalendarWords:
    about = lang.say("Public meetings with your local police team in %(borough)s.", borough=borough)
    return CalendarWords(lang.say("Ward panel meetings in %(borough)s", borough=borough), about)


def _part_words(subject: tuple[str, str, str], lang: Language) -> CalendarWords:
    borough, name, only = subject
    about = f"{_borough_words(borough, lang).description} {lang.say(only)}"
    return CalendarWords(lang.say(name, borough=borough), about)


def _ward_feed(ward: PublicWard, meetings: tuple[ReleasedMeeting, ...]) -> Feed:
    return Feed(
        addresses.ward_feed(ward.slug),
        _ward_words,
        wording.one_line(ward.name),
        meetings,
        addresses.ward_page(ward.slug),
        addresses.ward_card(ward.slug),
        also_at=tuple(map(addresses.ward_feed, ward.old_slugs)),
    )


def _ward_words(name: str, lang: Language) -> CalendarWords:
    return CalendarWords(
        lang.say("%(ward)s ward panel meetings", ward=name),
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


def _hall_feeds(release: Release) -> Iterator[Feed]:
    halls = {meeting.hall.venue_id: meeting.hall for meeting in release.meetings}
    halls |= {hall.venue_id: hall for hall in release.halls}
    by_hall: dict[str, list[ReleasedMeeting]] = {venue_id: [] for venue_id in halls}
    for meeting in release.meetings:
        by_hall[meeting.hall.venue_id].append(meeting)
    for venue_id, hall in sorted(halls.items()):
        path = addresses.hall_feed(venue_id)
        yield Feed(path, _hall_words, hall, tuple(by_hall[venue_id]), is_english_only=True)


def _hall_words(hall: Hall, lang: Language) -> CalendarWords:
    return CalendarWords(
        lang.say("Ward panel meetings at %(hall)s", hall=wording.one_line(hall.name)),
        lang.say("Public meetings with the local police team at %(where)s.", where=wording.where(hall)),
    )


def _calendar(setting: FeedSetting, feed: Feed, *, is_reminding: bool) -> bytes:
    release = setting.release
    shown = [setting.vevent_of(one) for one in feed.meetings if feed.is_single or _is_kept(release, one)]
    events = [one.reminding if is_reminding else one.plain for one in shown]
    opening = _envelope(release, setting.lang, feed, is_reminding=is_reminding)
    return b"".join((opening, setting.clocks, *events, b"END:VCALENDAR\r\n"))


def _is_kept(release: Release, meeting: ReleasedMeeting) -> bool:
    return not (meeting.is_cancelled and meeting.ends_at + KEPT_AFTER < release.released_at)


def _envelope(release: Release, lang: Language, feed: Feed, *, is_reminding: bool) -> bytes:
    """The calendar without its meetings.

    Edges: no METHOD: the file is the state of a calendar, not a scheduling message (RFC 5545 3.7.2); no UID (RFC 7986
           5.3), for vdirsyncer 0.21 takes it for that of each meeting and keeps one of them only; an older address
           names the newer one as its SOURCE, so that programs which follow it move over
    """
    path, words = addresses.with_reminders(feed.path) if is_reminding else feed.path, feed.words(feed.subject, lang)

    def address(path: str) -> str:
        return addresses.absolute(release.site_url, addresses.in_language(path, lang.tag))

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
    changed = (f"LAST-MODIFIED:{utc(_last_changed_at(feed.meetings))}",) if feed.meetings else ()
    return contentlines.lines(*facts, *changed)


def _last_changed_at(meetings: tuple[ReleasedMeeting, ...]) -> datetime:
    return max(meeting.last_changed_at for meeting in meetings)
