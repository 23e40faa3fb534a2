"""Every rule as linear rows, one function a rule, named after it: tighter than the CP-SAT model, as HiGHS needs.

For every ward: one Boolean a meeting and permitted time, one a meeting and hall, one a time and officer on duty, one a
set of halls that the year could use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from ortools.math_opt.python import mathopt

from benchmarks.monolith_rules import days_of_turns
from benchmarks.points import (
    EASY_DAYS,
    fair_shares,
    hall_share,
    halls_points,
    hire_pounds,
    ideal_gap_days,
    kinds_with_a_choice,
    leads,
    month_shares,
    when_units,
)
from benchmarks.reference import ReferenceYear, WardYear, When, officers_of
from scheduler.facts import Role

Expression = mathopt.LinearTypes
Groups = Mapping[When, tuple[int, ...]]
"""See `benchmarks.assembly.overlapping`."""

total = mathopt.fast_sum


@dataclass(frozen=True, slots=True)
class TurnVariables:
    """One meeting to be decided."""

    held: dict[When, mathopt.Variable]
    hall: dict[str, mathopt.Variable]


@dataclass(frozen=True, slots=True)
class WardVariables:
    """One ward's year to be decided. `meets` is 1 at a time when any of its meetings is held."""

    place: WardYear
    turns: list[TurnVariables]
    meets: dict[When, Expression]
    attends: dict[When, dict[str, mathopt.Variable]]
    uses: dict[tuple[str, ...], mathopt.Variable]


def variables_of(model: mathopt.Model, facts: ReferenceYear, place: WardYear, groups: Groups) -> WardVariables:
    whens = worthwhile(facts, place, groups)
    turns = [
        TurnVariables(
            {when: model.add_binary_variable() for when in whens if first <= when.day <= last},
            {hall: model.add_binary_variable() for hall in place.halls},
        )
        for first, last in days_of_turns(facts, place)
    ]
    held: dict[When, list[mathopt.Variable]] = defaultdict(list)
    for turn in turns:
        for when, var in turn.held.items():
            held[when].append(var)
    attends = {
        when: {who: model.add_binary_variable() for who, duty in place.staff.items() if when in duty} for when in held
    }
    least = min(facts.borough.policy.limits.halls_a_ward, len(place.halls), place.tier.meetings)
    sizes = range(least, min(len(place.halls), place.tier.meetings) + 1)
    uses = {chosen: model.add_binary_variable() for size in sizes for chosen in combinations(place.halls, size)}
    return WardVariables(place, turns, {when: total(several) for when, several in held.items()}, attends, uses)


def worthwhile(facts: ReferenceYear, place: WardYear, groups: Groups) -> list[When]:
    """The times of a ward but those for which a cheaper one, just as good for everybody, can always stand in.

    Exact: both overlap the same times, and whatever hall is open or officer on duty at the one is so at the other
    """
    open_at = {
        when: {name for name, at in (*place.halls.items(), *place.staff.items()) if when in at} for when in groups
    }
    points = {when: _points(facts, place, when) for when in place.whens}
    rivals: dict[tuple[int, ...], list[When]] = defaultdict(list)
    for when in place.whens:
        rivals[groups[when]].append(when)

    def stands_in(other: When, when: When) -> bool:
        return (points[other], other) < (points[when], when) and open_at[when] <= open_at[other]

    return [
        when
        for when in place.whens
        if not any(
            stands_in(other, when)
            for other in rivals[groups[when]]
            if other.session.is_daytime is when.session.is_daytime
        )
    ]


def _points(facts: ReferenceYear, place: WardYear, when: When) -> int:
    weights = facts.borough.policy.weights
    return sum(weights[rule] * units for rule, units in when_units(facts, place, when).items())


def ward_must(model: mathopt.Model, facts: ReferenceYear, ward: WardVariables) -> None:
    meetings_owed(model, ward)
    venue_open(model, ward)
    hall_rotation(model, ward)
    different_halls(model, ward)
    gaps(model, facts, ward)
    quarters(model, facts, ward)
    staffing(model, facts, ward)


def meetings_owed(model: mathopt.Model, ward: WardVariables) -> None:
    """One time a meeting, and exactly the evenings owed."""
    for turn in ward.turns:
        model.add_linear_constraint(total(turn.held.values()) == 1)
    evenings = [var for turn in ward.turns for when, var in turn.held.items() if not when.session.is_daytime]
    model.add_linear_constraint(total(evenings) == ward.place.tier.evening)


def venue_open(model: mathopt.Model, ward: WardVariables) -> None:
    """One hall a meeting, and not a hall that is shut at the time."""
    for turn in ward.turns:
        model.add_linear_constraint(total(turn.hall.values()) == 1)
        for hall, there in turn.hall.items():
            shut = (var for when, var in turn.held.items() if when not in ward.place.halls[hall])
            model.add_linear_constraint(there + total(shut) <= 1)


def hall_rotation(model: mathopt.Model, ward: WardVariables) -> None:
    """Never the same hall twice running, where there is another."""
    if len(ward.place.halls) < 2:
        return
    for one, other in pairwise(ward.turns):
        for hall in ward.place.halls:
            model.add_linear_constraint(one.hall[hall] + other.hall[hall] <= 1)


