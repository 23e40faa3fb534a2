"""The shapes a planning rule can have. The solver knows these and never a rule; the audit knows the plain side.

Every rule tells itself twice: to people, in a sentence and in plain Python over a finished plan (`breaches` for a must,
`charges` for a should); and to the solver, as arrays in one of the shapes below.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import ClassVar

import numpy as np

from scheduler.facts import Officer, Venue
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import AnyRule, BoolArray, IntArray, PlanningProblem, Sitting, WardView

FORBIDDEN = 1 << 28
"""The cost of what may not be: larger than any plan's points, small enough to add up in 32 bits without wrapping."""


class Level(StrEnum):
    """Whether a plan may break the rule at a price (should) or not at all (must)."""

    MUST = "must"
    SHOULD = "should"


class Post(StrEnum):
    """A part at a meeting that an officer fills. The last two visit some meetings a year."""

    SERGEANT = "sergeant"
    WARD_OFFICER = "ward_officer"
    INSPECTOR = "inspector"
    PUBLIC_REALM = "public_realm"


@dataclass(frozen=True, slots=True)
class Breach:
    """One must-rule broken: by what, in words that name the ward, hall, officer and date concerned."""

    rule: str
    sentence: str
    seen: str
    meeting_ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.sentence}: {self.seen}"


@dataclass(frozen=True, slots=True)
class Charge:
    """Points that one should-rule costs at one meeting, ward or officer. `why` is a plain phrase."""

    rule: str
    subject: str
    points: int
    why: str


class Rule(AnyRule, ABC):
    """One rule of the book.

    Edges: `sentence` starts with a capital, has no full stop, and can be read by a resident
    """

    level: ClassVar[Level]

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """Where a finished plan breaks this must-rule; nothing for a should-rule."""
        return iter(())

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """What a finished plan costs under this should-rule; nothing for a must-rule."""
        return iter(())

    def breach(self, seen: str, *meetings: PlannedMeeting) -> Breach:
        """Say that this rule is broken."""
        return Breach(self.name, self.sentence, seen, tuple(meeting.meeting_id for meeting in meetings))

    def weight(self, problem: PlanningProblem) -> int:
        """Points for each unit of this should-rule, as the borough has set them."""
        return problem.borough.policy.weights.get(self.name, 0)


def rules_of(problem: PlanningProblem) -> tuple[Rule, ...]:
    """The rules that a problem is held to, in the book's order, for those who ask them."""
    return tuple(rule for rule in problem.rules if isinstance(rule, Rule))


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day, a sitting and a hall that a ward might meet on, at and in."""

    day: date
    sitting: Sitting
    venue: Venue

    def begins(self) -> datetime:
        """The local wall-clock start, without a zone."""
        return datetime.combine(self.day, self.sitting.starts)


class SlotRule(Rule):
    """May this ward meet on this day, at this sitting, in this hall, and at what cost?

    `refusal` and `price` are the plain side, for one occasion; `permits` and `costs` say the same of all of them.

    Edges: `asks_when` False tells that a refusal is of the hall, on whatever day and at whatever start
    """

    asks_when: ClassVar[bool] = True

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """Why this may not be, as the end of a sentence; None where it may."""
        return None

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """Points, and what they are for."""
        return 0, ""

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """Every standing meeting that this rule refuses."""
        for meeting, view, occasion in occasions(problem, plan):
            why = self.refusal(problem, view, occasion)
            if why is not None:
                yield self.breach(f"{spoken(meeting)} {why}", meeting)

    def charges(self, problem: PlanningProblem, plan: Plan) -> Iterator[Charge]:
        """What each meeting costs under this rule."""
        for meeting, view, occasion in occasions(problem, plan):
            points, why = self.price(problem, view, occasion)
            if points:
                yield Charge(self.name, meeting.meeting_id, points, why)

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """Shape: broadcastable to (days, sittings, halls)."""
        return np.ones((1, 1, 1), dtype=np.bool_)

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """Points; shape: broadcastable to (days, sittings, halls)."""
        return np.zeros((1, 1, 1), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Steps:
    """What may follow what within a ward's year, in points; FORBIDDEN for what may not.

    Shape: `between_days` (days, days), from the earlier to the later; `between_halls` (halls, halls) from one meeting's
           hall to the next one's; `first` and `last` (days): on which days the year's first and last meeting may be
    """

    between_days: IntArray | None = None
    between_halls: IntArray | None = None
    first: IntArray | None = None
    last: IntArray | None = None


def occasions(problem: PlanningProblem, plan: Plan) -> Iterator[tuple[PlannedMeeting, WardView, Occasion]]:
    """Every standing meeting of a known ward in a known hall. `known_names` reports the others."""
    for meeting in still_held(plan):
        view, venue = problem.ward_by_code.get(meeting.ward_code), problem.venue_by_id.get(meeting.venue_id)
        if view is not None and venue is not None:
            sitting = Sitting(meeting.session, meeting.starts_at.timetz().replace(tzinfo=None))
            yield meeting, view, Occasion(meeting.held_on, sitting, venue)


class StepRule(Rule):
    """May the next meeting follow after these days, from this hall to that, and at what cost?"""

    @abstractmethod
    def steps(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Steps:
        """The steps of one ward. `usable`: the halls that have a slot at all."""


@dataclass(frozen=True)
class Automaton:
    """What a ward's year must remember, and what its end costs.

    Shape: `labels` a small number for every slot, broadcastable to (days, sittings, halls); `moves` (states, labels):
           the state after a meeting with that label, -1 where it may not be; `ends` (states): points, or FORBIDDEN
    Edges: state 0 is the start
    """

    labels: IntArray
    moves: IntArray
    ends: IntArray


class YearRule(Rule):
    """Which small state must a ward's year carry, and what does its end cost?"""

    @abstractmethod
    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """The memory of one ward's year. `usable`: the halls that have a slot at all."""


