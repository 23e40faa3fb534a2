"""The demands a ward's year is under, one by one, each with a way to drop it: what a clash is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from scheduler.facts import Borough, Known, Officer, Venue
from scheduler.problem import PlanningProblem, WardView, with_borough
from scheduler.rules.different_halls import DifferentHalls
from scheduler.rules.gaps import LargestGap, SmallestGap
from scheduler.rules.hall_open import HallOpen
from scheduler.rules.hall_size import HallSize
from scheduler.rules.hire_budget import WardHireBudget
from scheduler.rules.meetings_owed import MeetingsOwed
from scheduler.rules.permitted_slots import PermittedSlots
from scheduler.rules.published import NothingInThePast, Pin, PinnedDates, PinnedMeetings
from scheduler.rules.quarters import Quarters
from scheduler.rules.shapes import BoroughRule, Rule, rules_of
from scheduler.rules.staffing import InspectorVisits, PublicRealmVisits
from scheduler.rules.step_free import StepFree

ALWAYS = "24/7"
"""Opening hours, in OpenStreetMap syntax, of a hall that is never shut or an officer who is never off."""

FINER = (
    MeetingsOwed, PermittedSlots, HallOpen, HallSize, StepFree, Quarters, PinnedMeetings, PinnedDates, BoroughRule
)  # fmt: skip  # a list
"""Rules told hall by hall, quarter by quarter or pin by pin below, about other wards, or that ask for meetings."""

Change = Callable[[PlanningProblem], PlanningProblem]

Subject = tuple[str, str]
"""What a demand is about, by kind and name, so that a repair can say which demand it eases."""

IN_TIME = ("quarters", "in time for the board")


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand, in a sentence that names what it is about, and the problem without it."""

    sentence: str
    without: Change
    about: Subject | None = None


def demands(problem: PlanningProblem, view: WardView) -> tuple[Demand, ...]:
    """Everything that one ward's year must keep to, as finely as it can be told apart.

    Edges: of two clashes the one of earlier demands is found, so how far meetings lie apart comes last: a quarter in
           which nothing is open says more
    """
    apart = [rule for rule in rules_of(problem) if isinstance(rule, (SmallestGap, LargestGap))]
    others = [rule for rule in rules_of(problem) if rule not in apart]
    return (
        *_of_rules(problem, view, others),
        *_of_quarters(problem),
        *_of_halls(problem, view),
        *_of_officers(problem, view),
        *_of_pins(problem, view),
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
        WardHireBudget: f"£{limits.ward_hire_gbp}",
    }
    for rule in rules:
        if not isinstance(rule, FINER):
            detail = f"{rule.as_of:%d %B %Y}" if isinstance(rule, NothingInThePast) else details.get(type(rule), "")
            yield Demand(rule.sentence + (f" ({detail})" if detail else ""), _drop(rule), of_rule(type(rule)))


def _of_quarters(problem: PlanningProblem) -> Iterator[Demand]:
    for quarter in problem.quarters:
        name = f"Quarter {quarter.number} has a meeting"
        if quarter.meet_by < quarter.last:
            yield Demand(f"{name} by {quarter.meet_by:%d %B %Y}, in time for its board", _late(quarter.number), IN_TIME)
        yield Demand(f"{name} from {quarter.first:%d %B} to {quarter.last:%d %B %Y}", _unquartered(quarter.number))


def _of_halls(problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
    expected = view.standing.expected_residents
    for venue in view.halls:
        yield Demand(f"{venue.name} is open {venue.opening_hours}", _hall(venue, opening_hours=ALWAYS))
        if venue.closed:
            yield Demand(f"{venue.name} is closed on some days", _hall(venue, closed=()), closing_of(venue))
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
            yield Demand(f"The {who} is away on leave", _present(officer), leave_of(officer))


def _of_pins(problem: PlanningProblem, view: WardView) -> Iterator[Demand]:
    for pin in pins_of(problem, view):
        yield Demand(f"{pin_sentence(problem, pin)}, as pinned", unpinned(pin), of_pin(pin))


def of_rule(rule: type[Rule]) -> Subject:
    """The subject of a rule that is one demand."""
    return "rule", rule.name


def closing_of(venue: Venue) -> Subject:
    """The subject of the days on which a hall is closed."""
    return "closed", venue.venue_id


def leave_of(officer: Officer) -> Subject:
    """The subject of an officer's leave."""
    return "leave", officer.officer_id


def of_pin(pin: Pin) -> Subject:
    """The subject of one pin."""
    return "pin", pin.meeting.meeting_id


def pins_of(problem: PlanningProblem, view: WardView) -> tuple[Pin, ...]:
    """The ward's meetings whose date or hall is pinned, in a re-plan."""
    of_rule = (rule.pins for rule in problem.rules if isinstance(rule, PinnedDates))
    own = (pin for pins in of_rule for pin in pins if pin.meeting.ward_code == view.ward.code)
    return tuple(pin for pin in own if pin.date or pin.hall)


def pin_sentence(problem: PlanningProblem, pin: Pin) -> str:
    """What a pin keeps, in words."""
    venue = problem.venue_by_id.get(pin.meeting.venue_id)
    date = f" on {pin.meeting.starts_at:%d %B %Y at %H:%M}" if pin.date else ""
    hall = f" in {venue.name if venue else pin.meeting.venue_id}" if pin.hall else ""
    return f"{pin.meeting.meeting_id} stays{date}{hall}"


def unpinned(pin: Pin) -> Change:
    """The same question without one pin."""

    def changed(rule: Rule) -> Rule:
        if not isinstance(rule, (PinnedDates, PinnedMeetings)):
            return rule
        return type(rule)([other for other in rule.pins if other is not pin])

    return lambda problem: replace(problem, rules=tuple(changed(rule) for rule in rules_of(problem)))


def _drop(rule: Rule) -> Change:
    return lambda problem: replace(problem, rules=tuple(other for other in rules_of(problem) if other is not rule))


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
