"""A year's plan: which meetings, when, where and who. Holds officers, so it never reaches a publisher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from scheduler.facts import PlannedTier
from scheduler.period import Period
from scheduler.policy import Session
from scheduler.terms import PeriodTerms


class PlanStatus(StrEnum):
    """How good the plan is known to be. EDITED: changed by hand since it was solved."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


class MeetingState(StrEnum):
    """Whether a meeting stands."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """One meeting of one ward's year.

    Units: `starts_at`, `ends_at` are aware, in the borough's zone, to the minute
    Edges: `meeting_id` is `year/ward/ordinal` joined by "-" (2027-E05009317-1): it is fixed when the meeting is first
           planned, and outlives every move. Of a cancelled one, `because` is a reason of `scheduler.reasons`, None
           where nobody said it, and `new_date_follows` whether that was promised. `instead_of` is the id of the meeting
           whose place it takes; `is_extra` means that it is beside what the ward is owed in the period, also where it
           takes the place of one of an earlier period
    """

    meeting_id: str
    ward_code: str
    session: Session
    starts_at: datetime
    ends_at: datetime
    venue_id: str
    sergeant: str
    ward_officers: tuple[str, ...]
    inspector: str | None = None
    public_realm: str | None = None
    state: MeetingState = MeetingState.CONFIRMED
    because: str | None = None
    new_date_follows: bool = False
    instead_of: str | None = None
    is_extra: bool = False

    @property
    def held_on(self) -> date:
        """The local date."""
        return self.starts_at.date()

    @property
    def officers(self) -> tuple[str, ...]:
        """Everyone who is to be there."""
        visitors = tuple(visitor for visitor in (self.inspector, self.public_realm) if visitor is not None)
        return (self.sergeant, *self.ward_officers, *visitors)

    @property
    def stands(self) -> bool:
        """Whether it is still to be held."""
        return self.state is MeetingState.CONFIRMED

    @property
    def is_promised(self) -> bool:
        """Whether it is one of those that the year promised its ward.

        Edges: one that takes another's place keeps that one's promise, and makes no second one
        """
        return not self.is_extra and self.instead_of is None


@dataclass(frozen=True, slots=True)
class Plan:
    """A borough's period, sorted by start and ward.

    Units: `cost` and `bound` are points; `cost_by_rule` has every should-rule, 0 included, and adds up to `cost`
    Edges: `optimal` means proven: no plan that keeps the must-rules costs less; no plan costs less than `bound`, which
           is 0 where nobody worked that out; `planned_tiers`, by ward code, hold for the whole period, and are empty in
           plans of an older version; `terms` are what the period is judged by, None in drafts and in releases of an
           older version
    """

    borough: str
    borough_code: str
    first_day: date
    last_day: date
    status: PlanStatus
    cost: int
    bound: int
    cost_by_rule: Mapping[str, int]
    meetings: tuple[PlannedMeeting, ...]
    timezone: str = "Europe/London"
    planned_tiers: Mapping[str, PlannedTier] = field(default_factory=dict)
    terms: PeriodTerms | None = None

    @property
    def period(self) -> Period:
        """The days it covers."""
        return Period(self.first_day, self.last_day)

    @property
    def meeting_by_id(self) -> Mapping[str, PlannedMeeting]:
        """The meetings by their ids."""
        return by_id(self.meetings)

    @property
    def standing(self) -> Mapping[str, PlannedMeeting]:
        """Those that are to be held or were, by their ids."""
        return by_id(meeting for meeting in self.meetings if meeting.stands)


def proven_after(before: Plan, after: Plan) -> int:
    """The bound of a plan that was made of another, which nobody searched for.

    Edges: 0 once other meetings stand: a year with fewer may cost less than any whole one; and where rules that came
           since made it cost less than what was proven
    """
    is_alike = before.standing.keys() == after.standing.keys() and after.cost >= before.bound
    return before.bound if is_alike else 0


def differences(before: Plan, after: Plan) -> tuple[tuple[PlannedMeeting | None, PlannedMeeting | None], ...]:
    """The meetings that differ between two plans, before and after, by id; None where there is none."""
    old, new = before.meeting_by_id, after.meeting_by_id
    names = sorted(old.keys() | new.keys())
    return tuple((old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def in_the_place_of(plan: Plan, meeting_id: str) -> Iterator[PlannedMeeting]:
    """The meetings that took a meeting's place, one after the other, in the plan's order where there are several."""
    for meeting in plan.meetings:
        if meeting.instead_of == meeting_id:
            yield meeting
            yield from in_the_place_of(plan, meeting.meeting_id)


class HasId(Protocol):
    """A meeting, planned or released."""

    @property
    def meeting_id(self) -> str:
        """Its identity, which never changes."""


Meeting = TypeVar("Meeting", bound=HasId)


def by_id(meetings: Iterable[Meeting]) -> dict[str, Meeting]:
    """Meetings, planned or released, by their ids."""
    return {meeting.meeting_id: meeting for meeting in meetings}


def meeting_id(year: int, ward_code: str, ordinal: int) -> str:
    """The identity of a ward's `ordinal`-th meeting (from 1) of a year: safe in a path, a UID and a file name."""
    return f"{year}-{ward_code}-{ordinal}"


def by_kind(meetings: Iterable[PlannedMeeting]) -> tuple[int, int]:
    """How many of these meetings are in the evening, and how many in the daytime."""
    kinds = [meeting.session.is_daytime for meeting in meetings]
    return kinds.count(False), kinds.count(True)
