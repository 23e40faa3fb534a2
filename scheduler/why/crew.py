"""Who would fill each post of one meeting, at every day and sitting of the year, and what that would cost.

Arrays over (days, sittings); every other meeting stays as it is. Nothing here searches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from scheduler.edit import in_order_of_choice, replaced, who_could
from scheduler.facts import Officer
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import BoolArray, IntArray, PlanningProblem, Sitting
from scheduler.rules.shapes import FORBIDDEN, BoroughRule, Level, Post, Row, Seat, StaffRule, assigned, still_held

Loads = Mapping[Row, int]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A visit that goes to another meeting of the ward, because nobody could pay it at this one's new time."""

    post: Post
    meeting_id: str
    officer_id: str


@dataclass(frozen=True, eq=False)
class Crew:
    """Who fills one post where and when.

    Shape: `chosen` (days, sittings): place in `officers`, -1 where nobody comes; `points`, `refusals` (days, sittings)
           by the name of the rule that charges or refuses
    """

    post: Post
    officers: tuple[str, ...]
    chosen: IntArray
    points: Mapping[str, IntArray]
    refusals: Mapping[str, BoolArray]
    handed_over: HandedOver | None = None

    def at(self, day: int, sitting: int) -> str | None:
        """The officer who would come."""
        place = int(self.chosen[day, sitting])
        return None if place < 0 else self.officers[place]


def row_loads(problem: PlanningProblem, meetings: Iterable[PlannedMeeting]) -> Loads:
    """How many seats each row bears already.

    Edges: a meeting at a time that is no longer permitted takes no seat; the audit sees it all the same
    """
    return Counter(
        row for meeting in meetings for seat in _seats(problem, meeting) for row in rows_of_seat(problem, seat)
    )


def rows_of_seat(problem: PlanningProblem, seat: Seat) -> Iterator[Row]:
    """Every row that one seat counts towards."""
    for rule in problem.rules:
        if isinstance(rule, BoroughRule):
            yield from rule.rows(problem, (seat,))


def seat_of(problem: PlanningProblem, meeting: PlannedMeeting, officer_id: str = "") -> Seat | None:
    """The seat that a meeting takes, or an officer's part in it; None where the data no longer knows of such a seat."""
    sitting = Sitting.of(meeting)
    view, day = problem.ward_by_code.get(meeting.ward_code), (meeting.held_on - problem.first_day).days
    if view is None or sitting not in problem.sittings or not 0 <= day < len(problem.days):
        return None
    if officer_id and officer_id not in problem.officer_by_id:
        return None
    return Seat(view.index, day, problem.sittings.index(sitting), meeting.venue_id, officer_id)


def _seats(problem: PlanningProblem, meeting: PlannedMeeting) -> Iterator[Seat]:
    for officer_id in ("", *meeting.officers):
        seat = seat_of(problem, meeting, officer_id)
        if seat is not None:
            yield seat


def crews(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, loads: Loads) -> tuple[Crew, ...]:
    """The posts that the meeting needs filled. `loads`: what the other meetings take already.

    The cheapest who can come, whoever comes now before others that cost the same. A visitor who comes now stays, if
    they can; where no visitor can, the visit goes to another meeting of the ward, as `edit.move` has it.
    """
    posts = (post for post in Post if _visits(problem, post) is None or assigned(meeting, post))
    return tuple(_crew(problem, plan, meeting, loads, post) for post in posts)


def costs_now(problem: PlanningProblem, meeting: PlannedMeeting, loads: Loads) -> Mapping[str, int]:
    """Points by rule for the officers that the meeting has."""
    points: Counter[str] = Counter()
    for post in Post:
        for officer_id in assigned(meeting, post):
            points.update(officer_costs(problem, meeting, loads, post, problem.officer_by_id[officer_id]))
    return points


def officer_costs(
    problem: PlanningProblem, meeting: PlannedMeeting, loads: Loads, post: Post, officer: Officer
) -> Mapping[str, int]:
    """Points by rule for one officer in one post of a meeting."""
    view = problem.ward(meeting.ward_code)
    points = Counter({rule.name: rule.officer_cost(problem, view, officer) for rule in _rules_of(problem, post)})
    seat = seat_of(problem, meeting, officer.officer_id)
    for row in rows_of_seat(problem, seat) if seat else ():
        if row.excess_cost is not None and loads.get(row, 0) >= row.capacity:
            points[row.rule] += row.excess_cost
    return points


def _rules_of(problem: PlanningProblem, post: Post) -> list[StaffRule]:
    return [rule for rule in problem.rules if isinstance(rule, StaffRule) and rule.post is post]


def _visits(problem: PlanningProblem, post: Post) -> int | None:
    return next((wanted for rule in _rules_of(problem, post) if (wanted := rule.visits(problem)) is not None), None)


def _crew(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, loads: Loads, post: Post) -> Crew:
    now, is_visit = assigned(meeting, post), _visits(problem, post) is not None
    order = sorted(in_order_of_choice(problem, plan, meeting, post), key=lambda each: each.officer_id not in now)
    parts = [_part(problem, meeting, loads, post, officer) for officer in order]
    crew = _chosen(problem, post, parts, by_cost=not is_visit)
    if is_visit and not _is_needed(problem, plan, meeting, post):
        return crew
    handed = _handed_over(problem, plan, meeting, post) if is_visit else None
    if handed is not None:
        return _with_handover(problem, plan, loads, crew, handed)
    return replace(crew, refusals=_refusals(problem, post, parts))


@dataclass(frozen=True, eq=False)
class _Part:
    """One officer's year. Shape: (days, sittings); `points` and `blocked` by the name of the rule."""

    officer_id: str
    present: BoolArray
    points: Mapping[str, IntArray]
    blocked: Mapping[str, BoolArray]

    def is_free(self, problem: PlanningProblem) -> BoolArray:
        """On duty, and not elsewhere."""
        return self.present & ~_any(problem, self.blocked.values())


