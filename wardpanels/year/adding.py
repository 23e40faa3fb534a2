"""Adds a meeting beside a ward's year: an extra one, or one in the place of another that is still owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import numpy as np

from scheduler.audit import cost_by_rule
from scheduler.edit import NewTiming, add, to_add, with_one_more
from scheduler.errors import RefusedEdit, UnknownName
from scheduler.framing import as_planned
from scheduler.names import hall_named, ward_named
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import BoolArray, PlanningProblem
from scheduler.store import Store
from scheduler.why.alternatives import Alternative, Ranking, ranking
from wardpanels.year.drafts import UNSIGNED, Signed, stored_draft, with_told_ids
from wardpanels.year.editing import Edited, keep_change
from wardpanels.year.owing import open_of

DAYS_APART = 14
"""A slot nearer than this to another meeting of the ward is not offered: hardly anybody comes twice in a fortnight."""


@dataclass(frozen=True, slots=True)
class ToAdd:
    """What is to be added: in which ward, or in the place of which meeting; just one of the two is given."""

    ward: str | None = None
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """The best slots for a meeting to be added, `difference` being points more than without it, and how many there are.

    Edges: `new` is the meeting before it has a place
    """

    new: PlannedMeeting
    best: tuple[Alternative, ...]
    count: int


def offer(store: Store, problem: PlanningProblem, asked: ToAdd, at: datetime, most: int) -> Offer:
    """Rank the slots after today for a meeting to be added, the cheapest first, then the nearest to what it replaces.

    Errors: NothingYet; UnknownName for a ward, or for a meeting that is not owed
    """
    plan = stored_draft(store, problem.borough, problem.period).plan
    problem = as_planned(problem, plan)
    new = _new(store, problem, plan, asked, at)
    ranked = _ranked(problem, plan, new)
    free = ranked.others() & _to_come(problem, plan, new, at) & _of_its_kind(problem, new)
    before, now = cost_by_rule(problem, plan), cost_by_rule(problem, ranked.found.plan)
    beyond = partial(_beyond, {rule: now[rule] - before[rule] for rule in before})
    found = tuple(map(beyond, ranked.best_within(free, most)))
    return Offer(new, found, int((free & ranked.permitted).sum()))


def _beyond(placed: Mapping[str, int], other: Alternative) -> Alternative:
    """The same in points more than without the meeting, given what more it costs where it was placed to look from."""
    more = {rule: points + other.by_rule.get(rule, 0) for rule, points in placed.items()}
    return replace(other, difference=sum(more.values()), by_rule={rule: each for rule, each in more.items() if each})


def add_meeting(
    store: Store, problem: PlanningProblem, asked: ToAdd, wish: NewTiming, at: datetime, signed: Signed = UNSIGNED
) -> tuple[Edited, str]:
    """Add a meeting on a date, and return its id; where no start or hall is wished for, the best that the rules allow.

    Errors: NothingYet; UnknownName as `offer`, and for a hall or officer; RefusedEdit where a must-rule is in the way;
            StaleRevision where it is another draft than the one that was seen
    """
    draft = stored_draft(store, problem.borough, problem.period, signed.revision)
    problem = as_planned(problem, draft.plan)
    new = _new(store, problem, draft.plan, asked, at)
    if wish.starts is None or wish.venue_id is None:
        wish = _completed(problem, draft.plan, new, wish)
    after = add(problem, draft.plan, new, wish)
    return keep_change(store, problem, draft, after, at, signed), new.meeting_id


def ward_to_add(store: Store, problem: PlanningProblem, asked: ToAdd, at: datetime) -> tuple[str, ...]:
    """The code of the ward that a meeting is to be added in. Errors: as `offer`."""
    plan = stored_draft(store, problem.borough, problem.period).plan
    return (_new(store, as_planned(problem, plan), plan, asked, at).ward_code,)


def _new(store: Store, problem: PlanningProblem, plan: Plan, asked: ToAdd, at: datetime) -> PlannedMeeting:
    """The meeting to be added, without a place. Errors: UnknownName."""
    problem = with_told_ids(store, problem)
    if asked.instead_of is None:
        return to_add(problem, plan, ward_named(problem.borough, asked.ward or "").code, at)
    owed = [promise.meeting for promise in open_of(store, problem, at)]
    known = {meeting.meeting_id: meeting for meeting in owed}
    if asked.instead_of not in known:
        wanted = f"one of {', '.join(known)}" if known else "one that was cancelled or not held"
        raise UnknownName("debt", asked.instead_of, wanted, known)
    instead = known[asked.instead_of]
    return to_add(problem, plan, instead.ward_code, at, instead)


def _ranked(problem: PlanningProblem, plan: Plan, new: PlannedMeeting) -> Ranking:
    return ranking(problem, with_one_more(plan, new), new.meeting_id)


def _of_its_kind(problem: PlanningProblem, new: PlannedMeeting) -> BoolArray:
    """The sittings in the evening or by day, as those of what the meeting replaces. Shape: (1, sittings, 1)."""
    kinds = [
        new.instead_of is None or sitting.session.is_daytime == new.session.is_daytime for sitting in problem.sittings
    ]
    return np.array(kinds, dtype=np.bool_).reshape(1, -1, 1)


def _to_come(problem: PlanningProblem, plan: Plan, new: PlannedMeeting, at: datetime) -> BoolArray:
    """Days after today that are not near another meeting of the ward. Shape: (days, 1, 1)."""
    today, near = at.astimezone(problem.zone).date(), timedelta(days=DAYS_APART)
    own = [each.held_on for each in plan.meetings if each.ward_code == new.ward_code and each.stands]
    free = [day > today and all(abs(day - other) >= near for other in own) for day in problem.days]
    return np.array(free, dtype=np.bool_).reshape(-1, 1, 1)


def _completed(problem: PlanningProblem, plan: Plan, new: PlannedMeeting, wish: NewTiming) -> NewTiming:
    """The wish with the best start and hall on its day. Errors: UnknownName; RefusedEdit where there is none."""
    ranked = _ranked(problem, plan, new)
    hall = hall_named(problem.borough, wish.venue_id).venue_id if wish.venue_id else None
    days = np.array([day == wish.held_on for day in problem.days]).reshape(-1, 1, 1)
    starts = np.array([wish.starts in (None, sitting.starts) for sitting in problem.sittings]).reshape(1, -1, 1)
    halls = np.array([hall in (None, venue.venue_id) for venue in ranked.found.view.halls]).reshape(1, 1, -1)
    asked = ranked.others() & days & starts & halls
    if wish.starts is None:
        asked &= _of_its_kind(problem, new)
    best = ranked.best_within(asked, 1)
    if not best:
        raise RefusedEdit(new.meeting_id, _refusing(problem, ranked, asked))
    (chosen,) = best
    return replace(wish, starts=chosen.meeting.starts_at.time(), venue_id=chosen.meeting.venue_id)


def _refusing(problem: PlanningProblem, ranked: Ranking, asked: BoolArray) -> tuple[str, ...]:
    """The rules that stand in the way of what was asked for, as sentences."""
    rules = sorted(set(ranked.found.refused_by[asked].tolist()) - {-1})
    if not rules:
        return (f"nothing of that kind can be held in one of the ward's halls on that day, in {problem.period}",)
    return tuple(problem.rules[rule].sentence for rule in rules)
