"""Who of a meeting cannot come, and who can in their place, each with the form that sends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from scheduler.edit import who_could
from scheduler.problem import PlanningProblem
from scheduler.rules.on_duty import off_duty_reason
from scheduler.rules.shapes import Post, assigned
from wardpanels.console.move_form import typed_now
from wardpanels.console.request import Request
from wardpanels.console.wording_for_staff import Names
from wardpanels.console.wording_of_a_meeting import points_more
from wardpanels.publicity.who_comes import declined
from wardpanels.year.meeting_in_full import MeetingInFull

MOST_SHOWN = 2


@dataclass(frozen=True, slots=True)
class InPlace:
    """Somebody who can come instead: who, what that costs more, and the fields of the form that sends them."""

    who: str
    points: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SwapShown:
    """Somebody who is to be at a meeting and cannot come: why not, and who can. Edges: the best first, or nobody"""

    who: str
    why: str
    others: tuple[InPlace, ...]


def swaps(asked: Request, problem: PlanningProblem, full: MeetingInFull) -> Iterator[SwapShown]:
    """Everybody who cannot come to a meeting that is to come: away, off duty, or having said so."""
    meeting, names = full.meeting, Names(problem.borough)
    officers = {each.officer_id: each for each in problem.borough.officers}
    gone = declined(asked.house.desk(problem.period), meeting.meeting_id, asked.at) if full.release else frozenset()
    begins = meeting.starts_at.replace(tzinfo=None)
    for post in Post:
        for officer_id in assigned(meeting, post):
            officer = officers.get(officer_id)
            why = off_duty_reason(problem, officer, begins) if officer else "is not in the files any more"
            if why or officer_id in gone:
                others = ((each, points) for each, points in _others(problem, full, post) if each not in gone)
                shown = (_in_place(full, post, names, *each) for each in islice(others, MOST_SHOWN))
                yield SwapShown(names.officer(officer_id), why or "has declined", tuple(shown))


def _others(problem: PlanningProblem, full: MeetingInFull, post: Post) -> Iterator[tuple[str, str]]:
    """Who can come instead, and at what price. Edges: it is "" where something else of the meeting is in the way too"""
    priced = [each for each in full.explained.officers if each.post is post and each.difference is not None]
    yield from ((each.officer_id, points_more(each.difference or 0)) for each in priced)
    if not priced:
        free = who_could(problem, full.draft.plan, full.meeting, post)
        now = assigned(full.meeting, post)
        yield from ((each.officer_id, "") for each in free if each.officer_id not in now)


def _in_place(full: MeetingInFull, post: Post, names: Names, officer_id: str, points: str) -> InPlace:
    return InPlace(names.officer(officer_id), points, {**typed_now(full.meeting), post.value: officer_id})
