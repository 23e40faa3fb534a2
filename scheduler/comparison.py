"""Policies side by side, as values: what each comes to in a year. No officer is named; nothing is worked out here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scheduler.period import Period


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of the year one kind of resident can come to.

    Units: hours of panel meetings; wards with at least one such meeting
    """

    audience: str
    hours: float
    wards: int


@dataclass(frozen=True, slots=True)
class GroupVisit:
    """A visit to a community group, whose feedback opens the agenda of the panel `meeting_id`."""

    meeting_id: str
    ward_code: str
    group: str
    venue: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Load:
    """The visits of one kind of officer: in all, and of whoever has most."""

    visits: int
    busiest: int


@dataclass(frozen=True, slots=True)
class PolicyOutcome:
    """What one policy comes to.

    Units: meetings; hours; whole pounds of hire
    Edges: `is_proven`: no plan under this policy has fewer points; evenings kept and changed are of wards that have
           a set evening; `unvisited` are panels that no group could be visited before, of a policy that asks for it
    """

    name: str
    title: str
    summary: str
    is_proven: bool
    evening: int
    weekday_daytime: int
    weekend_daytime: int
    reach: tuple[Reach, ...]
    visits: tuple[GroupVisit, ...]
    visit_hours: float
    unvisited: int
    halls: int
    hire_gbp: int
    officer_hours: float
    public_realm: Load
    inspectors: Load
    to_avoid: int
    evenings_kept: int
    evenings_changed: int
    starts_changed: int
    before_polls: int

    @property
    def meetings(self) -> int:
        """Panel meetings in the year."""
        return self.evening + self.weekday_daytime + self.weekend_daytime


@dataclass(frozen=True, slots=True)
class Impossible:
    """A policy under which the borough has no plan.

    Edges: `reasons` are the clashes in words, several lines each; they name officers' hours, so no page shows them
    """

    name: str
    title: str
    summary: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A borough's policies: what each comes to, and those it has no plan under.

    `audiences`: each kind of resident and what is taken to be true of them
    """

    borough: str
    period: Period
    wards: int
    audiences: tuple[tuple[str, str], ...]
    outcomes: tuple[PolicyOutcome, ...]
    impossible: tuple[Impossible, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of the table: what is counted, and each policy's figure, in words."""

    label: str
    figures: tuple[str, ...]


def measures(comparison: Comparison) -> tuple[ComparedLine, ...]:
    """The table, in the order people read it."""
    lines = [*_MEETINGS, *_reach_lines(comparison), *_COSTS]
    return tuple(ComparedLine(label, tuple(told(outcome) for outcome in comparison.outcomes)) for label, told in lines)


Line = tuple[str, Callable[[PolicyOutcome], str]]

_MEETINGS: tuple[Line, ...] = (
    ("Panel meetings in the year", lambda outcome: f"{outcome.meetings}"),
    ("– in the evening", lambda outcome: f"{outcome.evening}"),
    ("– on a weekday in the daytime", lambda outcome: f"{outcome.weekday_daytime}"),
    ("– at the weekend in the daytime", lambda outcome: f"{outcome.weekend_daytime}"),
    ("Visits to community groups", lambda outcome: f"{len(outcome.visits)}"),
    ("Hours at community groups", lambda outcome: f"{outcome.visit_hours:g}"),
    ("Panels that no visit could be found for", lambda outcome: f"{outcome.unvisited}"),
)
_COSTS: tuple[Line, ...] = (
    ("Evenings on the weekday that members know", lambda outcome: _share(outcome.evenings_kept, _known(outcome))),
    ("Evenings at another start than members know", lambda outcome: f"{outcome.starts_changed}"),
    ("Meetings on days to avoid", lambda outcome: f"{outcome.to_avoid}"),
    ("Meetings just before an election", lambda outcome: f"{outcome.before_polls}"),
    ("Different halls used", lambda outcome: f"{outcome.halls}"),
    ("Hire of halls", lambda outcome: f"£{outcome.hire_gbp:,}"),
    ("Officers' hours", lambda outcome: f"{outcome.officer_hours:,.0f}"),
    ("Public Realm visits (most for one officer)", lambda outcome: _load(outcome.public_realm)),
    ("Inspectors' visits (most for one inspector)", lambda outcome: _load(outcome.inspectors)),
)


def _reach_lines(comparison: Comparison) -> list[Line]:
    lines: list[Line] = []
    for place, (audience, _) in enumerate(comparison.audiences):
        lines.append((f"Hours that {audience} can come to", _hours_of(place)))
        lines.append((f"Wards with a meeting that {audience} can come to", _wards_of(place, comparison.wards)))
    return lines


def _hours_of(place: int) -> Callable[[PolicyOutcome], str]:
    return lambda outcome: f"{outcome.reach[place].hours:g}"


def _wards_of(place: int, wards: int) -> Callable[[PolicyOutcome], str]:
    return lambda outcome: _share(outcome.reach[place].wards, wards)


def _known(outcome: PolicyOutcome) -> int:
    return outcome.evenings_kept + outcome.evenings_changed


def _share(some: int, whole: int) -> str:
    return f"{some} of {whole}"


def _load(load: Load) -> str:
    return f"{load.visits} ({load.busiest})"
