"""Must: every ward, hall and officer of a plan exists and belongs there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from functools import partial

import numpy as np

from scheduler.facts import Known, Venue
from scheduler.plan import Plan
from scheduler.policy import Policy, Session
from scheduler.problem import BoolArray, PlanningProblem, WardView
from scheduler.rules.shapes import (
    ALWAYS,
    Asking,
    Breach,
    ClashOrder,
    Demand,
    HallLent,
    Level,
    Occasion,
    OtherSetting,
    Pin,
    Repair,
    SlotRule,
    lent,
    spoken,
    still_held,
    with_another_hall,
    with_policy,
)

EXTRA_STARTS = {
    Session.EVENING: (time(18), time(20)),
    Session.WEEKDAY_DAYTIME: (time(12), time(14, 30)),
    Session.WEEKEND_DAYTIME: (time(10), time(15, 30)),
}
"""Starts a borough might add to those it permits."""


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
            return f"is outside {problem.period}"
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

    def demands(self, problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
        """Starts and halls are what a year is made of, so they are given."""
        if not view.halls:
            yield Demand(f"No hall serves {view.ward.name}", None, place=(ClashOrder.GIVEN,))

    def repairs(self, problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
        """One more start, or a hall that serves a neighbouring ward."""
        policy = problem.borough.policy
        for session, starts in EXTRA_STARTS.items():
            known = policy.starts.get(session, ())
            for start in (each for each in starts if each not in known):
                sentence = f"Permit one more {session.value.replace('_', ' ')} start, {start:%H:%M}"
                every = tuple(f"{each:%H:%M}" for each in sorted((*known, start)))
                mend = OtherSetting(f"starts.{session}", every)
                change = with_policy(partial(_with_start, session, start))
                yield Repair(sentence, change, place=(Asking.START,), mend=mend)
        for venue in problem.borough.venues:
            if view.ward.code not in venue.ward_codes and venue.ward_codes & view.ward.neighbours:
                sentence = f"Let {view.ward.name} use {venue.name}, a neighbouring ward's hall"
                lending = HallLent(venue.venue_id, view.ward.code)
                yield Repair(sentence, lent(venue, view.ward.code), place=(Asking.HALL, 1), mend=lending)
        another = _another_hall(view)
        sentence = (
            f"Find another hall for {view.ward.name}: open at all times, step-free, for {another.capacity} people"
        )
        yield Repair(sentence, with_another_hall(another), place=(Asking.ANOTHER,))

    def concerns(self, problem: PlanningProblem, pin: Pin) -> bool:
        """The hall where it is none of the ward's, so that the meeting may go elsewhere on its date; else the date."""
        venue = problem.venue_by_id.get(pin.meeting.venue_id)
        return pin.date if venue is not None and pin.meeting.ward_code in venue.ward_codes else pin.hall


def _another_hall(view: WardView) -> Venue:
    """A hall that does for a ward, at the dearest hire that it knows."""
    ward, dearest = view.ward, max((hall.hire_gbp_per_hour for hall in view.halls), default=0.0)
    return Venue(
        venue_id=f"another hall of {ward.code}",
        name="another hall",
        address="",
        postcode="",
        lat=ward.lat,
        lon=ward.lon,
        ward_codes=frozenset({ward.code}),
        capacity=view.standing.expected_residents,
        hire_gbp_per_hour=dearest,
        opening_hours=ALWAYS,
        step_free=Known.YES,
    )


def _with_start(session: Session, start: time, policy: Policy) -> Policy:
    return replace(policy, starts={**policy.starts, session: tuple(sorted((*policy.starts.get(session, ()), start)))})
