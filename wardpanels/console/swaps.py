"""Who of a meeting cannot come, and who can in their place, each with the form that sends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
                yield SwapShown(names.officer(officer_id), why or "has declined", tuple(_others(full, post, names)))


def _others(full: MeetingInFull, post: Post, names: Names) -> Iterator[InPlace]:
    can = [each for each in full.explained.officers if each.post is post and each.difference is not None]
    for each in can[:MOST_SHOWN]:
        fields = {**typed_now(full.meeting), post.value: each.officer_id}
        yield InPlace(names.officer(each.officer_id), points_more(each.difference or 0), fields)
