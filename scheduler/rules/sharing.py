"""Must: what wards share is never in two places at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import PlanningProblem, WardView, once_a_problem
from scheduler.rules.shapes import (
    Asking,
    BoroughRule,
    Breach,
    Level,
    OtherSetting,
    Repair,
    Row,
    Scope,
    Seat,
    overlapping,
    spoken,
    still_held,
    with_another_hall,
    with_limits,
    with_second,
)


class OfficerOnce(BoroughRule):
    """Two meetings that overlap in time share no officer, whatever the post."""

    name = "officer_once"
    sentence = "No officer is at two meetings at once"
    level = Level.MUST
    scope = Scope.DAY
    can_be_left_out = False  # nobody can; one more officer is offered

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        for one, other in overlapping(still_held(plan)):
            for officer_id in sorted(set(one.officers) & set(other.officers)):
                yield self.breach(f"officer {officer_id} is at {spoken(one)} and {spoken(other)}", one, other)

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """One row an officer, day and group of overlapping starts."""
        wanted = {(seat.officer, seat.day, group) for seat in seats if seat.officer for group in _groups(problem, seat)}
        for officer, day, group in sorted(wanted):
            label = f"officer {officer} on {problem.day_names[day]}"
            yield Row(self.name, label, 1, day=day, sittings=group, officer=officer)

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """One more officer, for the hours of one who is wanted twice."""
        return seconds(self, problem, view)


class SharedHall(BoroughRule):
    """Two meetings that overlap in time share no hall."""

    name = "shared_hall"
    sentence = "No hall has two meetings at once"
    level = Level.MUST
    scope = Scope.DAY
    can_be_left_out = False  # there is no room; one more hall is offered

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        for one, other in overlapping(still_held(plan)):
            if one.venue_id == other.venue_id:
                yield self.breach(f"{spoken(one)} and {spoken(other)} are both in {one.venue_id}", one, other)

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """One row a shared hall, day and group of overlapping starts."""
        wanted = {
            (seat.hall, seat.day, group)
            for seat in seats
            if not seat.officer and seat.hall in _shared_halls(problem)
            for group in _groups(problem, seat)
        }
        for hall, day, group in sorted(wanted):
            label = f"{problem.venue_by_id[hall].name} on {problem.day_names[day]}"
            yield Row(self.name, label, 1, day=day, sittings=group, hall=hall)

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """One more hall, for the hours of one that several wards use."""
        for venue in view.halls:
            if venue.venue_id in _shared_halls(problem):
                second = replace(venue, venue_id=f"{venue.venue_id} the second")
                sentence = f"Find a second hall with the hours of {venue.name}"
                yield Repair(sentence, with_another_hall(second), self.subject, (Asking.SECOND,))


class NeighboursApart(BoroughRule):
    """The meetings of wards that share a border never overlap, so that residents can go to both."""

    name = "neighbours_apart"
    sentence = "Neighbouring wards never meet at the same time"
    level = Level.MUST
    scope = Scope.DAY

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        for one, other in overlapping(still_held(plan)):
            view = problem.ward_by_code.get(one.ward_code)
            if view is not None and other.ward_code in view.ward.neighbours:
                yield self.breach(f"{spoken(one)} and {spoken(other)} overlap", one, other)

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """One row a largest set of wards that all border one another, day and group of overlapping starts."""
        cliques = cliques_by_ward(problem)
        wanted = {
            (clique, seat.day, group)
            for seat in seats
            if not seat.officer
            for clique in cliques[seat.ward]
            for group in _groups(problem, seat)
        }
        for clique, day, group in sorted(wanted):
            names = ", ".join(problem.wards[ward].ward.name for ward in clique)
            yield Row(self.name, f"{names} on {problem.day_names[day]}", 1, wards=clique, day=day, sittings=group)


class MeetingsADay(BoroughRule):
    """At most `meetings_a_day` meetings in the whole borough on one day."""

    name = "meetings_a_day"
    sentence = "The borough holds no more meetings on one day than its teams can serve"
    limit = "meetings_a_day"
    level = Level.MUST
    scope = Scope.DAY

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        most = problem.borough.policy.limits.meetings_a_day
        by_day: dict[date, list[PlannedMeeting]] = {}
        for meeting in still_held(plan):
            by_day.setdefault(meeting.held_on, []).append(meeting)
        for day, that_day in sorted(by_day.items()):
            if len(that_day) > most:
                yield self.breach(f"{len(that_day)} on {day:%A %d %B %Y}, at most {most}", *that_day)

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """One row a day."""
        most = problem.borough.policy.limits.meetings_a_day
        for day in sorted({seat.day for seat in seats if not seat.officer}):
            yield Row(self.name, problem.day_names[day], most, day=day)

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """One more a day."""
        most = problem.borough.policy.limits.meetings_a_day + 1
        sentence = f"Hold up to {most} meetings a day in the borough"
        mend = OtherSetting("limits.meetings_a_day", most)
        yield Repair(sentence, with_limits(meetings_a_day=most), self.subject, (Asking.DAY,), mend)


def seconds(rule: BoroughRule, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
    """A second officer in the place of each who serves the ward, for a rule that asks where officers are."""
    for officer in view.officers:
        sentence = f"Find a second {officer.role.replace('_', ' ')} for the hours of {officer.officer_id}"
        leave = problem.absences_by_officer.get(officer.officer_id, ())
        yield Repair(sentence, with_second(officer, leave), rule.subject, (Asking.SECOND,))


def _groups(problem: PlanningProblem, seat: Seat) -> tuple[tuple[int, ...], ...]:
    return _groups_by_sitting(problem)[seat.sitting]


@once_a_problem
def _groups_by_sitting(problem: PlanningProblem) -> tuple[tuple[tuple[int, ...], ...], ...]:
    return tuple(
        tuple(group for group in problem.overlaps if sitting in group) for sitting in range(len(problem.sittings))
    )


@once_a_problem
def _shared_halls(problem: PlanningProblem) -> frozenset[str]:
    return frozenset(venue.venue_id for venue in problem.borough.venues if len(venue.ward_codes) > 1)


@once_a_problem
def cliques_by_ward(problem: PlanningProblem) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """For each ward, the largest sets of wards with it that all border one another; none where it borders none."""
    index = {view.ward.code: view.index for view in problem.wards}
    near = [frozenset(index[code] for code in view.ward.neighbours) for view in problem.wards]
    cliques = sorted(clique for clique in _largest_cliques(near) if len(clique) > 1)
    return tuple(tuple(clique for clique in cliques if ward in clique) for ward in range(len(near)))


def _largest_cliques(near: list[frozenset[int]]) -> Iterator[tuple[int, ...]]:
    """Bron and Kerbosch with a pivot. Source: Tomita et al. 2006, doi:10.1016/j.tcs.2006.06.015."""

    def grow(clique: frozenset[int], open_: frozenset[int], done: frozenset[int]) -> Iterator[tuple[int, ...]]:
        if not open_ and not done:
            yield tuple(sorted(clique))
            return
        pivot = max(sorted(open_ | done), key=lambda ward: len(near[ward] & open_))
        for ward in sorted(open_ - near[pivot]):
            yield from grow(clique | {ward}, open_ & near[ward], done & near[ward])
            open_, done = open_ - {ward}, done | {ward}

    return grow(frozenset(), frozenset(range(len(near))), frozenset())
