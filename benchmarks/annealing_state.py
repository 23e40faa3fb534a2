"""The state of the annealer: each ward's year and what it costs, kept up to date meeting by meeting.

How it is changed is in `benchmarks.annealing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.monolith_rules import days_of_turns
from benchmarks.points import (
    above_share,
    crowding,
    fair_shares,
    halls_points,
    hire_pounds,
    leads,
    month_shares,
    repeats,
    uneven_days,
    when_units,
)
from benchmarks.reference import ReferenceYear, WardYear, When, officers_of
from scheduler.facts import Role

Score = tuple[int, int]
"""Must-rules broken, then points: the smaller the better."""

ASTRAY_POINTS = 10
"""For each day by which a gap is too short or too long, so that the search feels its way back."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One time at which one meeting of a ward could be, with all that could go with it."""

    when: When
    day: int
    groups: tuple[int, ...]
    points: int
    halls: tuple[str, ...]
    sergeants: tuple[str, ...]
    ward_officers: tuple[str, ...]
    inspectors: tuple[str, ...]
    public_realm: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as it stands in the search; the last two are "" where nobody visits."""

    choice: Choice
    hall: str
    sergeant: str
    ward_officer: str
    inspector: str = ""
    public_realm: str = ""

    @property
    def officers(self) -> tuple[str, ...]:
        """Everyone who is to be there."""
        return tuple(filter(None, (self.sergeant, self.ward_officer, self.inspector, self.public_realm)))

    @property
    def names(self) -> tuple[str, ...]:
        """Everyone and the hall, which can each be in one place at a time."""
        return (self.hall, *self.officers)


Year = tuple[Meeting, ...]


class WardSearch:
    """One ward's choices, and what its year costs on its own."""

    def __init__(self, facts: ReferenceYear, place: WardYear, groups: Mapping[When, tuple[int, ...]]) -> None:
        self.code, self.place, self._facts = place.ward.code, place, facts
        self.neighbours = place.ward.neighbours
        self.leads = leads(facts.borough, place.ward)
        self._hire = {hall: hire_pounds(facts.borough, hall) for hall in place.halls}
        self._weights = facts.borough.policy.weights
        self._windows = [tuple((day - facts.first_day).days for day in window) for window in facts.windows]
        limits = facts.borough.policy.limits
        self.visits = (limits.inspector_meetings, limits.public_realm_meetings)
        self._halls_wanted = min(limits.halls_a_ward, len(place.halls), place.tier.meetings)
        self._by_halls: dict[frozenset[str], int] = {frozenset(): 0}
        self._uneven = [uneven_days(facts, place, gap) for gap in range(facts.days)]
        made = {when: self._choice(when, groups[when]) for when in place.whens}
        self.choices = [
            [made[when] for when in place.whens if first <= when.day <= last]
            for first, last in days_of_turns(facts, place)
        ]

    def _choice(self, when: When, groups: tuple[int, ...]) -> Choice:
        units = when_units(self._facts, self.place, when)
        teams = ((Role.SERGEANT,), (Role.DWO, Role.PCSO), (Role.INSPECTOR,), (Role.PUBLIC_REALM,))
        return Choice(
            when,
            (when.day - self._facts.first_day).days,
            groups,
            sum(self._weights[rule] * count for rule, count in units.items()),
            tuple(hall for hall, whens in self.place.halls.items() if when in whens),
            *(tuple(self._on_duty(when, *roles)) for roles in teams),
        )

    def _on_duty(self, when: When, *roles: Role) -> Iterable[str]:
        team = officers_of(self._facts.borough, self.place.ward, *roles)
        return (each.officer_id for each in team if when in self.place.staff[each.officer_id])

    def score(self, year: Sequence[Meeting]) -> Score:
        """The must-rules of its own that a year breaks, and its points."""
        halls = frozenset(meeting.hall for meeting in year)
        if halls not in self._by_halls:
            self._by_halls[halls] = halls_points(self._facts.borough, self.place, halls)
        points = sum(self._meeting_cost(meeting) for meeting in year)
        points += self._by_halls[halls]
        held = [(meeting.choice.when.session.is_daytime, meeting.hall) for meeting in year]
        points += self._weights["hall_share"] * above_share(self._facts.borough, self.place, (hall for _, hall in held))
        points += self._weights["halls_in_turn"] * repeats(self.place, held)
        broken = max(0, self._halls_wanted - len(halls)) + self._kinds_and_visits_broken(year)
        days = [meeting.choice.day for meeting in year]
        broken += sum(not any(first <= day <= last for day in days) for first, last in self._windows)
        tier = self.place.tier
        for one, other in pairwise(year):
            gap = other.choice.day - one.choice.day
            wrong = max(tier.min_gap_days - gap, gap - tier.max_gap_days, 0)
            points += self._weights["even_spacing"] * self._uneven[max(gap, 0)] + ASTRAY_POINTS * wrong
            broken += (wrong > 0) + (one.hall == other.hall and len(self.place.halls) > 1)
        return broken, points

    def _meeting_cost(self, meeting: Meeting) -> int:
        by_deputy = meeting.sergeant not in self.leads
        hire = self._weights["hire_cost"] * self._hire[meeting.hall]
        return meeting.choice.points + hire + by_deputy * self._weights["lead_sergeant"]

    def _kinds_and_visits_broken(self, year: Sequence[Meeting]) -> int:
        evenings = sum(not meeting.choice.when.session.is_daytime for meeting in year)
        inspectors = sum(bool(meeting.inspector) for meeting in year)
        public_realm = sum(bool(meeting.public_realm) for meeting in year)
        visits = abs(inspectors - self.visits[0]) + abs(public_realm - self.visits[1])
        return abs(evenings - self.place.tier.evening) + visits


