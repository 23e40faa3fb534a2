"""What is true of a borough, as read from its data folder: frozen values, sorted, without behaviour worth a test.

Nothing here plans, prints or reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from scheduler.actions import Action
from scheduler.place import Position
from scheduler.policy import USUAL_EVIDENCE, EvidenceRules, NamedPolicy, Policy, Session
from scheduler.yearly_days import YearlyDay

Ring = tuple[tuple[float, float], ...]
"""A closed line on the map, as degrees east and north. A ward's first ring is its outer one."""


class Role(StrEnum):
    """What an officer is to a ward panel."""

    SERGEANT = "sergeant"
    DWO = "dwo"
    PCSO = "pcso"
    INSPECTOR = "inspector"
    PUBLIC_REALM = "public_realm"

    @property
    def is_ward_officer(self) -> bool:
        """Whether recommendation 9's "a DWO or PCSO" is met by this role."""
        return self in (Role.DWO, Role.PCSO)


class Known(StrEnum):
    """An access fact: said plainly where nobody knows."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ChairFree(StrEnum):
    """When a ward's chair, a volunteer, can come."""

    ANY = "any"
    WEEKEND = "weekend"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class SetEvening:
    """The evening that members know. `weekday` is 0 on Monday."""

    weekday: int
    starts: time


@dataclass(frozen=True, slots=True)
class Ward:
    """One ward. `neighbours` are ward codes, made mutual by the reader; `pattern` is a tier's name or "".

    Edges: `old_slugs` are what its pages were called before a change of name or borders; no `boundary` where unknown;
           `police_uk_id` is its neighbourhood at data.police.uk, "" where nobody has checked one; `listed_at` are the
           addresses of pages by others that list its meetings; `old_codes` are ONS codes that it had before; `ons_code`
           is the one it has by now, where `code` is the one it was first told under (`scheduler.recoding`), else "";
           `population` is None where nobody knows it
    """

    code: str
    name: str
    slug: str
    lat: float
    lon: float
    population: int | None
    neighbours: frozenset[str]
    set_evening: SetEvening | None = None
    chair_free: ChairFree = ChairFree.ANY
    pattern: str = ""
    old_slugs: tuple[str, ...] = ()
    boundary: tuple[Ring, ...] = ()
    police_uk_id: str = ""
    listed_at: tuple[str, ...] = ()
    old_codes: frozenset[str] = frozenset()
    ons_code: str = ""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Venue:
    """One hall and the wards it may serve.

    Units: capacity in people; hire in pounds an hour
    Edges: `opening_hours` is in OpenStreetMap syntax and has been parsed once by the reader; `checked` are the facts
           of `scheduler.basis.ACCESS` that somebody has checked
    """

    venue_id: str
    name: str
    address: str
    postcode: str
    lat: float
    lon: float
    ward_codes: frozenset[str]
    capacity: int
    hire_gbp_per_hour: float
    opening_hours: str
    closed: tuple[DaySpan, ...] = ()
    step_free: Known = Known.UNKNOWN
    hearing_loop: Known = Known.UNKNOWN
    accessible_toilet: Known = Known.UNKNOWN
    entrance: str = ""
    basis: str = ""
    transport: str = ""
    near_transport: Known = Known.UNKNOWN
    polling_station: Known = Known.UNKNOWN
    position: Position = Position.UNKNOWN
    checked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Officer:
    """One officer. Never in public output.

    Edges: blank ward codes in the file mean the whole borough; the reader has filled them in
    """

    officer_id: str
    role: Role
    name: str
    email: str
    ward_codes: frozenset[str]
    deputy_ward_codes: frozenset[str]
    working_hours: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which an officer is away."""

    officer_id: str
    days: DaySpan
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BusyTime:
    """Hours in which an officer's calendar is taken: local wall-clock times, no zone; `ends` is not part of them."""

    officer_id: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """One past meeting's attendance. Cancelled meetings are not held and not listed."""

    ward_code: str
    held_on: date
    session: Session
    residents: int


@dataclass(frozen=True, slots=True)
class PlannedTier:
    """The tier that a ward's period was planned on, and the past meetings that it rests on, oldest first.

    Edges: no `attendance`, None, where the plan is of an older version and does not say
    """

    tier: str
    attendance: tuple[HeldMeeting, ...] | None = None
    is_override: bool = False


class DayKind(StrEnum):
    """What a row of days.csv asks for."""

    CLOSED = "closed"
    AVOID = "avoid"


