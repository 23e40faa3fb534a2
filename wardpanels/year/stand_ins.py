"""Who could come to a meeting instead of an officer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.edit import find, who_could
from scheduler.facts import Officer
from scheduler.names import officer_named
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

    Edges: who is away is given by id or by name
    Errors: UnknownName
    """
    meeting = find(plan, meeting_id)
    missing = {officer_named(problem.borough, each).officer_id for each in away}
    return tuple(
        StandIn(post, officer, is_assigned=officer.officer_id in assigned(meeting, post))
        for post in Post
        if assigned(meeting, post)
        for officer in who_could(problem, plan, meeting, post)
        if officer.officer_id not in missing
    )