def _part(problem: PlanningProblem, meeting: PlannedMeeting, loads: Loads, post: Post, officer: Officer) -> _Part:
    view = problem.ward(meeting.ward_code)
    points = {
        rule.name: _nothing(problem) + rule.officer_cost(problem, view, officer) for rule in _rules_of(problem, post)
    }
    blocked: dict[str, BoolArray] = {}
    for row in _full_rows(problem, view.index, loads, officer.officer_id):
        where = _area(problem, row)
        if row.excess_cost is None:
            blocked[row.rule] = blocked.get(row.rule, _nowhere(problem)) | where
        else:
            points[row.rule] = points.get(row.rule, _nothing(problem)) + where * row.excess_cost
    return _Part(officer.officer_id, problem.present(officer), points, blocked)


def _chosen(problem: PlanningProblem, post: Post, parts: list[_Part], *, by_cost: bool) -> Crew:
    """The first free officer, or the cheapest free one. Place 0 of each stack stands for nobody."""
    free = np.stack([_nowhere(problem), *(part.is_free(problem) for part in parts)])
    asked = np.stack([_nothing(problem), *(np.sum(list(part.points.values()), axis=0) for part in parts)])
    place = np.argmin(np.where(free, asked if by_cost else 0, FORBIDDEN), axis=0)
    points = {}
    for name in sorted({name for part in parts for name in part.points}):
        stack = np.stack([_nothing(problem), *(part.points.get(name, _nothing(problem)) for part in parts)])
        points[name] = np.take_along_axis(stack, place[np.newaxis], axis=0)[0]
    return Crew(post, tuple(part.officer_id for part in parts), np.asarray(place - 1, dtype=np.int64), points, {})


def _refusals(problem: PlanningProblem, post: Post, parts: list[_Part]) -> dict[str, BoolArray]:
    """Where nobody can come: by the post's own rule where nobody is on duty, else by the rules that keep them away."""
    nobody = ~_any(problem, (part.is_free(problem) for part in parts))
    on_duty = _any(problem, (part.present for part in parts))
    must = next(rule.name for rule in _rules_of(problem, post) if rule.level is Level.MUST)
    names = sorted({name for part in parts for name in part.blocked})
    elsewhere = {
        name: nobody & _any(problem, (part.present & part.blocked[name] for part in parts if name in part.blocked))
        for name in names
    }
    return {must: nobody & ~on_duty, **elsewhere}


def _full_rows(problem: PlanningProblem, ward: int, loads: Loads, officer_id: str) -> list[Row]:
    """The officer's rows that one more seat would overfill; those of the whole year even if they bear nothing yet."""
    year_rows = (row for row in rows_of_seat(problem, Seat(ward, 0, 0, "", officer_id)) if row.day < 0)
    rows = dict.fromkeys([*(row for row in loads if row.officer == officer_id), *year_rows])
    return [
        row
        for row in rows
        if row.officer == officer_id and loads.get(row, 0) >= row.capacity and (not row.wards or ward in row.wards)
    ]


def _area(problem: PlanningProblem, row: Row) -> BoolArray:
    area = _nowhere(problem)
    days = slice(None) if row.day < 0 else slice(row.day, row.day + 1)
    area[days, list(row.sittings) if row.sittings else slice(None)] = True
    return area


def _is_needed(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, post: Post) -> bool:
    """Whether the ward has too few visits without this one. Edges: one beside the ward's year is no loss to it."""
    if not meeting.is_promised:
        return False
    ward = [other for other in plan.meetings if other.ward_code == meeting.ward_code and other.is_promised]
    return sum(bool(assigned(other, post)) for other in ward) - 1 < (_visits(problem, post) or 0)


def _handed_over(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting, post: Post) -> HandedOver | None:
    """The first other meeting of the ward that a visitor can come to, and who would."""
    bare = replaced(plan, visited(meeting, post, None))
    for other in still_held(plan):
        if (
            other.ward_code == meeting.ward_code
            and other.is_promised
            and other.meeting_id != meeting.meeting_id
            and not assigned(other, post)
        ):
            able = who_could(problem, bare, other, post)
            if able:
                return HandedOver(post, other.meeting_id, able[0].officer_id)
    return None


def visited(meeting: PlannedMeeting, post: Post, officer_id: str | None) -> PlannedMeeting:
    """The meeting with another visitor, or with none."""
    return replace(meeting, **{post.value: officer_id})  # type: ignore[arg-type]  # the two visits are fields


def _with_handover(problem: PlanningProblem, plan: Plan, loads: Loads, crew: Crew, handed: HandedOver) -> Crew:
    """Charge the visit at the other meeting wherever nobody could pay it at this one."""
    other = plan.meeting_by_id[handed.meeting_id]
    costs = officer_costs(problem, other, loads, crew.post, problem.officer_by_id[handed.officer_id])
    points = {
        name: np.where(crew.chosen < 0, costs.get(name, 0), crew.points.get(name, _nothing(problem)))
        for name in sorted({*crew.points, *costs})
    }
    return replace(crew, points=points, handed_over=handed)


def _nothing(problem: PlanningProblem) -> IntArray:
    return np.zeros(problem.sits.shape, dtype=np.int64)


def _nowhere(problem: PlanningProblem) -> BoolArray:
    return np.zeros(problem.sits.shape, dtype=np.bool_)


def _any(problem: PlanningProblem, masks: Iterable[BoolArray]) -> BoolArray:
    found = _nowhere(problem)
    for mask in masks:
        found |= mask
    return found
