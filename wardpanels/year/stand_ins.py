"""Who could come to a meeting instead of an officer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.edit import find, who_could
from scheduler.errors import UnknownName
from scheduler.facts import Officer
from scheduler.plan import Plan
from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import Post, assigned


@dataclass(frozen=True, slots=True)
class StandIn:
    """One officer who could take a post at a meeting, the best first. `is_assigned`: comes already."""

    post: Post
    officer: Officer
    is_assigned: bool


def stand_ins(problem: PlanningProblem, plan: Plan, meeting_id: str, away: Iterable[str]) -> tuple[StandIn, ...]:
    """Who could take each post at a meeting, without those who are away: on duty and free, the best first.

    Errors: UnknownName
    """

    meeting, missing = find(plan, meeting_id), frozenset(away)
    for officer_id in missing - problem.officer_by_id.keys():
        raise UnknownName("officer", officer_id, "an officer_id in officers.csv")
    return tuple(
        StandIn(post, officer, is_assigned=officer.officer_id in assigned(meeting, post))
        for post in Post
        if assigned(meeting, post)
        for officer in who_could(problem, plan, meeting, post)
        if officer.officer_id not in missing
    )
