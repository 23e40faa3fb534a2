"""Rules about who comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from scheduler.facts import Officer, Role
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes.changes import ALWAYS, in_words, with_another_officer, with_hours, without_leave
from scheduler.rules.shapes.demands import Asking, ClashOrder, Demand, Repair, Subject
from scheduler.rules.shapes.meetings import Post
from scheduler.rules.shapes.mends import RowGone
from scheduler.rules.shapes.pins import Pin
from scheduler.rules.shapes.replies import Scope
from scheduler.rules.shapes.rule import Rule


class StaffRule(Rule):
    """Who may fill a post at a ward's meetings, and at what cost a meeting?"""

    scope = Scope.WARD
    post: ClassVar[Post]

    def eligible(self, view: WardView) -> tuple[Officer, ...] | None:
        """The officers who may; None where this rule does not say."""
        return None

    def visits(self, problem: PlanningProblem) -> int | None:
        """How many meetings a year need the post filled; None: every meeting."""
        return None

    def officer_cost(self, problem: PlanningProblem, view: WardView, officer: Officer) -> int:
        """Points a meeting for choosing this officer."""
        return 0

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """The rule, and then the hours and the leave of everyone who may."""
        yield from super().demands(problem, view)
        for officer in self.eligible(view) or ():
            who, place = _named(officer), (ClashOrder.OFFICER,)
            always = with_hours(officer, ALWAYS)
            yield Demand(f"The {who} works {officer.working_hours}", always, place=place)
            if problem.absences_by_officer.get(officer.officer_id):
                yield Demand(f"The {who} is away on leave", without_leave(officer), _leave_of(officer), place)

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """Leave that somebody could take at another time, or one officer more."""
        eligible = self.eligible(view)
        if eligible is None:
            return
        for officer in eligible:
            for absence in problem.absences_by_officer.get(officer.officer_id, ()):
                sentence = f"Change the leave of {_named(officer)} from {in_words(absence.days)}"
                change, mend = without_leave(officer, absence), RowGone(absence)
                yield Repair(sentence, change, _leave_of(officer), (Asking.LEAVE,), mend)
        another = _another(view, self.post)
        sentence = f"Find another {_role(another)} for {view.ward.name}, free at any time"
        yield Repair(sentence, with_another_officer(another), place=(Asking.ANOTHER,))

    def concerns(self, problem: PlanningProblem, pin: Pin) -> bool:
        """Who comes."""
        return pin.officers


def _named(officer: Officer) -> str:
    return f"{_role(officer)} {officer.officer_id}"


def _role(officer: Officer) -> str:
    return officer.role.replace("_", " ")


def _another(view: WardView, post: Post) -> Officer:
    """An officer who does for a post of one ward."""
    role, code = Role.DWO if post is Post.WARD_OFFICER else Role(post.value), view.ward.code
    return Officer(f"another {role} of {code}", role, "", "", frozenset({code}), frozenset(), ALWAYS)


def _leave_of(officer: Officer) -> Subject:
    return "leave", officer.officer_id