def different_halls(model: mathopt.Model, ward: WardVariables) -> None:
    """The set of halls used is one of those that are large enough, and holds the hall of every meeting and no other."""
    model.add_linear_constraint(total(ward.uses.values()) == 1)
    for hall in ward.place.halls:
        used = total(var for chosen, var in ward.uses.items() if hall in chosen)
        model.add_linear_constraint(used <= total(turn.hall[hall] for turn in ward.turns))
        for turn in ward.turns:
            model.add_linear_constraint(turn.hall[hall] <= used)


def _day(facts: ReferenceYear, turn: TurnVariables) -> Expression:
    return total((when.day - facts.first_day).days * var for when, var in turn.held.items())


def gaps(model: mathopt.Model, facts: ReferenceYear, ward: WardVariables) -> None:
    """smallest_gap and largest_gap."""
    days = [_day(facts, turn) for turn in ward.turns]
    for one, other in pairwise(days):
        model.add_linear_constraint(other - one >= ward.place.tier.min_gap_days)
        model.add_linear_constraint(other - one <= ward.place.tier.max_gap_days)


def quarters(model: mathopt.Model, facts: ReferenceYear, ward: WardVariables) -> None:
    """A meeting in each quarter, in time for its board."""
    for first, last in facts.windows:
        within = total(var for turn in ward.turns for when, var in turn.held.items() if first <= when.day <= last)
        model.add_linear_constraint(within >= 1)


def staffing(model: mathopt.Model, facts: ReferenceYear, ward: WardVariables) -> None:
    """sergeant_on_duty, ward_officer_on_duty, inspector_visits and public_realm_visits."""
    limits = facts.borough.policy.limits
    sergeants, ward_officers, inspectors, public_realm = (
        {each.officer_id for each in officers_of(facts.borough, ward.place.ward, *roles)}
        for roles in ((Role.SERGEANT,), (Role.DWO, Role.PCSO), (Role.INSPECTOR,), (Role.PUBLIC_REALM,))
    )
    for when, meets in ward.meets.items():
        for team in (sergeants, ward_officers):
            model.add_linear_constraint(_of(ward.attends[when], team) == meets)
        for team in (inspectors, public_realm):
            if not team.isdisjoint(ward.attends[when]):
                model.add_linear_constraint(_of(ward.attends[when], team) <= meets)
    for team, visits in ((inspectors, limits.inspector_meetings), (public_realm, limits.public_realm_meetings)):
        model.add_linear_constraint(total(_of(there, team) for there in ward.attends.values()) == visits)


def _of(there: dict[str, mathopt.Variable], team: set[str]) -> Expression:
    return total(var for who, var in there.items() if who in team)


def borough_must(model: mathopt.Model, facts: ReferenceYear, wards: Sequence[WardVariables], groups: Groups) -> None:
    meetings_a_day(model, facts, wards)
    neighbours_apart(model, wards, groups)
    officer_once(model, wards, groups)
    shared_hall(model, wards, groups)


def meetings_a_day(model: mathopt.Model, facts: ReferenceYear, wards: Sequence[WardVariables]) -> None:
    """No more meetings on a day than the borough can carry."""
    on_day: dict[object, list[Expression]] = defaultdict(list)
    for ward in wards:
        for when, meets in ward.meets.items():
            on_day[when.day].append(meets)
    for several in on_day.values():
        model.add_linear_constraint(total(several) <= facts.borough.policy.limits.meetings_a_day)


def neighbours_apart(model: mathopt.Model, wards: Sequence[WardVariables], groups: Groups) -> None:
    """Of wards that all border one another, at most one meets at a time."""
    import networkx  # takes 0.2 s, and who tests the benchmarks need not wait for it

    borders = networkx.Graph()
    by_code = {ward.place.ward.code: ward for ward in wards}
    for code, ward in by_code.items():
        borders.add_edges_from((code, other) for other in ward.place.ward.neighbours)
    for clique in sorted(sorted(each) for each in networkx.find_cliques(borders)):
        at: dict[int, list[Expression]] = defaultdict(list)
        for code in clique:
            for when, meets in by_code[code].meets.items():
                for group in groups[when]:
                    at[group].append(meets)
        for several in at.values():
            model.add_linear_constraint(total(several) <= 1)


def officer_once(model: mathopt.Model, wards: Sequence[WardVariables], groups: Groups) -> None:
    """Nobody is at two meetings at once."""
    at: dict[tuple[str, int], list[mathopt.Variable]] = defaultdict(list)
    for ward in wards:
        for when, there in ward.attends.items():
            for who, var in there.items():
                for group in groups[when]:
                    at[who, group].append(var)
    for several in at.values():
        if len(several) > 1:
            model.add_linear_constraint(total(several) <= 1)


