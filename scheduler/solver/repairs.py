"""Single changes that would give a ward a year, tried one by one, the least to ask for first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import time, timedelta

from scheduler.facts import Absence, Borough, DaySpan, Venue
from scheduler.policy import Session, Tier
from scheduler.problem import PlanningProblem, WardView
from scheduler.solver.demands import with_borough

EXTRA_STARTS = {
    Session.EVENING: (time(18), time(20)),
    Session.WEEKDAY_DAYTIME: (time(12), time(14, 30)),
    Session.WEEKEND_DAYTIME: (time(10), time(15, 30)),
}
"""Starts a borough might add to those it permits."""

WIDER_DAYS = 14
"""Days by which a gap might be made wider or a board date taken less strictly."""

MOST_REPAIRS = 6
"""Enough to choose from: the search stops there."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One change in words, and the borough with it."""

    sentence: str
    change: Callable[[Borough], Borough]


def repairs(
    problem: PlanningProblem, view: WardView, has_year: Callable[[PlanningProblem, WardView], bool]
) -> tuple[str, ...]:
    """The first few single changes, the least to ask for first, after which the ward has a year."""
    found: list[str] = []
    for repair in _candidates(problem, view):
        changed = with_borough(problem, repair.change)
        if repair.sentence.startswith("Let a quarter"):
            changed = replace(changed, quarters=_late(problem))
        if has_year(changed, changed.ward_by_code[view.ward.code]):
            found.append(repair.sentence)
        if len(found) == MOST_REPAIRS:
            break
    return tuple(found)


def _candidates(problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
    yield from _starts(problem)
    yield from _gaps(problem, view.standing.tier)
    if problem.borough.board:
        yield Repair("Let a quarter's meeting come after its board", lambda borough: borough)
    yield from _halls(problem, view)
    yield from _leave(problem, view)


def _starts(problem: PlanningProblem) -> Iterator[Repair]:
    policy = problem.borough.policy
    for session, starts in EXTRA_STARTS.items():
        for start in starts:
            known = policy.starts.get(session, ())
            if start not in known:
                more = {**policy.starts, session: tuple(sorted((*known, start)))}
                wider = replace(policy, starts=more)
                name = session.value.replace("_", " ")
                yield Repair(f"Permit one more {name} start, {start:%H:%M}", _with_policy(wider))


def _gaps(problem: PlanningProblem, tier: Tier) -> Iterator[Repair]:
    least = max(1, tier.min_gap_days - WIDER_DAYS)
    most = tier.max_gap_days + WIDER_DAYS
    for wider, sentence in (
        (replace(tier, max_gap_days=most), f"Let tier {tier.name!r} wait up to {most} days between meetings"),
        (replace(tier, min_gap_days=least), f"Let tier {tier.name!r} meet again after {least} days"),
    ):
        policy = problem.borough.policy
        tiers = tuple(wider if other.name == tier.name else other for other in policy.tiers)
        yield Repair(sentence, _with_policy(replace(policy, tiers=tiers)))


def _halls(problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
    borough, code = problem.borough, view.ward.code
    for venue in view.halls:
        for span in venue.closed:
            yield Repair(f"Open {venue.name} from {_span(span)}", _with_hall(replace(venue, closed=_but(venue, span))))
    for venue in borough.venues:
        if code not in venue.ward_codes and venue.ward_codes & view.ward.neighbours:
            lent = replace(venue, ward_codes=venue.ward_codes | {code})
            yield Repair(f"Use {venue.name}, a neighbouring ward's hall", _with_hall(lent))


def _leave(problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
    for officer in (*view.leads, *view.deputies, *view.ward_officers, *view.inspectors, *view.public_realm):
        for absence in problem.absences_by_officer.get(officer.officer_id, ()):
            role = officer.role.replace("_", " ")
            sentence = f"Change the leave of {role} {officer.officer_id} from {_span(absence.days)}"
            yield Repair(sentence, _without_absence(absence))


def _late(problem: PlanningProblem) -> tuple:  # type: ignore[type-arg]
    return tuple(
        replace(quarter, meet_by=min(quarter.last, quarter.meet_by + timedelta(days=WIDER_DAYS)))
        for quarter in problem.quarters
    )


def _span(span: DaySpan) -> str:
    return f"{span.first:%d %B} to {span.last:%d %B %Y}"


def _but(venue: Venue, span: DaySpan) -> tuple[DaySpan, ...]:
    return tuple(other for other in venue.closed if other != span)


def _with_policy(policy: object) -> Callable[[Borough], Borough]:
    return lambda borough: replace(borough, policy=policy)  # type: ignore[arg-type]


def _with_hall(venue: Venue) -> Callable[[Borough], Borough]:
    return lambda borough: replace(
        borough, venues=tuple(venue if other.venue_id == venue.venue_id else other for other in borough.venues)
    )


def _without_absence(absence: Absence) -> Callable[[Borough], Borough]:
    return lambda borough: replace(borough, absences=tuple(other for other in borough.absences if other != absence))
