"""One borough's period as a question: which ward meets when, where and with whom. Facts and derived facts, no search.

Everything a rule reads is here. Arrays are indexed by day (0 is the period's first), sitting (a permitted session and
start), and hall (a place in `WardView.halls`); they are never written to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from scheduler.calendar_quarters import Quarter
from scheduler.coverage import begins, covered, minutes
from scheduler.days import SATURDAY, bank_holidays
from scheduler.edges import Edges
from scheduler.errors import UnknownName
from scheduler.facts import Absence, Borough, BusyTime, Officer, SpecialDays, Venue, Ward
from scheduler.hours import Hours, duty_hours, hall_hours
from scheduler.period import Period
from scheduler.plan import PlannedMeeting, by_kind
from scheduler.policy import Session
from scheduler.tiers import Standing

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")

NO_EDGES = Edges()
"""A ward of which nothing is known but the period itself."""


@dataclass(frozen=True, slots=True, order=True)
class Sitting:
    """One permitted session and local start time."""

    session: Session
    starts: time

    @classmethod
    def of(cls, meeting: PlannedMeeting) -> Sitting:
        """The sitting that a meeting is at, permitted or not."""
        return cls(meeting.session, meeting.starts_at.timetz().replace(tzinfo=None))

    def is_on(self, day: date) -> bool:
        """Whether this session exists on a day: weekend daytime at weekends, the others from Monday to Friday."""
        return (self.session is Session.WEEKEND_DAYTIME) == (day.weekday() >= SATURDAY)


@dataclass(frozen=True, eq=False)
class WardView:
    """One ward with all that serves it.

    Units: `evening`, `daytime`: meetings that its tier owes in the period
    Edges: `index` is its place in the problem's wards
    """

    index: int
    standing: Standing
    evening: int
    daytime: int
    halls: tuple[Venue, ...]
    leads: tuple[Officer, ...]
    deputies: tuple[Officer, ...]
    ward_officers: tuple[Officer, ...]
    inspectors: tuple[Officer, ...]
    public_realm: tuple[Officer, ...]

    @property
    def ward(self) -> Ward:
        """The ward's own facts."""
        return self.standing.ward

    @property
    def owed(self) -> int:
        """Meetings owed in the period."""
        return self.evening + self.daytime

    @property
    def officers(self) -> tuple[Officer, ...]:
        """Everyone who may be called to its meetings."""
        return (*self.leads, *self.deputies, *self.ward_officers, *self.inspectors, *self.public_realm)


class AnyRule:
    """A rule as a problem carries it. What it can be asked is in `scheduler.rules.shapes`, which reads problems."""

    name: ClassVar[str]
    sentence: ClassVar[str]


