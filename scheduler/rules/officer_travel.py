"""Must: nobody has to be in two halls within minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import ceil

from scheduler.facts import Officer
from scheduler.place import metres_between
from scheduler.plan import Plan, PlannedMeeting
from scheduler.policy import Session
from scheduler.problem import PlanningProblem, WardView, once_a_problem
from scheduler.rules.shapes import BoroughRule, Breach, Level, Repair, Row, Scope, Seat, spoken, still_held
from scheduler.rules.sharing import seconds


class OfficerTravel(BoroughRule):
    """Between two meetings of an officer on one day lies the way between the farthest two halls they may be sent to.

    The way is as the crow flies, at `officer_travel_kmh`. Eight is a fair figure: London's buses run at about fifteen,
    and waiting, walking and corners halve that. The farthest halls stand for all, so that a hall can still be changed
    on the day.

    Edges: 0 switches the rule off
    """

    name = "officer_travel"
    sentence = "An officer with two meetings on a day has time to travel between any two halls, if the borough asks it"
    limit = "officer_travel_kmh"
    limit_step = 4
    level = Level.MUST
    scope = Scope.DAY

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side."""
        if not problem.borough.policy.limits.officer_travel_kmh:
            return
        for one, other in _same_day(still_held(plan)):
            gap = (other.starts_at - one.ends_at).total_seconds() / 60
            for officer_id in sorted(set(one.officers) & set(other.officers) & problem.officer_by_id.keys()):
                way = minutes_of_travel(problem, officer_id)
                if gap < way:
                    told = f"has {gap:.0f} minutes" if gap >= 0 else "has no time"
                    yield self.breach(
                        f"officer {officer_id} {told} between {spoken(one)} and {spoken(other)}, may need {way}",
                        one,
                        other,
                    )

    def rows(self, problem: PlanningProblem, seats: Iterable[Seat]) -> Iterator[Row]:
        """One row an officer, day and group of starts that leave too little time."""
        if not problem.borough.policy.limits.officer_travel_kmh:
            return
        wanted = {
            (seat.officer, seat.day, group)
            for seat in seats
            if seat.officer
            for group in _groups(problem, minutes_of_travel(problem, seat.officer))
            if seat.sitting in group
        }
        for officer, day, group in sorted(wanted):
            label = f"officer {officer}'s travel on {problem.day_names[day]}"
            yield Row(self.name, label, 1, day=day, sittings=group, officer=officer)

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """One more officer, for the hours of one who is wanted twice."""
        return seconds(self, problem, view)

    def tells_apart(self, problem: PlanningProblem) -> tuple[tuple[int, ...], ...]:
        """The groups of every officer."""
        if not problem.borough.policy.limits.officer_travel_kmh:
            return ()
        ways = {minutes_of_travel(problem, officer.officer_id) for officer in problem.borough.officers}
        return tuple(sorted({group for way in ways for group in _groups(problem, way)}))


def minutes_of_travel(problem: PlanningProblem, officer_id: str) -> int:
    """The way between the farthest two halls of the officer's wards, in whole minutes, rounded up."""
    return _minutes_by_officer(problem)[officer_id]


@once_a_problem
def _minutes_by_officer(problem: PlanningProblem) -> dict[str, int]:
    return {officer.officer_id: _minutes(problem, officer) for officer in problem.borough.officers}


def _minutes(problem: PlanningProblem, officer: Officer) -> int:
    wards = officer.ward_codes | officer.deputy_ward_codes
    halls = [venue for venue in problem.borough.venues if wards & venue.ward_codes]
    ways = (metres_between(one.lat, one.lon, other.lat, other.lon) for one, other in combinations(halls, 2))
    metres_a_minute = problem.borough.policy.limits.officer_travel_kmh * 1000 / 60
    return ceil(max(ways, default=0.0) / metres_a_minute)


@once_a_problem
def _groups(problem: PlanningProblem, way: int) -> tuple[tuple[int, ...], ...]:
    """The largest groups of sittings of one day of which no two leave so many minutes between them."""
    minutes = [sitting.starts.hour * 60 + sitting.starts.minute for sitting in problem.sittings]
    weekend = [sitting.session is Session.WEEKEND_DAYTIME for sitting in problem.sittings]
    reach = problem.borough.policy.length_minutes + way
    groups = {
        tuple(n for n, begins in enumerate(minutes) if 0 <= begins - first < reach and weekend[n] == weekend[at])
        for at, first in enumerate(minutes)
    }
    return tuple(sorted(group for group in groups if not any(set(group) < set(other) for other in groups)))


def _same_day(meetings: Iterable[PlannedMeeting]) -> Iterator[tuple[PlannedMeeting, PlannedMeeting]]:
    ordered = sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.meeting_id))
    return ((one, other) for one, other in combinations(ordered, 2) if one.held_on == other.held_on)
