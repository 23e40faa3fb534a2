"""What a re-plan is asked: the year as it was published, the moment it is planned anew, and what must stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import AnyRule, PlanningProblem
from scheduler.rules.shapes.meetings import in_date_order_by_ward


@dataclass(frozen=True, slots=True)
class Pin:
    """What of one meeting must stay: its date (with its start), its hall, its officers, or all three."""

    meeting: PlannedMeeting
    date: bool = True
    hall: bool = True
    officers: bool = True


@dataclass(frozen=True, slots=True)
class Replanning:
    """A year to be planned anew.

    `problem` has what is over as history, and rules of this re-plan alone beside the lasting ones; `rules` are the
    lasting ones, which say what the new plan costs.
    """

    problem: PlanningProblem
    rules: tuple[AnyRule, ...]
    published: Plan
    as_of: datetime
    pins: tuple[Pin, ...] = ()

    @property
    def coming(self) -> Mapping[str, tuple[PlannedMeeting, ...]]:
        """By ward, the published meetings still to come."""
        return coming(self.published, self.as_of)


def coming(published: Plan, as_of: datetime) -> Mapping[str, tuple[PlannedMeeting, ...]]:
    """By ward, the promised meetings still to come, cancelled ones too: their dates are the last to be given up."""
    to_come = (meeting for meeting in published.meetings if meeting.starts_at >= as_of)
    return in_date_order_by_ward(meeting for meeting in to_come if meeting.is_promised)
