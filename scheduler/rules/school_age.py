"""Must: school-age residents can come to some of the year's meetings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import FORBIDDEN, Automaton, Breach, Level, YearRule, promised
from scheduler.school import is_school_holiday, suits_school_age


class SchoolAgeMeetings(YearRule):
    """At least `school_age_meetings` a ward a year: at a weekend, in the school holidays, or early in the evening.

    Edges: never more than the meetings owed; 0 switches the rule off
    """

    name = "school_age"
    sentence = "Some of each ward's meetings are at a time when school-age residents can come, if the borough asks it"
    limit = "school_age_meetings"
    level = Level.MUST

    def wanted(self, problem: PlanningProblem, view: WardView) -> int:
        """How many such meetings the ward needs."""
        return min(problem.period.pro_rata(problem.borough.policy.limits.school_age_meetings), view.owed)

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """The plain side; a cancelled meeting was promised, so it still counts here."""
        by_ward = promised(plan)
        for view in problem.wards:
            meetings = by_ward.get(view.ward.code, ())
            seen, wanted = sum(_suits(problem, meeting) for meeting in meetings), self.wanted(problem, view)
            if seen < wanted:
                yield self.breach(f"{view.ward.name} has {seen}, wanted {wanted}", *meetings)

    def automaton(self, problem: PlanningProblem, view: WardView, usable: tuple[int, ...]) -> Automaton:
        """State: how many such meetings so far."""
        wanted = self.wanted(problem, view)
        states = np.arange(wanted + 1)
        moves = np.stack([states, np.minimum(states + 1, wanted)], axis=1).astype(np.int64)
        ends = np.where(states == wanted, 0, FORBIDDEN).astype(np.int64)
        labels = _labels(problem) if wanted else np.zeros((1, 1), dtype=np.int64)
        return Automaton(labels[:, :, np.newaxis], moves, ends)


def _suits(problem: PlanningProblem, meeting: PlannedMeeting) -> bool:
    starts = meeting.starts_at.timetz().replace(tzinfo=None)
    return suits_school_age(problem.borough.school, meeting.held_on, meeting.session, starts)


def _labels(problem: PlanningProblem) -> IntArray:
    """1 where school-age residents can come: (days, sittings)."""
    school = problem.borough.school
    labels = np.zeros(problem.sits.shape, dtype=np.int64)
    holidays = np.array([is_school_holiday(school, day) for day in problem.days], dtype=np.int64)
    for n, sitting in enumerate(problem.sittings):
        in_term = suits_school_age((), problem.first_day, sitting.session, sitting.starts)
        labels[:, n] = 1 if in_term else (0 if sitting.session == "evening" else holidays)
    return labels
