"""Single changes that would give a ward a year, or wards a plan together, tried one by one, the least to ask first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from itertools import chain, islice

from scheduler.days import Quarter
from scheduler.facts import Absence, Borough, DaySpan, Officer, Venue
from scheduler.policy import Policy, Session, Tier
from scheduler.problem import PlanningProblem, WardView, with_borough
from scheduler.rules.gaps import LargestGap, SmallestGap
from scheduler.solver.demands import (
    IN_TIME,
    Change,
    Subject,
    closing_of,
    leave_of,
    of_pin,
    of_rule,
    pin_sentence,
    pins_of,
    unpinned,
)

EXTRA_STARTS = {
    Session.EVENING: (time(18), time(20)),
    Session.WEEKDAY_DAYTIME: (time(12), time(14, 30)),
    Session.WEEKEND_DAYTIME: (time(10), time(15, 30)),
}
"""Starts a borough might add to those it permits."""

WIDER_DAYS = 14
"""Days by which a gap might be made wider or a board date taken less strictly."""

MOST_TRIED = 12
"""Changes of one kind that are tried where several wards clash: each takes looks at the whole borough."""

MOST_OF_A_KIND = 2
"""Repairs of one kind (pins, starts, gaps, board, halls, leave) that are offered: enough to choose from."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One change in words, and the problem with it. `eases`: the only demand that it makes easier, if it is one."""

    sentence: str
    change: Change
    eases: Subject | None = None


def repairs(
    problem: PlanningProblem,
    views: Sequence[WardView],
    mends: Callable[[PlanningProblem], bool],
    clashing: Collection[Subject] | None = None,
) -> tuple[str, ...]:
    """The first few single changes to what the wards have or the borough asks, the least to ask for first, that mend.

    `clashing` is what the demands that clash are about, if known: to ease another demand would not help.

    Edges: with one ward, what wards share is not looked at
    """

    def may_mend(repair: Repair) -> bool:
        is_in_vain = clashing is not None and repair.eases is not None and repair.eases not in clashing
        return not is_in_vain and mends(repair.change(problem))

    kinds = (
        chain.from_iterable(_pins(problem, view) for view in views),
        _starts(problem),
        _more_a_day(problem) if len(views) > 1 else (),
        chain.from_iterable(_gaps(problem, tier) for tier in dict.fromkeys(view.standing.tier for view in views)),
        _board(problem),
        _most_shared(chain.from_iterable(_halls(problem, view) for view in views)),
        _most_shared(chain.from_iterable(_leave(problem, view) for view in views)),
        _most_shared(chain.from_iterable(_seconds(view) for view in views)) if len(views) > 1 else (),
    )
    tried = (islice(kind, MOST_TRIED) if len(views) > 1 else kind for kind in kinds)
    return tuple(repair.sentence for kind in tried for repair in islice(filter(may_mend, kind), MOST_OF_A_KIND))


