"""A release: what the public is told, numbered and frozen. It holds no officer, so no publisher can leak one.

A change is a new release; `changes` says what differs. Nothing here reads a clock: `released_at` is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.evidence.meeting_facts import EarlierAction, IssuedPaper, StillOpen
from scheduler.facts import Acronym, Election, Known, Priority, Ring, Role, Signpost, Station
from scheduler.period import Period
from scheduler.place import Position
from scheduler.plan import MeetingState, by_id
from scheduler.policy import Session
from scheduler.release.campaign import NO_CAMPAIGN, Campaign

KEPT_AFTER = timedelta(days=31)
"""How long what is over is still told of, a cancelled meeting above all: whoever missed the news finds it."""


@dataclass(frozen=True, slots=True)
class Access:
    """What is told of getting in and taking part at a hall: what somebody has checked, and nothing else.

    Edges: UNKNOWN and "" where nobody has
    """

    step_free: Known = Known.UNKNOWN
    hearing_loop: Known = Known.UNKNOWN
    accessible_toilet: Known = Known.UNKNOWN
    entrance: str = ""


@dataclass(frozen=True, slots=True)
class Hall:
    """The public facts of a venue at the time of the release.

    Edges: `position` is what `lat` and `lon` stand for; no release of an older version knows; the last four are what a
           release of an older version told, checked or not: nobody is told them again, and only `release.grading` reads
           them, to know what people were told
    """

    venue_id: str
    name: str
    address: str
    postcode: str
    lat: float
    lon: float
    transport: str = ""
    position: Position = Position.UNKNOWN
    access: Access = Access()
    step_free: Known = Known.UNKNOWN
    hearing_loop: Known = Known.UNKNOWN
    accessible_toilet: Known = Known.UNKNOWN
    entrance: str = ""


@dataclass(frozen=True, slots=True)
class PastFacts:
    """What one earlier release told of a meeting."""

    starts_at: datetime
    ends_at: datetime
    hall: Hall
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ReleasedMeeting:
    """One meeting as the public is told of it.

    Units: times are aware, in the borough's zone; `sequence` counts news of it from 0 (RFC 5545 3.8.7.4)
    Edges: `first_released_at` and `last_changed_at` are when it was first told of, and when there was last news of it;
           `was` is what was told before time, place or access last changed, or before a cancelled meeting was put back,
           None where neither ever happened; `first` is what was told before any of them first changed;
           `last_change` is the kind of the last news, None in releases of an older version; `attending` has roles only,
           never people; of a cancelled meeting `because` is a code of `scheduler.reasons.WHY_CANCELLED`, "" where
           none may be told; `is_not_held` where it was to be held and was not: no stored release knows that
    """

    meeting_id: str
    ward_code: str
    session: Session
    starts_at: datetime
    ends_at: datetime
    hall: Hall
    attending: tuple[Role, ...]
    state: MeetingState
    sequence: int
    first_released_at: datetime
    last_changed_at: datetime
    was: PastFacts | None = None
    agenda: tuple[str, ...] = ()
    last_change: ChangeKind | None = None
    first: PastFacts | None = None
    because: str = ""
    new_date_follows: bool = False
    is_not_held: bool = False

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not be held."""
        return self.state is MeetingState.CANCELLED

    @property
    def is_off(self) -> bool:
        """Whether nobody meets, or met, there: it is cancelled, or was not held."""
        return self.is_cancelled or self.is_not_held

    @property
    def is_back_on(self) -> bool:
        """Whether it was cancelled, and will be held after all."""
        return not self.is_cancelled and self.was is not None and self.was.is_cancelled

    @property
    def held_on(self) -> date:
        """The local date."""
        return self.starts_at.date()


@dataclass(frozen=True, slots=True)
class PublicWard:
    """A ward as the public site needs it. `neighbours` are ward codes, sorted.

    Edges: `code` never changes; `ons_code` is the ward's code at the ONS where that is another by now, else "";
           `old_slugs` are the names its pages had before, sorted, none of them the slug of a ward of today
    """

    code: str
    name: str
    slug: str
    lat: float
    lon: float
    neighbours: tuple[str, ...]
    old_slugs: tuple[str, ...] = ()
    boundary: tuple[Ring, ...] = ()
    ons_code: str = ""