@dataclass(frozen=True, eq=False)
class PlanningProblem:
    """A borough and a period to plan.

    Shape: `wards` in code order; `sittings` sorted by session and start
    Edges: `rules` is the rule book the plan is held to; `history` has, by ward code, those meetings of the period that
           are over and can no longer change, in date order; `edges` has what lies on either side of the period;
           `beside` are standing meetings beside what is planned here, which keep their halls and officers
    """

    borough: Borough
    period: Period
    wards: tuple[WardView, ...]
    sittings: tuple[Sitting, ...]
    quarters: tuple[Quarter, ...]
    rules: tuple[AnyRule, ...]
    history: Mapping[str, tuple[PlannedMeeting, ...]] = field(default_factory=dict)
    edges: Mapping[str, Edges] = field(default_factory=dict)
    beside: tuple[PlannedMeeting, ...] = ()

    @cached_property
    def answers(self) -> dict[tuple[object, ...], Any]:
        """What `once_a_problem` remembers, by function and arguments."""
        return {}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day of the period."""
        return self.period.days

    @property
    def first_day(self) -> date:
        """The period's first day."""
        return self.period.first_day

    @property
    def last_day(self) -> date:
        """The period's last day."""
        return self.period.last_day

    @cached_property
    def day_names(self) -> tuple[str, ...]:
        """Each day in words."""
        return tuple(f"{day:%A %d %B %Y}" for day in self.days)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Each ward's tier and what it is owed, in ward order."""
        return tuple(view.standing for view in self.wards)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The borough's time zone."""
        return ZoneInfo(self.borough.profile.timezone)

    @cached_property
    def length(self) -> timedelta:
        """How long a meeting lasts."""
        return timedelta(minutes=self.borough.policy.length_minutes)

    @cached_property
    def ward_by_code(self) -> Mapping[str, WardView]:
        """The wards by their code."""
        return {view.ward.code: view for view in self.wards}

    @cached_property
    def venue_by_id(self) -> Mapping[str, Venue]:
        """The halls by their id."""
        return {venue.venue_id: venue for venue in self.borough.venues}

    @cached_property
    def officer_by_id(self) -> Mapping[str, Officer]:
        """The officers by their id."""
        return {officer.officer_id: officer for officer in self.borough.officers}

    @cached_property
    def absences_by_officer(self) -> Mapping[str, tuple[Absence, ...]]:
        """When each officer is away."""
        away: dict[str, list[Absence]] = {}
        for absence in self.borough.absences:
            away.setdefault(absence.officer_id, []).append(absence)
        return {officer_id: tuple(absences) for officer_id, absences in away.items()}

    @cached_property
    def busy_by_officer(self) -> Mapping[str, tuple[BusyTime, ...]]:
        """When each officer's calendar is taken in the period."""
        first, after = datetime.combine(self.first_day, time()), datetime.combine(self.last_day, time.max)
        taken: dict[str, list[BusyTime]] = {}
        for busy in self.borough.busy:
            if busy.starts <= after and busy.ends >= first:
                taken.setdefault(busy.officer_id, []).append(busy)
        return {officer_id: tuple(times) for officer_id, times in taken.items()}

    @cached_property
    def closed_days(self) -> Mapping[date, str]:
        """Days on which no meeting of any session may be held, and why."""
        holidays = (bank_holidays(year) for year in self.period.calendar_years)
        return {day: name for of_year in holidays for day, name in of_year.items() if day in self.period}

    @cached_property
    def special_days(self) -> tuple[SpecialDays, ...]:
        """The rows of days.csv that touch the period."""
        return tuple(
            row
            for row in self.borough.special_days
            if row.days.first <= self.last_day and row.days.last >= self.first_day
        )

    @cached_property
    def sits(self) -> BoolArray:
        """Which sittings exist on which days: (days, sittings)."""
        is_weekend = np.array([day.weekday() >= SATURDAY for day in self.days], dtype=np.bool_)
        wants_one = np.array([sitting.session is Session.WEEKEND_DAYTIME for sitting in self.sittings], dtype=np.bool_)
        return np.equal.outer(is_weekend, wants_one)

    @cached_property
    def overlaps(self) -> tuple[tuple[int, ...], ...]:
        """The largest groups of sittings that can fall on one day and all overlap in time: each hold one row's starts.

        Edges: a meeting's end is not part of it, so one may begin as another ends
        """
        groups = {
            tuple(
                n
                for n, sitting in enumerate(self.sittings)
                if self._same_days(sitting, at)
                and self._minute(sitting) <= self._minute(at) < self._minute_end(sitting)
            )
            for at in self.sittings
        }
        return tuple(sorted(group for group in groups if not any(set(group) < set(other) for other in groups)))

    def _same_days(self, one: Sitting, other: Sitting) -> bool:
        return (one.session is Session.WEEKEND_DAYTIME) == (other.session is Session.WEEKEND_DAYTIME)

    def _minute(self, sitting: Sitting) -> int:
        return sitting.starts.hour * 60 + sitting.starts.minute

    def _minute_end(self, sitting: Sitting) -> int:
        return self._minute(sitting) + self.borough.policy.length_minutes

    def hours_of(self, venue: Venue) -> Hours:
        """A hall's opening hours, as they are told in this borough."""
        return hall_hours(self.borough, venue)

    def duty_of(self, officer: Officer) -> Hours:
        """An officer's working hours, as they are told in this borough."""
        return duty_hours(self.borough, officer)

    def open_at(self, hours: Hours) -> BoolArray:
        """Where an expression covers a whole meeting: (days, sittings)."""
        return covered(hours, self.first_day, self.last_day, self._starts, self.borough.policy.length_minutes)

    @cached_property
    def _starts(self) -> tuple[time, ...]:
        return tuple(sitting.starts for sitting in self.sittings)

    @cached_property
    def _begins(self) -> IntArray:
        return begins(len(self.days), self._starts)

    def present(self, officer: Officer) -> BoolArray:
        """Where an officer is on duty for a whole meeting and not away: (days, sittings)."""
        if officer.officer_id not in self._present:
            self._present[officer.officer_id] = self._on_duty(officer)
        return self._present[officer.officer_id]

    @cached_property
    def _present(self) -> dict[str, BoolArray]:
        """The answers so far: most questions are about a few wards."""
        return {}

    def _on_duty(self, officer: Officer) -> BoolArray:
        present = self.open_at(self.duty_of(officer)).copy()
        for absence in self.absences_by_officer.get(officer.officer_id, ()):
            present[self.days_within(absence.days.first, absence.days.last)] = False
        midnight = datetime.combine(self.first_day, time())
        for busy in self.busy_by_officer.get(officer.officer_id, ()):
            starts, ends = minutes(busy.starts - midnight), minutes(busy.ends - midnight)
            present[(self._begins < ends) & (self._begins + self.borough.policy.length_minutes > starts)] = False
        return present

    def days_within(self, first: date, last: date) -> slice:
        """The indexes of the period's days from `first` to `last`, both included; empty where they miss it."""
        low = max(0, (first - self.first_day).days)
        high = min(len(self.days), (last - self.first_day).days + 1)
        return slice(low, max(low, high))

    def owed_by_kind(self, view: WardView) -> tuple[int, int]:
        """A ward's evening and daytime meetings of the period: what its tier owes, and no fewer than are over."""
        evening, daytime = by_kind(self.history.get(view.ward.code, ()))
        return max(view.evening, evening), max(view.daytime, daytime)

    def hall_name(self, venue_id: str) -> str:
        """A hall's name. Edges: its id, where the borough has it no longer"""
        venue = self.venue_by_id.get(venue_id)
        return venue.name if venue else venue_id

    def edges_of(self, view: WardView) -> Edges:
        """A ward's meetings on either side of the period."""
        return self.edges.get(view.ward.code, NO_EDGES)

    def ward(self, ward_code: str) -> WardView:
        """One ward by its code. Errors: UnknownName."""
        try:
            return self.ward_by_code[ward_code]
        except KeyError:
            raise UnknownName("ward", ward_code, "a code in wards.csv, such as " + self.wards[0].ward.code) from None


def once_a_problem(
    function: Callable[Concatenate[PlanningProblem, Rest], Answer],
) -> Callable[Concatenate[PlanningProblem, Rest], Answer]:
    """Have a function worked out once for a problem and its other arguments, which go by place; kept as long as it."""

    @wraps(function)
    def answered(problem: PlanningProblem, /, *rest: Rest.args, **named: Rest.kwargs) -> Answer:
        key = (function, *rest, *named.items())
        if key not in problem.answers:
            problem.answers[key] = function(problem, *rest, **named)
        answer: Answer = problem.answers[key]
        return answer

    return answered