class PartOfDay(StrEnum):
    """Which sessions a row of days.csv is about."""

    ANY = "any"
    DAYTIME = "daytime"
    EVENING = "evening"

    def covers(self, session: Session) -> bool:
        """Whether a meeting of this session falls in this part of the day."""
        return self is PartOfDay.ANY or (self is PartOfDay.DAYTIME) == session.is_daytime


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days on which meetings are closed out (must) or better avoided (should)."""

    days: DaySpan
    kind: DayKind
    part: PartOfDay
    label: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class DayKeptFree:
    """A day of every year on which people have something better to do, and for which part of it."""

    name: str
    falls: YearlyDay
    part: PartOfDay
    source: str = ""


@dataclass(frozen=True, slots=True)
class BoardMeeting:
    """One meeting of the Safer Neighbourhood Board."""

    held_on: date
    starts: time
    basis: str = ""


@dataclass(frozen=True, slots=True)
class SchoolPeriod:
    """A school term, or the half term's holiday inside one."""

    days: DaySpan
    is_term: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Election:
    """A poll. From `quiet_from` to the polling day whatever is published must be neutral."""

    polling_day: date
    quiet_from: date
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """A community group that officers may visit. `meets` is in OpenStreetMap syntax."""

    group_id: str
    name: str
    ward_codes: frozenset[str]
    meets: str
    venue: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """A point where people live: a postcode's centre."""

    postcode: str
    lat: float
    lon: float
    ward_code: str


@dataclass(frozen=True, slots=True)
class Priority:
    """What a panel asked the police to work on ("you said"), and what they did about it ("we did").

    Edges: `done` is "" while nobody has recorded it, `done_on` the day of that, None where nobody said; `basis` says
           whether it is real or made up for the demonstration
    """

    ward_code: str
    agreed_on: date
    priority: str
    done: str = ""
    basis: str = ""
    done_on: date | None = None

    @property
    def is_made_up(self) -> bool:
        """Whether it only shows what a page looks like, and is never told as fact."""
        return self.basis == "illustrative"


@dataclass(frozen=True, slots=True)
class Signpost:
    """Where else to turn, and what for. `contact` is a `tel:` or `https:` address, or "" where there is none."""

    name: str
    what_for: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Station:
    """Where people get off a train. `credit` is what those whose data it is want to be said, "" where nothing."""

    name: str
    lat: float
    lon: float
    credit: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing a meeting will talk about. `number` is its place in the order."""

    meeting_id: str
    number: int
    item: str


@dataclass(frozen=True, slots=True)
class Acronym:
    """One entry of the glossary (recommendation 10)."""

    acronym: str
    expansion: str
    plain_english: str


@dataclass(frozen=True, slots=True)
class BoroughProfile:
    """Who the borough is and where its site lives. `code` is an ONS code; addresses have no last slash.

    Edges: texts that a computer translated and nobody has checked go out, with a mark, if `unreviewed_translations`;
           `subscribe_url` is where residents ask for mail, "" where the site is not to say so; `first_month` is that in
           which the borough's usual year begins, 1 for January; `next_dates_on` is the day on which residents are to
           hear of the next year's dates, None where nobody knows it; "" where residents cannot call, text or write
    """

    name: str
    code: str
    police_force: str
    site_url: str
    contact_email: str
    timezone: str
    languages: tuple[str, ...]
    unreviewed_translations: bool = True
    subscribe_url: str = ""
    first_month: int = 1
    next_dates_on: date | None = None
    contact_phone: str = ""
    contact_text: str = ""
    contact_post: str = ""


@dataclass(frozen=True, slots=True)
class Borough:
    """Everything known of one borough, each table sorted by its key, so that row order never matters.

    Edges: `planned_tiers`, by ward code, are those of a plan that is to be changed: what was counted since is left for
           the next period; `in_force` is the name of the policy that `policy` is, "" for `[policy]` itself
    """

    profile: BoroughProfile
    policy: Policy
    wards: tuple[Ward, ...]
    venues: tuple[Venue, ...]
    officers: tuple[Officer, ...]
    attendance: tuple[HeldMeeting, ...]
    absences: tuple[Absence, ...] = ()
    special_days: tuple[SpecialDays, ...] = ()
    days_kept_free: tuple[DayKeptFree, ...] = ()
    board: tuple[BoardMeeting, ...] = ()
    homes: tuple[Home, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    actions: tuple[Action, ...] = ()
    priorities: tuple[Priority, ...] = ()
    signposts: tuple[Signpost, ...] = ()
    stations: tuple[Station, ...] = ()
    agendas: tuple[AgendaItem, ...] = ()
    busy: tuple[BusyTime, ...] = ()
    school: tuple[SchoolPeriod, ...] = ()
    elections: tuple[Election, ...] = ()
    groups: tuple[Group, ...] = ()
    policies: tuple[NamedPolicy, ...] = ()
    planned_tiers: Mapping[str, PlannedTier] = field(default_factory=dict)
    evidence: EvidenceRules = USUAL_EVIDENCE
    in_force: str = ""

    @property
    def ward_names(self) -> Mapping[str, str]:
        """The names of the wards, by code."""
        return {ward.code: ward.name for ward in self.wards}