@dataclass(frozen=True, slots=True)
class PostcodeArea:
    """The postcodes of one ward that begin alike, kept short: E1 with "0AA 0AD" are E1 0AA and E1 0AD.

    Units: `places` has the middle of each, in the same order: "515172,-643" is 51.5172 north, 0.0643 west
    Edges: a release of an older version has no places
    """

    outward: str
    ward_code: str
    inward: str
    places: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Everything public about one borough's period, frozen: publishers are pure functions of this value.

    Units: `number` counts a period's releases from 1; `released_at` is aware UTC, whole seconds
    Edges: `meetings` are sorted by start, then ward, cancelled ones included; `wards` by name; `halls` by id, those
           that the borough has; `postcodes` by outward code and ward. Older releases lack the last three.
           The texts of a language are a computer's draft unless it is among `reviewed_languages`; `reviewed_phrases`
           are the groups of its phrases that are checked before all are, as pairs of a language and a group. `polls`
           are those whose quiet weeks touch the period; what is made of a value that `is_neutral` may go out in those
           weeks. No stored release is (see `release.elections.neutral`). `subscribe_url` is where residents ask for
           mail, "" where they cannot. No stored release has a `campaign` in it (see `release.turns.with_campaign`), nor
           `papers` that were issued, nor `open_actions`, those of issued minutes that nobody has done yet, nor
           all their `actions` as they stand, for the site, nor `next_dates_on`, the day on which the dates after these
           are to be told, None where nobody knows it
    """

    number: int
    released_at: datetime
    borough: str
    borough_code: str
    site_url: str
    contact_email: str
    timezone: str
    languages: tuple[str, ...]
    first_day: date
    last_day: date
    wards: tuple[PublicWard, ...]
    meetings: tuple[ReleasedMeeting, ...]
    board: tuple[datetime, ...]
    acronyms: tuple[Acronym, ...]
    changes: tuple[Change, ...]
    halls: tuple[Hall, ...] = ()
    postcodes: tuple[PostcodeArea, ...] = ()
    priorities: tuple[Priority, ...] = ()
    signposts: tuple[Signpost, ...] = ()
    reviewed_languages: tuple[str, ...] = ()
    polls: tuple[Election, ...] = ()
    is_neutral: bool = False
    subscribe_url: str = ""
    campaign: Campaign = NO_CAMPAIGN
    is_board_made_up: bool = False
    papers: tuple[IssuedPaper, ...] = ()
    open_actions: tuple[StillOpen, ...] = ()
    next_dates_on: date | None = None
    reviewed_phrases: tuple[tuple[str, str], ...] = ()
    contact_phone: str = ""
    contact_text: str = ""
    contact_post: str = ""
    actions: tuple[EarlierAction, ...] = ()
    stations: tuple[Station, ...] = ()

    @property
    def period(self) -> Period:
        """The days it covers."""
        return Period(self.first_day, self.last_day)

    @property
    def ward_by_code(self) -> Mapping[str, PublicWard]:
        """The wards by their code."""
        return {ward.code: ward for ward in self.wards}

    @property
    def meeting_by_id(self) -> Mapping[str, ReleasedMeeting]:
        """The meetings by their ids."""
        return by_id(self.meetings)

    @property
    def meetings_by_ward(self) -> Mapping[str, tuple[ReleasedMeeting, ...]]:
        """Every ward's meetings by its code, none for a ward without any."""
        found: dict[str, list[ReleasedMeeting]] = {ward.code: [] for ward in self.wards}
        for meeting in self.meetings:
            found[meeting.ward_code].append(meeting)
        return {code: tuple(meetings) for code, meetings in found.items()}


def in_order(meetings: Iterable[ReleasedMeeting]) -> tuple[ReleasedMeeting, ...]:
    """The meetings by start, then ward."""
    return tuple(sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.ward_code, meeting.meeting_id)))


class ChangeKind(StrEnum):
    """What happened to a meeting between two releases.

    Edges: UPDATED is a change of words only (spelling, who comes) and no news; REINSTATED stands again after a
           cancellation; NOT_HELD was to be held and was not, HELD was after all
    """

    NEW = "new"
    MOVED = "moved"
    VENUE_CHANGED = "venue_changed"
    ACCESS_CHANGED = "access_changed"
    NOT_HELD = "not_held"
    HELD = "held"
    UPDATED = "updated"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one meeting since it was told of before. One that changed both date and hall has moved.

    Edges: `before` is None for a new meeting; a meeting never disappears, it is cancelled, so `after` always is
    """

    kind: ChangeKind
    before: ReleasedMeeting | None
    after: ReleasedMeeting
