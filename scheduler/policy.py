"""What a borough has decided: tiers, start times, limits and weights. Values only; reading them is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from fractions import Fraction


class Session(StrEnum):
    """When on the week a meeting is held."""

    EVENING = "evening"
    WEEKDAY_DAYTIME = "weekday_daytime"
    WEEKEND_DAYTIME = "weekend_daytime"

    @property
    def is_daytime(self) -> bool:
        """Whether a meeting of this session counts towards the daytime meetings owed."""
        return self is not Session.EVENING


class DaytimePreference(StrEnum):
    """Which daytime a tier would rather have."""

    WEEKEND = "weekend"
    WEEKDAY = "weekday"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Tier:
    """What wards of one level of attendance are owed.

    Units:  residents: mean at a held meeting; evening, daytime: meetings a year; gaps: days between dates
    Edges:  `from_residents` belongs to this tier, not to the one below
    Source: recommendation 3; the thresholds are a borough's own
    """

    name: str
    from_residents: float
    evening: int
    daytime: int
    daytime_prefers: DaytimePreference
    min_gap_days: int
    max_gap_days: int

    @property
    def meetings(self) -> int:
        """Meetings owed in a year."""
        return self.evening + self.daytime


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers inside the rules (`[policy.limits]`).

    Units: hall_share_percent: of a ward's meetings; far_metres: as the crow flies;
           ward_hire_gbp, borough_hire_gbp: pounds a year; officer_travel_kmh: how fast officers get about, straight on
    Edges: 0 switches the last four off
    """

    meetings_a_day: int = 3
    halls_a_ward: int = 3
    days_before_board: int = 5
    inspector_meetings: int = 1
    public_realm_meetings: int = 1
    hall_share_percent: int = 40
    far_metres: int = 800
    school_age_meetings: int = 0
    ward_hire_gbp: int = 0
    borough_hire_gbp: int = 0
    officer_travel_kmh: int = 0


DEFAULT_WEIGHTS: Mapping[str, int] = {
    "set_evening": 80,
    "set_start": 25,
    "even_spacing": 6,
    "room_for_next": 20,
    "even_months": 10,
    "hire_cost": 2,
    "halls_in_turn": 40,
    "hall_share": 60,
    "halls_spread": 1,
    "far_homes": 5,
    "daytime_preference": 60,
    "days_to_avoid": 100,
    "polling_days": 500,
    "days_kept_free": 300,
    "lead_sergeant": 50,
    "fair_load": 15,
    "chair_free": 120,
    "evening_light": 40,
}
"""Points a should-rule costs for each of its units; the rule's own docstring names the unit. 0 switches it off."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One borough's way of keeping recommendation 3.

    Edges: `tiers` run from the highest threshold to the lowest, whose threshold is 0; `starts` are sorted; a hall whose
           hours are unknown is booked if somebody `rings_first`; `every_ward` names the tier that every ward is given,
           whatever its attendance and whatever wards.csv says, "" where those decide
    """

    length_minutes: int
    lookback_meetings: int
    step_free_required: bool
    tiers: tuple[Tier, ...]
    starts: Mapping[Session, tuple[time, ...]]
    limits: Limits = Limits()
    weights: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    rings_first: bool = False
    every_ward: str = ""


@dataclass(frozen=True, slots=True)
class Outreach:
    """Visits to community groups before a panel meets, so that what is heard there opens its agenda.

    Units: days before the panel, both ends included; minutes at the group
    """

    earliest_days: int = 21
    latest_days: int = 7
    minutes: int = 60


@dataclass(frozen=True, slots=True)
class NamedPolicy:
    """A policy with the name and the words under which it is compared with others."""

    name: str
    title: str
    summary: str
    policy: Policy
    outreach: Outreach | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The shares of promises at which a colour begins, each with both ends in it, and why they are so.

    Units: exact fractions of 1. Edges: `amber` is never above `green`
    """

    green: Fraction
    amber: Fraction
    because: str


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    """By when evidence is owed (`[evidence]`), and which share of it is enough.

    Units: `minutes_days` after a meeting; `agenda_days` and `briefing_days` before one; `statement_days` until what
           somebody stated is too old to count; `priorities_days` from one update of a ward's priorities to the next
    Edges: `targets` are by the names of measures; a measure that is not among them has its own
    """

    minutes_days: int = 10
    agenda_days: int = 10
    briefing_days: int = 1
    statement_days: int = 400
    priorities_days: int = 92
    targets: Mapping[str, Target] = field(default_factory=dict)


USUAL_EVIDENCE = EvidenceRules()


USUAL = "recommendation-3"
"""What `[policy]` itself is called beside the others."""


def with_the_usual(policy: Policy, named: tuple[NamedPolicy, ...]) -> tuple[NamedPolicy, ...]:
    """The policies that can be compared or chosen: `[policy]` itself first, then those with names of their own, in
    their order. Edges: one of these may be called as it is; then it is that one alone"""
    if any(each.name == USUAL for each in named):
        return named
    summary = "The borough's own policy: how often and when a ward meets depends on how many people came."
    return (NamedPolicy(USUAL, "Recommendation 3", summary, policy), *named)
