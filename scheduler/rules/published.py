"""Rules of a re-plan alone: what members already know is kept wherever it can be.

They are made for one re-plan, from the plan it starts from, and join the problem's rules; `book.RULES` lists none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from scheduler.facts import Officer, Role
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import BoolArray, IntArray, PlanningProblem, Sitting, WardView
from scheduler.rules.shapes import (
    FORBIDDEN,
    Asking,
    Automaton,
    BoroughRule,
    Breach,
    Change,
    ClashOrder,
    Demand,
    Level,
    Occasion,
    Pin,
    PinGone,
    Repair,
    Row,
    Rule,
    Scope,
    Seat,
    SlotRule,
    Subject,
    YearRule,
    promised,
    rules_of,
    spoken,
    still_held,
)

MOVED_DATE_POINTS = 600_000
"""A meeting on a day that was not one of its ward's. Dearer than any sum of the points that shape a plan."""

MOVED_START_POINTS = 400_000
"""A meeting that keeps its day at another start."""

CHANGED_HALL_POINTS = 200_000
"""A meeting that keeps its day in another hall: members find a note on the door."""


class KeptAsPublished(SlotRule):
    """A day that was not published costs most, another start on a published day less, another hall least."""

    name = "kept_as_published"
    sentence = "Published dates, starts and halls are kept"
    level = Level.SHOULD

    def __init__(self, published: Mapping[str, Sequence[PlannedMeeting]]) -> None:
        self._days = {code: {meeting.held_on: meeting for meeting in meetings} for code, meetings in published.items()}

    def price(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> tuple[int, str]:
        """The plain side."""
        known = self._days.get(view.ward.code, {}).get(occasion.day)
        if known is None:
            return MOVED_DATE_POINTS, "not a published date"
        moved = Sitting.of(known) != occasion.sitting
        elsewhere = known.venue_id != occasion.venue.venue_id
        points = MOVED_START_POINTS * moved + CHANGED_HALL_POINTS * elsewhere
        return points, "not as published" if points else ""

    def costs(self, problem: PlanningProblem, view: WardView) -> IntArray:
        """The solver's side."""
        shape = (*problem.sits.shape, len(view.halls))
        costs = np.full(shape, MOVED_DATE_POINTS, dtype=np.int64)
        for day, known in self._days.get(view.ward.code, {}).items():
            sitting = Sitting.of(known)
            moved = np.array([MOVED_START_POINTS * (other != sitting) for other in problem.sittings])
            elsewhere = np.array([CHANGED_HALL_POINTS * (venue.venue_id != known.venue_id) for venue in view.halls])
            costs[problem.days_within(day, day)] = moved[:, np.newaxis] + elsewhere[np.newaxis, :]
        return costs


class NothingInThePast(SlotRule):
    """What is still to be planned comes after the day of the re-plan; a hall counts only for what is to come."""

    name = "nothing_in_the_past"
    sentence = "Meetings still to be planned come after today"
    level = Level.MUST
    can_be_left_out = False

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """The plain side."""
        return None if occasion.day > self.as_of else f"is not after {self.as_of:%d %b %Y}"

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side."""
        return np.array([day > self.as_of for day in problem.days], dtype=np.bool_).reshape(-1, 1, 1)

    def detail(self, problem: PlanningProblem, view: WardView) -> str:
        """The day."""
        return f"{self.as_of:%d %B %Y}"


class PinnedMeetings(SlotRule):
    """On a pinned date the pinned things stay as they are."""

    name = "pinned_meetings"
    sentence = "What has been pinned stays as it is"
    level = Level.MUST

    def __init__(self, pins: Sequence[Pin]) -> None:
        self.pins = tuple(pins)
        self._by_day = {(pin.meeting.ward_code, pin.meeting.held_on): pin for pin in pins}

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """The plain side."""
        pin = self._by_day.get((view.ward.code, occasion.day))
        if pin is None:
            return None
        meeting = pin.meeting
        if pin.date and occasion.begins() != meeting.starts_at.replace(tzinfo=None):
            return f"does not start at {meeting.starts_at:%H:%M}, as pinned"
        if pin.hall and occasion.venue.venue_id != meeting.venue_id:
            return f"is not in {meeting.venue_id}, as pinned"
        return None

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side."""
        permitted = np.ones((*problem.sits.shape, len(view.halls)), dtype=np.bool_)
        for (code, day), pin in self._by_day.items():
            if code != view.ward.code:
                continue
            here = problem.days_within(day, day)
            starts = pin.meeting.starts_at.timetz().replace(tzinfo=None)
            if pin.date:
                permitted[here] &= np.array([sitting.starts == starts for sitting in problem.sittings])[:, np.newaxis]
            if pin.hall:
                permitted[here] &= np.array([venue.venue_id == pin.meeting.venue_id for venue in view.halls])
        return permitted

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """None: `PinnedDates` tells every pin, and drops it from both rules."""
        return iter(())


class PinnedOfficers(BoroughRule):
    """On a pinned date nobody else of their roles comes in the place of the pinned officers.

    Edges: a visit that nobody can pay at that date any more goes to another meeting
    """

    name = "pinned_officers"
    sentence = "Pinned officers come to their meetings"
    level = Level.MUST
    scope = Scope.WARD
    can_be_left_out = False  # `PinnedDates` tells every pin

    def __init__(self, pins: Sequence[Pin]) -> None:
        self.pins = tuple(pins)
        self._by_day = {(pin.meeting.ward_code, pin.meeting.held_on): pin for pin in pins if pin.date and pin.officers}

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        for meeting in still_held(plan):
            for officer_id in self._others(problem, meeting.ward_code, meeting.held_on, meeting.officers):
                yield self.breach(f"{spoken(meeting)}: officer {officer_id} is not who was pinned", meeting)

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """One row that bears nobody, for each of the others on a pinned date."""
        for ward, day, officer in sorted({(seat.ward, seat.day, seat.officer) for seat in seats if seat.officer}):
            if self._others(problem, problem.wards[ward].ward.code, problem.days[day], (officer,)):
                label = f"officer {officer} on {problem.day_names[day]}, where others are pinned"
                yield Row(self.name, label, 0, wards=(ward,), day=day, officer=officer)

    def _others(self, problem: PlanningProblem, code: str, day: date, officers: Iterable[str]) -> list[str]:
        pin = self._by_day.get((code, day))
        if pin is None:
            return []
        known = problem.officer_by_id
        roles = {_post(known[each]) for each in pin.meeting.officers if each in known}
        return [
            each
            for each in officers
            if each in known and each not in pin.meeting.officers and _post(known[each]) in roles
        ]


def _post(officer: Officer) -> Role:
    """The role, where either kind of ward officer stands for both."""
    return Role.DWO if officer.role.is_ward_officer else officer.role


class PinnedDates(YearRule):
    """Every pinned date is one of the ward's, and every hall pinned without a date is used as often as pinned."""

    name = "pinned_dates"
    sentence = "Pinned meetings are held"
    level = Level.MUST

    def __init__(self, pins: Sequence[Pin]) -> None:
        self.pins = tuple(pins)

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        by_ward = promised(plan)
        for pin in self.pins:
            held = by_ward.get(pin.meeting.ward_code, ())
            if pin.date and not any(meeting.held_on == pin.meeting.held_on for meeting in held):
                yield self.breach(f"{pin.meeting.meeting_id} is pinned to {pin.meeting.held_on:%d %b %Y}", pin.meeting)
            if pin.hall and not any(meeting.venue_id == pin.meeting.venue_id for meeting in held):
                yield self.breach(f"{pin.meeting.meeting_id} is pinned to {pin.meeting.venue_id}", pin.meeting)

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: the set of pins that are kept so far."""
        pins = [pin for pin in self.pins if pin.meeting.ward_code == view.ward.code and (pin.date or pin.hall)]
        labels = np.zeros((*problem.sits.shape, len(view.halls)), dtype=np.int64)
        for n, pin in enumerate(pins):
            kept = np.ones(labels.shape, dtype=np.bool_)
            if pin.date:
                kept[:] = False
                kept[problem.days_within(pin.meeting.held_on, pin.meeting.held_on)] = True
            elif pin.hall:
                kept &= np.array([venue.venue_id == pin.meeting.venue_id for venue in view.halls])
            labels |= kept.astype(np.int64) << n
        masks = np.arange(1 << len(pins))
        ends = np.where(masks == masks[-1], 0, FORBIDDEN).astype(np.int64)
        return Automaton(labels, masks[:, np.newaxis] | masks[np.newaxis, :], ends)

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """Each pin by itself."""
        for pin in self._pins_of(view):
            yield Demand(f"{_kept(problem, pin)}, as pinned", _unpinned(pin), _of_pin(pin), (ClashOrder.PIN,))

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """One pin fewer."""
        for pin in self._pins_of(view):
            sentence, mend = f"Let go of a pin: {_kept(problem, pin)}", PinGone(pin.meeting.meeting_id)
            yield Repair(sentence, _unpinned(pin), _of_pin(pin), (Asking.PIN,), mend)

    def _pins_of(self, view: WardView) -> Iterator[Pin]:
        own = (pin for pin in self.pins if pin.meeting.ward_code == view.ward.code)
        return (pin for pin in own if pin.date or pin.hall)


def _of_pin(pin: Pin) -> Subject:
    return "pin", pin.meeting.meeting_id


def _kept(problem: PlanningProblem, pin: Pin) -> str:
    """What a pin keeps, in words."""
    date = f" on {pin.meeting.starts_at:%d %B %Y at %H:%M}" if pin.date else ""
    hall = f" in {problem.hall_name(pin.meeting.venue_id)}" if pin.hall else ""
    return f"{pin.meeting.meeting_id} stays{date}{hall}"


def _unpinned(pin: Pin) -> Change:
    """The same question without one pin."""

    def changed(rule: Rule) -> Rule:
        if not isinstance(rule, (PinnedDates, PinnedMeetings, PinnedOfficers)):
            return rule
        return type(rule)([other for other in rule.pins if other is not pin])

    return lambda problem: replace(problem, rules=tuple(changed(rule) for rule in rules_of(problem)))