def _pins(problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
    for pin in pins_of(problem, view):
        yield Repair(f"Let go of a pin: {pin_sentence(problem, pin)}", unpinned(pin), of_pin(pin))


def _most_shared(kind: Iterable[Repair]) -> list[Repair]:
    """Each change once, what several of the wards share first."""
    found = list(kind)
    wards = Counter(repair.sentence for repair in found)
    return sorted({repair.sentence: repair for repair in found}.values(), key=lambda repair: -wards[repair.sentence])


def _more_a_day(problem: PlanningProblem) -> Iterator[Repair]:
    most = problem.borough.policy.limits.meetings_a_day + 1
    yield Repair(f"Hold up to {most} meetings a day in the borough", with_limits(problem, meetings_a_day=most))


def _board(problem: PlanningProblem) -> Iterator[Repair]:
    if problem.borough.board:
        yield Repair(
            f"Let a quarter's meeting come up to {WIDER_DAYS} days later, nearer to its board or after it",
            lambda problem: replace(problem, quarters=_late(problem)),
            IN_TIME,
        )


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
    longer, shorter = replace(tier, max_gap_days=most), replace(tier, min_gap_days=least)
    for rule, wider, sentence in (
        (LargestGap, longer, f"Let tier {tier.name!r} wait up to {most} days between meetings"),
        (SmallestGap, shorter, f"Let tier {tier.name!r} meet again after {least} days"),
    ):
        policy = problem.borough.policy
        tiers = tuple(wider if other.name == tier.name else other for other in policy.tiers)
        yield Repair(sentence, _with_policy(replace(policy, tiers=tiers)), of_rule(rule))


def _halls(problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
    borough, code = problem.borough, view.ward.code
    for venue in view.halls:
        for span in venue.closed:
            opened = replace(venue, closed=_but(venue, span))
            yield Repair(f"Open {venue.name} from {_span(span)}", _with_hall(opened), closing_of(venue))
    for venue in borough.venues:
        if code not in venue.ward_codes and venue.ward_codes & view.ward.neighbours:
            lent = replace(venue, ward_codes=venue.ward_codes | {code})
            yield Repair(f"Use {venue.name}, a neighbouring ward's hall", _with_hall(lent))


def _leave(problem: PlanningProblem, view: WardView) -> Iterator[Repair]:
    for officer in _serving(view):
        for absence in problem.absences_by_officer.get(officer.officer_id, ()):
            role = officer.role.replace("_", " ")
            sentence = f"Change the leave of {role} {officer.officer_id} from {_span(absence.days)}"
            yield Repair(sentence, _without_absence(absence), leave_of(officer))


def _seconds(view: WardView) -> Iterator[Repair]:
    for officer in _serving(view):
        role = officer.role.replace("_", " ")
        yield Repair(f"Find a second {role} for the hours of {officer.officer_id}", _with_second(officer))


def _serving(view: WardView) -> tuple[Officer, ...]:
    return (*view.leads, *view.deputies, *view.ward_officers, *view.inspectors, *view.public_realm)


def _late(problem: PlanningProblem) -> tuple[Quarter, ...]:
    return tuple(
        replace(quarter, meet_by=min(quarter.last, quarter.meet_by + timedelta(days=WIDER_DAYS)))
        for quarter in problem.quarters
    )


def _span(span: DaySpan) -> str:
    return f"{span.first:%d %B} to {span.last:%d %B %Y}"


def _but(venue: Venue, span: DaySpan) -> tuple[DaySpan, ...]:
    return tuple(other for other in venue.closed if other != span)


def _with_policy(policy: Policy) -> Change:
    return lambda problem: with_borough(problem, lambda borough: replace(borough, policy=policy))


def with_limits(problem: PlanningProblem, **limits: int) -> Change:
    """The same question under other limits."""
    policy = problem.borough.policy
    return _with_policy(replace(policy, limits=replace(policy.limits, **limits)))


def _with_hall(venue: Venue) -> Change:
    def changed(borough: Borough) -> Borough:
        venues = (venue if other.venue_id == venue.venue_id else other for other in borough.venues)
        return replace(borough, venues=tuple(venues))

    return lambda problem: with_borough(problem, changed)


def _with_second(officer: Officer) -> Change:
    def changed(borough: Borough) -> Borough:
        second = replace(officer, officer_id=f"{officer.officer_id} the second")
        own = (row for row in borough.absences if row.officer_id == officer.officer_id)
        away = (replace(row, officer_id=second.officer_id) for row in own)
        return replace(borough, officers=(*borough.officers, second), absences=(*borough.absences, *away))

    return lambda problem: with_borough(problem, changed)


def _without_absence(absence: Absence) -> Change:
    def changed(borough: Borough) -> Borough:
        return replace(borough, absences=tuple(other for other in borough.absences if other != absence))

    return lambda problem: with_borough(problem, changed)