class BoroughSearch:
    """All wards' years together."""

    def __init__(self, facts: ReferenceYear, wards: Sequence[WardSearch]) -> None:
        self.wards = wards
        self.years: list[Year] = [() for _ in wards]
        self._own: list[Score] = [ward.score(()) for ward in wards]
        self._broken, self._points = (sum(column) for column in zip(*self._own, strict=True))
        self._most_a_day = facts.borough.policy.limits.meetings_a_day
        self._overload, self._shares = facts.borough.policy.weights["fair_load"], fair_shares(facts)
        self._crowded, self._month_shares = facts.borough.policy.weights["even_months"], month_shares(facts)
        self._in_month: dict[int, int] = defaultdict(int)
        self._on_day: dict[int, int] = defaultdict(int)
        self._busy: dict[tuple[str, int], int] = defaultdict(int)
        self._load: dict[str, int] = defaultdict(int)

    @property
    def score(self) -> Score:
        """Everything as it stands."""
        return self._broken, self._points

    def set_year(self, number: int, year: Year) -> None:
        """Give one ward another year."""
        ward, old = self.wards[number], self.years[number]
        kept = {id(meeting) for meeting in old} & {id(meeting) for meeting in year}
        for meeting in old:
            if id(meeting) not in kept:
                self._remove(ward, meeting)
        for meeting in year:
            if id(meeting) not in kept:
                self._add(ward, meeting)
        own, before = ward.score(year), self._own[number]
        self._broken += own[0] - before[0]
        self._points += own[1] - before[1]
        self._own[number], self.years[number] = own, year

    def _add(self, ward: WardSearch, meeting: Meeting) -> None:
        self._broken += self._on_day[meeting.choice.day] >= self._most_a_day
        self._on_day[meeting.choice.day] += 1
        self._points += self._crowded * self._next_in(meeting.choice.when.day.month)
        self._in_month[meeting.choice.when.day.month] += 1
        for group in meeting.choice.groups:
            self._broken += sum(self._busy[code, group] for code in ward.neighbours)
            self._busy[ward.code, group] += 1
            for name in meeting.names:
                self._broken += self._busy[name, group] > 0
                self._busy[name, group] += 1
        for officer in meeting.officers:
            self._points += self._overload * (self._load[officer] >= self._shares[officer])
            self._load[officer] += 1

    def _next_in(self, month: int) -> int:
        """Units of one more meeting in a month."""
        above = self._in_month[month] - self._month_shares[month]
        return crowding(above + 1) - crowding(above)

    def _remove(self, ward: WardSearch, meeting: Meeting) -> None:
        self._on_day[meeting.choice.day] -= 1
        self._in_month[meeting.choice.when.day.month] -= 1
        self._points -= self._crowded * self._next_in(meeting.choice.when.day.month)
        self._broken -= self._on_day[meeting.choice.day] >= self._most_a_day
        for group in meeting.choice.groups:
            self._busy[ward.code, group] -= 1
            self._broken -= sum(self._busy[code, group] for code in ward.neighbours)
            for name in meeting.names:
                self._busy[name, group] -= 1
                self._broken -= self._busy[name, group] > 0
        for officer in meeting.officers:
            self._load[officer] -= 1
            self._points -= self._overload * (self._load[officer] >= self._shares[officer])
