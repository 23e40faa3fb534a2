"""Must: every ward, hall and officer of a plan exists and belongs there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.plan import Plan
from scheduler.problem import BoolArray, PlanningProblem, WardView
from scheduler.rules.shapes import Breach, Level, Occasion, SlotRule, spoken, still_held


class PermittedSlots(SlotRule):
    """A meeting is at a permitted start, on the right days of the week, for the length agreed, in a hall of its ward.

    Source: `[policy.starts]`; evening and weekday daytime are Monday to Friday, weekend daytime Saturday and Sunday
    """

    name = "permitted_slots"
    sentence = "Meetings start at the times the borough permits, in a hall that serves the ward"
    level = Level.MUST

    def refusal(self, problem: PlanningProblem, view: WardView, occasion: Occasion) -> str | None:
        """The plain side."""
        if not problem.first_day <= occasion.day <= problem.last_day:
            return f"is outside {problem.year}"
        if occasion.sitting not in problem.sittings or not occasion.sitting.is_on(occasion.day):
            return f"is not at a permitted {occasion.sitting.session.replace('_', ' ')} start"
        if view.ward.code not in occasion.venue.ward_codes:
            return f"is in {occasion.venue.name}, which does not serve {view.ward.name}"
        return None

    def permits(self, problem: PlanningProblem, view: WardView) -> BoolArray:
        """The solver's side: halls are the ward's own already."""
        return problem.sits[:, :, np.newaxis]

    def breaches(self, problem: PlanningProblem, plan: Plan) -> Iterator[Breach]:
        """Also names that nothing in the data bears, and meetings of the wrong length."""
        yield from super().breaches(problem, plan)
        for meeting in still_held(plan):
            if meeting.ward_code not in problem.ward_by_code:
                yield self.breach(f"{spoken(meeting)} is of an unknown ward {meeting.ward_code!r}", meeting)
            if meeting.venue_id not in problem.venue_by_id:
                yield self.breach(f"{spoken(meeting)} is in an unknown hall {meeting.venue_id!r}", meeting)
            if meeting.ends_at - meeting.starts_at != problem.length:
                yield self.breach(f"{spoken(meeting)} does not last {problem.length.seconds // 60} minutes", meeting)
