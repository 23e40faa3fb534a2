"""The use cases behind `wardpanels preview` and `wardpanels pack`: what channels are going to say, before they do.

Nothing is stored, and nothing goes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from publishers import wording
from publishers.artifact import Artifact
from publishers.campaign_sheet import Card, Section, sheet, shown
from publishers.channels.every_channel import CHANNELS, Channel, named
from publishers.languages import SOURCE
from publishers.moments import FEWEST_DAYS, Moment, moment_of
from publishers.pieces import recipes_of
from scheduler.errors import UnknownName
from scheduler.names import ward_named
from scheduler.release.value import Release, ReleasedMeeting
from wardpanels.faults import CannotUse
from wardpanels.publicity.desk import Desk, care_on, known_of, latest_release
from wardpanels.publicity.publicity_settings import dashed

SPEAKING = tuple(channel for channel in CHANNELS if channel.has_moments)

WHEN: Mapping[Moment, str] = MappingProxyType(
    {
        Moment.FIRST: "21 days or more before, or on release",
        Moment.WEEKS: "8 to 20 days before",
        Moment.WEEK: "5 to 7 days before",
        Moment.DAYS: "2 to 4 days before",
        Moment.EVE: "1 day before",
        Moment.DAY: "On the day",
        Moment.AFTER: "After it was held",
    }
)

PARTNERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Safer Neighbourhood Board": ("x", "bluesky", "mastodon", "email"),
        "Ward panels": ("nextdoor", "facebook", "sms"),
        "Police": ("met-engage", "x", "nextdoor"),
        "Council": ("facebook", "x", "ward-newsletter"),
    }
)
"""Who has the same message to post, and the channels that each of them has."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What was looked at: the ward's next meeting, or its last one where none is to come."""

    title: str
    cards: tuple[Card, ...]

    @property
    def page(self) -> bytes:
        """All of it as one page of HTML."""
        lead = "What each channel says at each moment, if nothing changes first. [publicity] in borough.toml says when."
        by_moment = (Section(when, tuple(c for c in self.cards if c.moment is moment)) for moment, when in WHEN.items())
        return sheet(self.title, lead, tuple(by_moment))


def preview(desk: Desk, ward: str, channel: str | None, moment: Moment | None, language: str, at: datetime) -> Preview:
    """Make what is to be looked at, of one channel or moment if it is named.

    Errors: NothingYet; UnknownName; CannotUse where the ward has no meeting that stands
    """
    release = latest_release(desk)
    meeting = _next_of(desk, release, ward, at)
    moments = (moment,) if moment else tuple(WHEN)
    cards = tuple(_cards(desk, release, (meeting,), _channels(channel), moments, language))
    return Preview(f"{release.ward_by_code[meeting.ward_code].name}, {wording.when(meeting)}", cards)


@dataclass(frozen=True, slots=True)
class Pack:
    """What the partners post of one week's meetings: a page that leads through it, and the files to take."""

    title: str
    meetings: int
    sections: tuple[Section, ...]

    @property
    def files(self) -> tuple[Artifact, ...]:
        """The page, and each partner's texts and pictures in a folder of its own."""
        lead = "The same message for all partners to post in their own channels. Texts and pictures lie beside it."
        page = Artifact("index.html", "text/html; charset=utf-8", sheet(self.title, lead, self.sections))
        return (page, *(file for each in self.sections for card in each.cards for file in _files(each.heading, card)))


def pack(desk: Desk, monday: date) -> Pack:
    """Make the joint pack of the week that begins on a Monday.

    Errors: NothingYet; CannotUse where no meeting stands in that week
    """
    release, sunday = latest_release(desk), monday + timedelta(days=6)
    meetings = [each for each in release.meetings if monday <= each.held_on <= sunday and not each.is_off]
    span = f"{wording.day(monday)} to {wording.day(sunday)}"
    if not meetings:
        raise CannotUse("--week", f"no meeting from {span}", "a week in which a ward meets")
    known = _by_channel(desk, release, meetings)
    sections = (
        Section(partner, tuple(card for name in channels for card in known.get(name, ())))
        for partner, channels in PARTNERS.items()
    )
    return Pack(f"Joint pack: ward panel meetings from {span}", len(meetings), tuple(sections))


def _by_channel(desk: Desk, release: Release, meetings: Sequence[ReleasedMeeting]) -> dict[str, list[Card]]:
    found: dict[str, list[Card]] = {}
    for card in _cards(desk, release, meetings, SPEAKING, (Moment.WEEK,)):
        found.setdefault(card.channel, []).append(card)
    return found


def _files(partner: str, card: Card) -> Iterator[Artifact]:
    place = f"{dashed('-'.join(partner.casefold().split()))}/{card.channel}/{card.about}"
    text = f"{card.subject}\n\n{card.text}\n" if card.subject else f"{card.text}\n"
    yield Artifact(f"{place}.txt", "text/plain; charset=utf-8", text.encode())
    if card.picture:
        yield Artifact(f"{place}.png", "image/png", card.picture)
        yield Artifact(f"{place}.alt.txt", "text/plain; charset=utf-8", f"{card.alt}\n".encode())


def _next_of(desk: Desk, release: Release, ward: str, at: datetime) -> ReleasedMeeting:
    code = ward_named(desk.borough, ward).code
    standing = [each for each in release.meetings_by_ward.get(code, ()) if not each.is_off]
    if not standing:
        raise CannotUse("the ward", "no meeting that stands in the latest release", "a ward that meets in the period")
    return next((each for each in standing if each.starts_at > at), standing[-1])


def _channels(typed: str | None) -> tuple[Channel, ...]:
    found = [channel for channel in named(dashed(typed.casefold())) if channel in SPEAKING] if typed else SPEAKING
    if not found:
        known = [channel.name for channel in SPEAKING]
        raise UnknownName("channel", typed or "", "one of " + ", ".join(known), known)
    return tuple(found)


def _cards(
    desk: Desk,
    release: Release,
    meetings: Sequence[ReleasedMeeting],
    channels: Sequence[Channel],
    moments: Sequence[Moment],
    language: str = SOURCE,
) -> Iterator[Card]:
    """What channels say of some meetings; before a poll, what may be said then."""
    known, used = known_of(desk, release, release.number), _used(desk)
    told_by = {channel.name: channel.told for channel in channels}
    day_of = {meeting.meeting_id: meeting.held_on for meeting in meetings}
    for recipe in recipes_of(known.told, known.quiet, channels):
        for moment in moments if recipe.subject in day_of else ():
            piece = recipe.at(moment).piece()
            day = day_of[recipe.subject] - timedelta(days=FEWEST_DAYS.get(moment, 0))
            told = piece.neutral if piece and piece.neutral and care_on(desk.borough, day) else piece
            note = "" if moment in used.get(recipe.channel, ()) else "not in your timetable"
            card = shown(told, told_by[recipe.channel], moment, language, note) if told else None
            if card:
                yield card


def _used(desk: Desk) -> dict[str, set[Moment]]:
    """The moments at which the borough has each channel speak."""
    return {way.copy: set(map(moment_of, way.voice.labels)) for way in desk.publicity.ways}
