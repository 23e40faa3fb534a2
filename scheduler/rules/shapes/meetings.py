"""A plan's meetings, as rules look at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise

from scheduler.edges import OtherMeeting
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import PlanningProblem, WardView

Following = PlannedMeeting | OtherMeeting
"""One of two meetings that follow one another: the plan's, or that on the other side of an edge."""


class Post(StrEnum):
    """A part at a meeting that an officer fills. The last two visit some meetings a year."""

    SERGEANT = "sergeant"
    WARD_OFFICER = "ward_officer"
    INSPECTOR = "inspector"
    PUBLIC_REALM = "public_realm"


def assigned(meeting: PlannedMeeting, post: Post) -> tuple[str, ...]:
    """Who fills a post at a meeting: officer ids."""
    if post is Post.WARD_OFFICER:
        return meeting.ward_officers
    officer_id = {
        Post.SERGEANT: meeting.sergeant,
        Post.INSPECTOR: meeting.inspector,
        Post.PUBLIC_REALM: meeting.public_realm,
    }[post]
    return (officer_id,) if officer_id else ()


def promised(plan: Plan) -> dict[str, tuple[PlannedMeeting, ...]]:
    """Each ward's meetings in date order, cancelled ones included: what the year promised.

    Edges: not those that are beside it: extra ones, and those that took the place of another that is among these
    """
    return in_date_order_by_ward(meeting for meeting in plan.meetings if meeting.is_promised)


def in_date_order_by_ward(meetings: Iterable[PlannedMeeting]) -> dict[str, tuple[PlannedMeeting, ...]]:
    """Meetings by their ward's code, each ward's in date order."""
    by_ward: dict[str, list[PlannedMeeting]] = {}
    for meeting in sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.meeting_id)):
        by_ward.setdefault(meeting.ward_code, []).append(meeting)
    return {code: tuple(held) for code, held in by_ward.items()}


def still_held(plan: Plan) -> tuple[PlannedMeeting, ...]:
    """The meetings that stand."""
    return tuple(meeting for meeting in plan.meetings if meeting.stands)


def consecutive(problem: PlanningProblem, plan: Plan) -> Iterator[tuple[WardView, Following, Following]]:
    """Each ward's meetings in pairs that follow one another, over the period's edges too.

    Edges: of a pair at least one is the plan's; a ward without a meeting in the plan has none
    """
    by_ward = promised(plan)
    for view in problem.wards:
        held, edges = by_ward.get(view.ward.code, ()), problem.edges_of(view)
        following: tuple[Following, ...] = (*edges.before[-1:], *held, *edges.after[:1]) if held else ()
        for earlier, later in pairwise(following):
            yield view, earlier, later


def overlapping(meetings: Iterable[PlannedMeeting]) -> Iterator[tuple[PlannedMeeting, PlannedMeeting]]:
    """Each pair of meetings that overlap in time, the earlier first."""
    ordered = sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.meeting_id))
    for n, one in enumerate(ordered):
        for other in ordered[n + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            yield one, other


def in_plan(*meetings: Following) -> tuple[str, ...]:
    """The ids of those meetings that are the plan's."""
    return tuple(meeting.meeting_id for meeting in meetings if isinstance(meeting, PlannedMeeting))


def spoken(meeting: Following) -> str:
    """A meeting in a breach's words: its id, day and start."""
    if isinstance(meeting, OtherMeeting):
        return f"{meeting.meeting_id or 'the meeting'} on {meeting.held_on:%a %d %b %Y}"
    return f"{meeting.meeting_id} on {meeting.starts_at:%a %d %b %Y %H:%M}"