def shared_hall(model: mathopt.Model, wards: Sequence[WardVariables], groups: Groups) -> None:
    """No hall has two meetings at once. Edges: neighbours never meet at once, so only other pairs need rows"""
    for one, other in combinations(wards, 2):
        shared = set(one.place.halls) & set(other.place.halls)
        if not shared or other.place.ward.code in one.place.ward.neighbours:
            continue
        for mine in one.turns:
            for theirs in other.turns:
                first, second = _by_group(mine, groups), _by_group(theirs, groups)
                for group in first.keys() & second.keys():
                    busy = total(first[group]) + total(second[group])
                    for hall in shared:
                        model.add_linear_constraint(busy + mine.hall[hall] + theirs.hall[hall] <= 3)


def _by_group(turn: TurnVariables, groups: Groups) -> dict[int, list[mathopt.Variable]]:
    held: dict[int, list[mathopt.Variable]] = defaultdict(list)
    for when, var in turn.held.items():
        for group in groups[when]:
            held[group].append(var)
    return held


def costs(model: mathopt.Model, facts: ReferenceYear, wards: Sequence[WardVariables]) -> Iterable[Expression]:
    for ward in wards:
        yield from _meeting_costs(facts, ward)
        yield from _uneven(model, facts, ward)
        yield from _repeats(model, facts, ward)
        yield from _above_share(model, facts, ward)
        for chosen, var in ward.uses.items():
            yield halls_points(facts.borough, ward.place, chosen) * var
    yield from _crowded(model, facts, wards)
    yield from _overload(model, facts, wards)


def _meeting_costs(facts: ReferenceYear, ward: WardVariables) -> Iterable[Expression]:
    """set_evening, set_start, daytime_preference, days_to_avoid, hire_cost and lead_sergeant."""
    borough, weights = facts.borough, facts.borough.policy.weights
    for when, meets in ward.meets.items():
        yield _points(facts, ward.place, when) * meets
    for turn in ward.turns:
        yield from (weights["hire_cost"] * hire_pounds(borough, hall) * var for hall, var in turn.hall.items())
    mine = leads(borough, ward.place.ward)
    deputies = {each.officer_id for each in officers_of(borough, ward.place.ward, Role.SERGEANT)} - mine
    for there in ward.attends.values():
        yield weights["lead_sergeant"] * _of(there, deputies)


def _uneven(model: mathopt.Model, facts: ReferenceYear, ward: WardVariables) -> Iterable[Expression]:
    ideal = ideal_gap_days(facts, ward.place)
    for one, other in pairwise([_day(facts, turn) for turn in ward.turns]):
        uneven = model.add_variable(lb=0)
        model.add_linear_constraint(uneven >= other - one - ideal - EASY_DAYS)
        model.add_linear_constraint(uneven >= ideal - EASY_DAYS - (other - one))
        yield facts.borough.policy.weights["even_spacing"] * uneven


def _repeats(model: mathopt.Model, facts: ReferenceYear, ward: WardVariables) -> Iterable[Expression]:
    """halls_in_turn: two meetings of one kind in one hall, and none of that kind between them."""
    for by_day in kinds_with_a_choice(ward.place):
        of_kind = [total(var for when, var in t.held.items() if when.session.is_daytime is by_day) for t in ward.turns]
        for one, other in combinations(range(len(ward.turns)), 2):
            repeat = model.add_variable(lb=0)
            for hall in ward.place.halls:
                both = ward.turns[one].hall[hall] + ward.turns[other].hall[hall] + of_kind[one] + of_kind[other]
                model.add_linear_constraint(repeat >= both - 3 - total(of_kind[one + 1 : other]))
            yield facts.borough.policy.weights["halls_in_turn"] * repeat


def _above_share(model: mathopt.Model, facts: ReferenceYear, ward: WardVariables) -> Iterable[Expression]:
    """hall_share."""
    for hall in ward.place.halls:
        excess = model.add_variable(lb=0)
        held = total(turn.hall[hall] for turn in ward.turns)
        model.add_linear_constraint(excess >= held - hall_share(facts.borough, ward.place))
        yield facts.borough.policy.weights["hall_share"] * excess


def _crowded(model: mathopt.Model, facts: ReferenceYear, wards: Sequence[WardVariables]) -> Iterable[Expression]:
    """even_months: a meeting counts once for each of the three steps that it is above."""
    in_month: dict[int, list[Expression]] = defaultdict(list)
    for ward in wards:
        for when, meets in ward.meets.items():
            in_month[when.day.month].append(meets)
    for month, share in month_shares(facts).items():
        for free in (share, share + 1, share + 2):
            excess = model.add_variable(lb=0)
            model.add_linear_constraint(excess >= total(in_month[month]) - free)
            yield facts.borough.policy.weights["even_months"] * excess


def _overload(model: mathopt.Model, facts: ReferenceYear, wards: Sequence[WardVariables]) -> Iterable[Expression]:
    load: dict[str, list[mathopt.Variable]] = defaultdict(list)
    for there in (there for ward in wards for there in ward.attends.values()):
        for who, var in there.items():
            load[who].append(var)
    for who, share in fair_shares(facts).items():
        excess = model.add_variable(lb=0)
        model.add_linear_constraint(excess >= total(load[who]) - share)
        yield facts.borough.policy.weights["fair_load"] * excess
