"""What every slot of the year would cost one meeting, every other meeting left as it is: arrays, rule by rule.

It knows the shapes of rules, never a rule, and shares nothing with the solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np

from scheduler.audit import cost_by_rule
from scheduler.edit import replaced
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import BoolArray, IntArray, PlanningProblem, WardView
from scheduler.rules.shapes import Level, Post, Rule, YearRule, rules_of
from scheduler.why.crew import Crew, Loads, costs_now, crews, visited
from scheduler.why.verdicts import Facts, Slot, facts_of, slot_of, verdict


@dataclass(frozen=True, eq=False)
class Choices:
    """One meeting's year.

    Units: `by_rule`: points more than now, by should-rule
    Shape: `refused_by` (days, sittings, halls): place in `problem.rules` of the first must-rule that
           refuses, -1 where none does; `by_rule` broadcastable to the same
    Edges: `loads` are the rows' loads without this meeting
    """

    problem: PlanningProblem
    plan: Plan
    meeting: PlannedMeeting
    view: WardView
    refused_by: IntArray
    by_rule: Mapping[str, IntArray]
    crews: tuple[Crew, ...]
    loads: Loads

    @cached_property
    def difference(self) -> IntArray:
        """Points more than now. Shape: (days, sittings, halls)."""
        total = np.zeros(self.refused_by.shape, dtype=np.int64)
        for points in self.by_rule.values():
            total += points
        return total

    @cached_property
    def slot_now(self) -> Slot | None:
        """Where the meeting is; None where the data no longer knows of such a slot."""
        return slot_of(self.problem, self.view, self.meeting)

    def permitted(self) -> Iterator[Slot]:
        """Every slot that may be, in the order of the year."""
        yield from map(tuple, np.argwhere(self.refused_by < 0).tolist())

    def meeting_at(self, slot: Slot) -> PlannedMeeting:
        """The meeting in another slot, with the officers who would come."""
        day, sitting, hall = slot
        who = {crew.post: crew.at(day, sitting) for crew in self.crews}
        starts_at = datetime.combine(self.problem.days[day], self.problem.sittings[sitting].starts, self.problem.zone)
        return replace(
            self.meeting,
            session=self.problem.sittings[sitting].session,
            starts_at=starts_at,
            ends_at=starts_at + self.problem.length,
            venue_id=self.view.halls[hall].venue_id,
            sergeant=who[Post.SERGEANT] or "",
            ward_officers=tuple(officer for officer in (who[Post.WARD_OFFICER],) if officer),
            inspector=who.get(Post.INSPECTOR),
            public_realm=who.get(Post.PUBLIC_REALM),
        )

    def plan_at(self, slot: Slot) -> Plan:
        """The whole plan with the meeting in another slot, visits handed over where they must be."""
        plan = replaced(self.plan, self.meeting_at(slot))
        for crew in self.crews:
            handed = crew.handed_over
            if handed is not None and crew.at(slot[0], slot[1]) is None:
                other = plan.meeting_by_id[handed.meeting_id]
                plan = replaced(plan, visited(other, handed.post, handed.officer_id))
        return plan


def choices(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting) -> Choices:
    """Work out every slot of the year for one standing meeting of the plan.

    Edges: where a ward still meets in a hall that it can no longer use, the hall does not count towards what must be
    """
    facts = facts_of(problem, plan, meeting)
    staff = crews(problem, plan, meeting, facts.loads)
    refused_by = np.full(facts.shape, -1, dtype=np.int64)
    by_rule = {}
    for place, rule in enumerate(rules_of(problem)):
        refused, points = _with_crews(verdict(facts, rule), rule, staff)
        refused_by[(refused_by < 0) & refused] = place
        if rule.level is Level.SHOULD:
            by_rule[rule.name] = points
    found = Choices(problem, plan, meeting, facts.view, refused_by, by_rule, staff, facts.loads)
    now = _points_now(facts, found)
    more = {name: points - now[name] for name, points in by_rule.items()}
    return replace(found, by_rule={**more, **_beyond_usable(facts, found)})


def _with_crews(
    verdict_of_rule: tuple[BoolArray, IntArray], rule: Rule, staff: tuple[Crew, ...]
) -> tuple[BoolArray, IntArray]:
    """A rule's verdict on the slot and on the officers who would come."""
    refused, points = verdict_of_rule
    for crew in staff:
        if rule.name in crew.refusals:
            refused = refused | crew.refusals[rule.name][:, :, np.newaxis]
        if rule.name in crew.points:
            points = points + crew.points[rule.name][:, :, np.newaxis]
    return refused, points


def _points_now(facts: Facts, found: Choices) -> Mapping[str, int]:
    """What the meeting costs where and as it is, by rule, in the terms of `found`."""
    known = all(slot_of(facts.problem, facts.view, each) for each in (facts.meeting, *facts.others))
    slot = found.slot_now
    if slot is None or not known or any(each not in facts.problem.officer_by_id for each in facts.meeting.officers):
        return _calibrated(found)
    officers = costs_now(facts.problem, facts.meeting, facts.loads)
    return {
        rule.name: int(np.broadcast_to(verdict(facts, rule)[1], facts.shape)[slot]) + officers.get(rule.name, 0)
        for rule in rules_of(facts.problem)
        if rule.level is Level.SHOULD
    }


def _calibrated(found: Choices) -> Mapping[str, int]:
    """The same where the data no longer knows the slot: from one slot that may be, priced by the rules' plain side."""
    slot = next(found.permitted(), None)
    if slot is None:
        return dict.fromkeys(found.by_rule, 0)
    before, after = cost_by_rule(found.problem, found.plan), cost_by_rule(found.problem, found.plan_at(slot))
    return {
        name: before[name] - after[name] + int(np.broadcast_to(points, found.refused_by.shape)[slot])
        for name, points in found.by_rule.items()
    }


def _beyond_usable(facts: Facts, found: Choices) -> dict[str, IntArray]:
    """What rules about the whole year charge, by their plain side, where the ward still meets in a hall that it can no
    longer use: the memory of a year knows usable halls alone."""
    usable = {found.view.halls[n].venue_id for n in facts.usable}
    if all(meeting.venue_id in usable for meeting in (facts.meeting, *facts.others)):
        return {}
    rules = [rule for rule in found.problem.rules if isinstance(rule, YearRule) and rule.level is Level.SHOULD]
    return {rule.name: _plainly(facts, found, rule) for rule in rules}


def _plainly(facts: Facts, found: Choices, rule: YearRule) -> IntArray:
    """One slot stands for all that the rule cannot tell apart."""
    labels = np.broadcast_to(rule.automaton(facts.problem, facts.view, facts.usable).labels, facts.shape)
    kinds = facts.order[:, :, np.newaxis] * (int(labels.max()) + 1) + labels
    points, seen = np.zeros(facts.shape, dtype=np.int64), set()
    now = sum(charge.points for charge in rule.charges(found.problem, found.plan))
    for slot in found.permitted():
        kind = int(kinds[slot])
        if kind not in seen:
            seen.add(kind)
            then = sum(charge.points for charge in rule.charges(found.problem, found.plan_at(slot)))
            points[kinds == kind] = then - now
    return points
