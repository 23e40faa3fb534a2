"""The demands a ward's year is under, one by one, each with a way to drop it: what a clash is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from scheduler.facts import Borough, Known, Officer, Venue
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.different_halls import DifferentHalls
from scheduler.rules.gaps import LargestGap, SmallestGap
from scheduler.rules.hall_open import HallOpen
from scheduler.rules.hall_size import HallSize
from scheduler.rules.meetings_owed import MeetingsOwed
from scheduler.rules.permitted_slots import PermittedSlots
from scheduler.rules.quarters import Quarters
from scheduler.rules.shapes import BoroughRule, Rule
from scheduler.rules.staffing import InspectorVisits, PublicRealmVisits
from scheduler.rules.step_free import StepFree

ALWAYS = "24/7"
"""Opening hours, in OpenStreetMap syntax, of a hall that is never shut or an officer who is never off."""

FINER = (MeetingsOwed, PermittedSlots, HallOpen, HallSize, StepFree, Quarters, BoroughRule)
"""Rules told hall by hall or quarter by quarter below, about other wards, or without which nothing is asked for."""

Change = Callable[[PlanningProblem], PlanningProblem]


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand, in a sentence that names what it is about, and the problem without it."""

    sentence: str
    without: Change


def demands(problem: PlanningProblem, view: WardView) -> tuple[Demand, ...]:
    """Everything that one ward's year must keep to, as finely as it can be told apart.

    Edges: of two clashes the one of earlier demands is found, so how far meetings lie apart comes last: a quarter in
           which nothing is open says more
    """
    apart = [rule for rule in problem.rules if isinstance(rule, (SmallestGap, LargestGap))]
    others = [rule for rule in problem.rules if rule not in apart]
    return (
        *_of_rules(problem, view, others),
        *_of_quarters(problem),
        *_of_halls(problem, view),
        *_of_officers(problem, view),
        *_of_rules(problem, view, apart),
    )


def _of_rules(problem: PlanningProblem, view: WardView, rules: Iterable[Rule]) -> Iterator[Demand]:
    tier, limits = view.standing.tier, problem.borough.policy.limits
    details = {
        SmallestGap: f"at least {tier.min_gap_days} days",
        LargestGap: f"at most {tier.max_gap_days} days",
        DifferentHalls: f"{limits.halls_a_ward} halls",
        InspectorVisits: f"{limits.inspector_meetings} a year",
        PublicRealmVisits: f"{limits.public_realm_meetings} a year",
    }
    for rule in rules:
        if not isinstance(rule, FINER):
            detail = details.get(type(rule), "")
            yield Demand(rule.sentence + (f" ({detail})" if detail else ""), _drop(rule))


def _of_quarters(problem: PlanningProblem) -> Iterator[Demand]:
    for quarter in problem.quarters:
        name = f"Quarter {quarter.number} has a meeting"
        if quarter.meet_by < quarter.last:
            yield Demand(f"{name} by {quarter.meet_by:%d %B %Y}, in time for its board", _late(quarter.number))
        yield Demand(f"{name} from {quarter.first:%d %B} to {quarter.last:%d %B %Y}", _unquartered(quarter.number))


def _of_halls(problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
    expected = view.standing.expected_residents
    for venue in view.halls:
        yield Demand(f"{venue.name} is open {venue.opening_hours}", _hall(venue, opening_hours=ALWAYS))
        if venue.closed:
            yield Demand(f"{venue.name} is closed on some days", _hall(venue, closed=()))
        if venue.capacity < expected:
            yield Demand(
                f"{venue.name} holds {venue.capacity} people, and {expected} are expected",
                _hall(venue, capacity=expected),
            )
        if problem.borough.policy.step_free_required and venue.step_free is not Known.YES:
            sentence = f"{venue.name} is not known to be step-free ({venue.step_free})"
            yield Demand(sentence, _hall(venue, step_free=Known.YES))


def _of_officers(problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
    for officer in (*view.leads, *view.deputies, *view.ward_officers, *view.inspectors, *view.public_realm):
        who = f"{officer.role.replace('_', ' ')} {officer.officer_id}"
        yield Demand(f"The {who} works {officer.working_hours}", _officer(officer, ALWAYS))
        if problem.absences_by_officer.get(officer.officer_id):
            yield Demand(f"The {who} is away on leave", _present(officer))


def _drop(rule: Rule) -> Change:
    return lambda problem: replace(problem, rules=tuple(other for other in problem.rules if other is not rule))


def _late(number: int) -> Change:
    return lambda problem: replace(
        problem,
        quarters=tuple(
            replace(quarter, meet_by=quarter.last) if quarter.number == number else quarter
            for quarter in problem.quarters
        ),
    )


def _unquartered(number: int) -> Change:
    return lambda problem: replace(
        problem, quarters=tuple(quarter for quarter in problem.quarters if quarter.number != number)
    )


def with_borough(problem: PlanningProblem, change: Callable[[Borough], Borough]) -> PlanningProblem:
    """The same question of other facts: each ward sees its halls and officers anew."""
    from scheduler.problem import planning_problem

    posed = planning_problem(change(problem.borough), problem.year)
    return replace(posed, rules=problem.rules, quarters=problem.quarters, history=problem.history)


def _hall(venue: Venue, **facts: object) -> Change:
    def changed(borough: Borough) -> Borough:
        venues = tuple(
            replace(other, **facts) if other.venue_id == venue.venue_id else other  # type: ignore[arg-type]
            for other in borough.venues
        )
        return replace(borough, venues=venues)

    return lambda problem: with_borough(problem, changed)


def _officer(officer: Officer, working_hours: str) -> Change:
    def changed(borough: Borough) -> Borough:
        officers = tuple(
            replace(other, working_hours=working_hours) if other.officer_id == officer.officer_id else other
            for other in borough.officers
        )
        return replace(borough, officers=officers)

    return lambda problem: with_borough(problem, changed)


def _present(officer: Officer) -> Change:
    def changed(borough: Borough) -> Borough:
        kept = tuple(absence for absence in borough.absences if absence.officer_id != officer.officer_id)
        return replace(borough, absences=kept)

    return lambda problem: with_borough(problem, changed)