class StaffRule(Rule):
    """Who may fill a post at a ward's meetings, and at what cost a meeting?"""

    post: ClassVar[Post]

    def eligible(self, view: WardView) -> tuple[Officer, ...] | None:
        """The officers who may; None where this rule does not say."""
        return None

    def visits(self, problem: PlanningProblem) -> int | None:
        """How many meetings a year need the post filled; None: every meeting."""
        return None

    def officer_cost(self, problem: PlanningProblem, view: WardView, officer: Officer) -> int:
        """Points a meeting for choosing this officer."""
        return 0


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """A meeting as rows see it; ward, day and sitting are indexes. It takes one seat itself and one an officer."""

    ward: int
    day: int
    sitting: int
    hall: str = ""
    officer: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Something wards share: how many seats it bears, and whose.

    Units:  `excess_cost`: points for each seat above `capacity`; None where none may be
    Edges:  an empty `wards` or `sittings` means any, `day` -1 any day of the year, "" any hall or no officer in
            particular; `label` names the row in words
    """

    rule: str
    label: str
    capacity: int
    excess_cost: int | None = None
    wards: tuple[int, ...] = ()
    day: int = -1
    sittings: tuple[int, ...] = ()
    hall: str = ""
    officer: str = ""

    def bears(self, seat: Seat) -> bool:
        """Whether a seat counts towards this row."""
        return (
            self.day in (-1, seat.day)
            and (not self.sittings or seat.sitting in self.sittings)
            and (not self.wards or seat.ward in self.wards)
            and (not self.hall or seat.hall == self.hall)
            and (not self.officer or seat.officer == self.officer)
        )


class BoroughRule(Rule):
    """Which rows do these seats share, and with what capacity?

    Seats without an officer stand for the meeting itself, seats with one for that officer's part in it.

    Edges: a row that comes several times for one seat bears it as often (a pound of hire each, say); that may hang on
           the seat's hall alone, and only where the row counts a whole year
    """

    @abstractmethod
    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """Every row that at least one of these seats counts towards."""

    def tells_apart(self, problem: PlanningProblem) -> tuple[tuple[int, ...], ...]:
        """The groups of sittings that its rows ask about, where they are others than `problem.overlaps`."""
        return ()


def promised(plan: Plan) -> dict[str, tuple[PlannedMeeting, ...]]:
    """Each ward's meetings in date order, cancelled ones included: what the year promised."""
    return in_date_order_by_ward(plan.meetings)


def in_date_order_by_ward(meetings: Iterable[PlannedMeeting]) -> dict[str, tuple[PlannedMeeting, ...]]:
    """Meetings by their ward's code, each ward's in date order."""
    by_ward: dict[str, list[PlannedMeeting]] = {}
    for meeting in sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.meeting_id)):
        by_ward.setdefault(meeting.ward_code, []).append(meeting)
    return {code: tuple(held) for code, held in by_ward.items()}


def still_held(plan: Plan) -> tuple[PlannedMeeting, ...]:
    """The meetings that stand."""
    return tuple(meeting for meeting in plan.meetings if meeting.stands)


def consecutive(problem: PlanningProblem, plan: Plan) -> Iterator[tuple[WardView, PlannedMeeting, PlannedMeeting]]:
    """Each ward's meetings in pairs that follow one another."""
    by_ward = promised(plan)
    for view in problem.wards:
        for earlier, later in pairwise(by_ward.get(view.ward.code, ())):
            yield view, earlier, later


def overlapping(meetings: Iterable[PlannedMeeting]) -> Iterator[tuple[PlannedMeeting, PlannedMeeting]]:
    """Each pair of meetings that overlap in time, the earlier first."""
    ordered = sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.meeting_id))
    for n, one in enumerate(ordered):
        for other in ordered[n + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            yield one, other


def spoken(meeting: PlannedMeeting) -> str:
    """A meeting in a breach's words: its id, day and start."""
    return f"{meeting.meeting_id} on {meeting.starts_at:%a %d %b %Y %H:%M}"
