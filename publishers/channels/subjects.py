"""What a channel tells of in one piece: a meeting, a ward's year, a month or a quarter.

A channel never sees the whole release, only the part that a piece is about. So a part's digest says all that its words
can hang on: the same digest, the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from publishers import digests
from publishers.languages import SOURCE
from scheduler.release.campaign import Campaign, SeldomHeard
from scheduler.release.value import Release, ReleasedMeeting

NEVER = datetime.min.replace(tzinfo=UTC)
Told = Mapping[str, tuple[ReleasedMeeting, ...]]
Division = Callable[[Release], Told]
"""The meetings that each piece tells of, by what the piece is about."""


@dataclass(frozen=True, slots=True)
class ReleasePart:
    """What one piece tells of. Edges: `release` has nothing else in it; `made_from` is a digest of it and our code."""

    subject: str
    release: Release
    made_from: str

    @property
    def meetings(self) -> tuple[str, ...]:
        """The ids of its meetings."""
        return tuple(meeting.meeting_id for meeting in self.release.meetings)


class Divided:
    """A release in parts. Each division is made once, however many channels ask for it."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._parts: dict[Division, tuple[ReleasePart, ...]] = {}

    def by(self, division: Division) -> tuple[ReleasePart, ...]:
        """The parts of one division, in its order."""
        if division not in self._parts:
            told = division(self._release)
            self._parts[division] = tuple(part_of(self._release, subject, told[subject]) for subject in told)
        return self._parts[division]


def part_of(release: Release, subject: str, meetings: tuple[ReleasedMeeting, ...]) -> ReleasePart:
    """What is left of a release for a piece about some of its meetings: a field that comes later counts."""
    codes = {meeting.ward_code for meeting in meetings}
    known = (ward for ward in release.wards if ward.code in codes)
    wards = (replace(ward, boundary=(), neighbours=(), old_slugs=(), ons_code="") for ward in known)
    asked = tuple(one for one in release.priorities if one.ward_code in codes)
    campaign = _campaign_for(release, {meeting.meeting_id for meeting in meetings})
    told = replace(release, wards=tuple(wards), meetings=meetings, priorities=asked, number=0, released_at=NEVER)
    still = tuple(one for one in release.open_actions if one.ward_code in codes)
    told = replace(told, campaign=campaign, papers=(), open_actions=still)
    apart = replace(told, changes=(), halls=(), postcodes=(), signposts=(), board=(), polls=(), stations=())
    return ReleasePart(subject, apart, digests.digest_of(subject, apart))


def _campaign_for(release: Release, meeting_ids: Container[str]) -> Campaign:
    """Whom some meetings ask, and the words that can be said to these; nobody is asked before a poll."""
    campaign, langs = release.campaign, (SOURCE, *release.languages)
    if release.is_neutral:
        return replace(campaign, asks=(), promises=(), words=())
    asks = tuple(ask for ask in campaign.asks if ask.meeting_id in meeting_ids)
    others = {f"ask.{audience}" for audience in set(SeldomHeard) - {ask.audience for ask in asks}}
    words = (one for one in campaign.words if one.language in langs and one.key.rpartition(".")[0] not in others)
    return replace(campaign, asks=asks, words=tuple(words))


def by_meeting(release: Release) -> Told:
    """Each meeting, by its id."""
    return {meeting.meeting_id: (meeting,) for meeting in release.meetings}


def by_ward(release: Release) -> Told:
    """Each ward's meetings, by the ward's slug; no ward without any."""
    meetings = release.meetings_by_ward
    return {ward.slug: meetings[ward.code] for ward in release.wards if meetings[ward.code]}


def by_month(release: Release) -> Told:
    """The meetings of each month that has some, such as 2027-03."""
    return _grouped((f"{meeting.starts_at:%Y-%m}", meeting) for meeting in release.meetings)


def by_quarter(release: Release) -> Told:
    """The meetings of each quarter that has some, such as 2027-q1."""
    return _grouped((_quarter(meeting.held_on), meeting) for meeting in release.meetings)


def by_issue(release: Release) -> Told:
    """The meetings of each month, and those that have left it."""
    return {f"{first_day:%Y-%m}": told for first_day, told in issues(release).items()}


def issues(release: Release) -> Mapping[date, tuple[ReleasedMeeting, ...]]:
    """The meetings that each month's issue tells of, by the month's first day: those that left the month too."""
    found: dict[date, list[ReleasedMeeting]] = {}
    for meeting in release.meetings:
        for month in {meeting.held_on.replace(day=1), _was_on(meeting).replace(day=1)}:
            found.setdefault(month, []).append(meeting)
    return {month: tuple(found[month]) for month in sorted(found)}


def _was_on(meeting: ReleasedMeeting) -> date:
    return meeting.was.starts_at.date() if meeting.was else meeting.held_on


def _quarter(held_on: date) -> str:
    return f"{held_on.year}-q{(held_on.month + 2) // 3}"


def _grouped(named: Iterable[tuple[str, ReleasedMeeting]]) -> Told:
    found: dict[str, list[ReleasedMeeting]] = {}
    for name, meeting in named:
        found.setdefault(name, []).append(meeting)
    return {name: tuple(meetings) for name, meetings in found.items()}
