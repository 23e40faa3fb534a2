"""Every rule in CP-SAT's words, one function a rule, named after it. Nothing here is clever, on purpose.

For every ward and its k-th meeting: one Boolean a permitted time, one a hall, one an officer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise

from ortools.sat.python import cp_model

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
from scheduler.plan import PlannedMeeting


@dataclass(frozen=True, slots=True)
class Turn:
    """One meeting of one ward's year, to be decided. `start` counts minutes, `day` days, both from 1 January."""

    held: dict[When, cp_model.IntVar]
    hall: dict[str, cp_model.IntVar]
    person: dict[str, cp_model.IntVar]
    start: cp_model.IntVar
    day: cp_model.IntVar


Turns = dict[str, list[Turn]]


def turns_of(model: cp_model.CpModel, facts: ReferenceYear, place: WardYear) -> list[Turn]:
    return [_turn(model, facts, place, number, *span) for number, span in enumerate(days_of_turns(facts, place))]


def _turn(model: cp_model.CpModel, facts: ReferenceYear, place: WardYear, number: int, first: date, last: date) -> Turn:
    name = f"{place.ward.code}-{number + 1}"
    whens = [when for when in place.whens if first <= when.day <= last]
    held = {when: model.new_bool_var(f"{name} {when.starts}") for when in whens}
    hall = {venue_id: model.new_bool_var(f"{name} at {venue_id}") for venue_id in place.halls}
    person = {officer_id: model.new_bool_var(f"{name} with {officer_id}") for officer_id in place.staff}
    midnight = datetime.combine(facts.first_day, time())
    minute = {when: int((when.starts - midnight).total_seconds()) // 60 for when in whens}
    start = model.new_int_var_from_domain(cp_model.Domain.from_values(list(minute.values()) or [0]), f"{name} start")
    model.add_exactly_one(held.values())
    model.add(start == sum(minute[when] * held[when] for when in whens))
    day = model.new_int_var(0, facts.days - 1, f"{name} day")
    model.add(day == sum((when.day - facts.first_day).days * held[when] for when in whens))
    return Turn(held, hall, person, start, day)


def days_of_turns(facts: ReferenceYear, place: WardYear) -> list[tuple[date, date]]:
    """The first and last day that the gaps and the quarters leave to each meeting: pruning, no rule of its own.

    Edges: meeting k (from 0) cannot come after the last allowed day of quarter k, or a quarter would stay empty; nor
           can the k-th from the end come before its quarter
    """
    count = place.tier.meetings
    least, most = (timedelta(days=days) for days in (place.tier.min_gap_days, place.tier.max_gap_days))
    first, last = [facts.first_day] * count, [facts.last_day] * count
    for number, (opens, closes) in enumerate(facts.windows[:count]):
        last[number] = closes
        back = len(facts.windows) - number
        if back <= count:
            first[count - back] = opens
    for number in range(1, count):
        first[number] = max(first[number], first[number - 1] + least)
        last[number] = min(last[number], last[number - 1] + most)
    for number in reversed(range(count - 1)):
        first[number] = max(first[number], first[number + 1] - most)
        last[number] = min(last[number], last[number + 1] - least)
    return list(zip(first, last, strict=True))


def ward_must(model: cp_model.CpModel, facts: ReferenceYear, place: WardYear, turns: list[Turn]) -> None:
    meetings_owed(model, place, turns)
    venue_open(model, place, turns)
    hall_rotation(model, place, turns)
    different_halls(model, facts, place, turns)
    gaps(model, facts, place, turns)
    quarters(model, facts, turns)
    staffing(model, facts, place, turns)


def meetings_owed(model: cp_model.CpModel, place: WardYear, turns: list[Turn]) -> None:
    """Exactly the evening meetings owed; the rest are daytime, as there are just as many turns as meetings owed."""
    evenings = [var for turn in turns for when, var in turn.held.items() if not when.session.is_daytime]
    model.add(sum(evenings) == place.tier.evening)


def venue_open(model: cp_model.CpModel, place: WardYear, turns: list[Turn]) -> None:
    """One hall a meeting, and not a hall that is shut at the time."""
    for turn in turns:
        model.add_exactly_one(turn.hall.values())
        for venue_id, there in turn.hall.items():
            _never_together(model, there, (var for when, var in turn.held.items() if when not in place.halls[venue_id]))


def _never_together(model: cp_model.CpModel, one: cp_model.IntVar, others: Iterable[cp_model.IntVar]) -> None:
    model.add_at_most_one([one, *others])


def hall_rotation(model: cp_model.CpModel, place: WardYear, turns: list[Turn]) -> None:
    """Never the same hall twice running, where there is another."""
    if len(place.halls) < 2:
        return
    for one, other in pairwise(turns):
        for venue_id in place.halls:
            model.add_at_most_one([one.hall[venue_id], other.hall[venue_id]])
    for turn, other in _over_edges(place, turns):
        if other.venue_id in place.halls:
            model.add(turn.hall[other.venue_id] == 0)


def _over_edges(place: WardYear, turns: list[Turn]) -> Iterable[tuple[Turn, PlannedMeeting]]:
    """The first turn with the meeting before it, and the last with the one after."""
    if place.before:
        yield turns[0], place.before
    if place.after:
        yield turns[-1], place.after


def different_halls(model: cp_model.CpModel, facts: ReferenceYear, place: WardYear, turns: list[Turn]) -> None:
    """Enough different halls in the year."""
    least = min(facts.borough.policy.limits.halls_a_ward, len(place.halls), place.tier.meetings)
    model.add(sum(_used(model, place, turns).values()) >= least)


def _used(model: cp_model.CpModel, place: WardYear, turns: list[Turn]) -> dict[str, cp_model.IntVar]:
    used = {venue_id: model.new_bool_var(f"{place.ward.code} uses {venue_id}") for venue_id in place.halls}
    for venue_id, var in used.items():
        model.add_max_equality(var, [turn.hall[venue_id] for turn in turns])
    return used


def gaps(model: cp_model.CpModel, facts: ReferenceYear, place: WardYear, turns: list[Turn]) -> None:
    """smallest_gap and largest_gap."""
    for one, other in pairwise(turns):
        model.add(other.day - one.day >= place.tier.min_gap_days)
        model.add(other.day - one.day <= place.tier.max_gap_days)
    for turn, other in _over_edges(place, turns):
        gap, most = _gap(facts, turn, other), place.longest_before if other is place.before else place.longest_after
        model.add(gap >= place.tier.min_gap_days)
        model.add(gap <= most)


def _gap(facts: ReferenceYear, turn: Turn, other: PlannedMeeting) -> cp_model.LinearExpr:
    """Days between a turn and a meeting of another year."""
    day = (other.held_on - facts.first_day).days
    return turn.day - day if day < 0 else day - turn.day


def quarters(model: cp_model.CpModel, facts: ReferenceYear, turns: list[Turn]) -> None:
    """A meeting in each quarter, in time for its board."""
    for first, last in facts.windows:
        within = [var for turn in turns for when, var in turn.held.items() if first <= when.day <= last]
        model.add(sum(within) >= 1)


def staffing(model: cp_model.CpModel, facts: ReferenceYear, place: WardYear, turns: list[Turn]) -> None:
    """sergeant_on_duty, ward_officer_on_duty, inspector_visits and public_realm_visits."""
    limits = facts.borough.policy.limits
    for turn in turns:
        model.add_exactly_one(_people(facts, place, turn, Role.SERGEANT))
        model.add_exactly_one(_people(facts, place, turn, Role.DWO, Role.PCSO))
        for officer_id, there in turn.person.items():
            off_duty = (var for when, var in turn.held.items() if when not in place.staff[officer_id])
            _never_together(model, there, off_duty)
    for role, visits in (
        (Role.INSPECTOR, limits.inspector_meetings),
        (Role.PUBLIC_REALM, limits.public_realm_meetings),
    ):
        for turn in turns:
            model.add_at_most_one(_people(facts, place, turn, role))
        model.add(sum(var for turn in turns for var in _people(facts, place, turn, role)) == visits)


def _people(facts: ReferenceYear, place: WardYear, turn: Turn, *roles: Role) -> list[cp_model.IntVar]:
    return [turn.person[each.officer_id] for each in officers_of(facts.borough, place.ward, *roles)]


def borough_must(model: cp_model.CpModel, facts: ReferenceYear, turns: Turns) -> None:
    meetings_a_day(model, facts, turns)
    neighbours_apart(model, facts, turns)
    once_at_a_time(model, facts, turns)
    borough_hire_budget(model, facts, turns)


def borough_hire_budget(model: cp_model.CpModel, facts: ReferenceYear, turns: Turns) -> None:
    """No more hire in the whole borough than it has for the year."""
    budget = facts.borough.policy.limits.borough_hire_gbp
    hired = (there for ward in turns.values() for turn in ward for there in turn.hall.items())
    if budget:
        model.add(sum(hire_pounds(facts.borough, venue_id) * there for venue_id, there in hired) <= budget)


def meetings_a_day(model: cp_model.CpModel, facts: ReferenceYear, turns: Turns) -> None:
    """No more meetings on a day than the borough can carry."""
    on_day: dict[date, list[cp_model.IntVar]] = defaultdict(list)
    for turn in (turn for ward in turns.values() for turn in ward):
        for when, var in turn.held.items():
            on_day[when.day].append(var)
    for held in on_day.values():
        model.add(sum(held) <= facts.borough.policy.limits.meetings_a_day)


def neighbours_apart(model: cp_model.CpModel, facts: ReferenceYear, turns: Turns) -> None:
    """Neighbouring wards' meetings never overlap."""
    length = facts.borough.policy.length_minutes
    whole = {
        code: [model.new_fixed_size_interval_var(turn.start, length, "meeting") for turn in ward]
        for code, ward in turns.items()
    }
    for one, other in combinations((place.ward for place in facts.wards), 2):
        if other.code in one.neighbours:
            model.add_no_overlap(whole[one.code] + whole[other.code])


def once_at_a_time(model: cp_model.CpModel, facts: ReferenceYear, turns: Turns) -> None:
    """officer_once and shared_hall: meetings that overlap share neither.

    Edges: one ward's own meetings never overlap, as its gaps keep them on different days
    """
    length = facts.borough.policy.length_minutes
    busy: dict[str, list[cp_model.IntervalVar]] = defaultdict(list)
    for turn in (turn for ward in turns.values() for turn in ward):
        for name, there in (*turn.hall.items(), *turn.person.items()):
            busy[name].append(model.new_optional_fixed_size_interval_var(turn.start, length, there, name))
    for intervals in busy.values():
        model.add_no_overlap(intervals)


def costs(model: cp_model.CpModel, facts: ReferenceYear, turns: Turns) -> Iterable[cp_model.LinearExprT]:
    weights = facts.borough.policy.weights
    for place in facts.wards:
        yield from _ward_costs(model, facts, place, turns[place.ward.code])
    if weights["even_months"]:
        yield from (weights["even_months"] * excess for excess in _crowded(model, facts, turns))
    if weights["fair_load"]:
        yield from (weights["fair_load"] * excess for excess in _overload(model, facts, turns))


def _ward_costs(
    model: cp_model.CpModel, facts: ReferenceYear, place: WardYear, turns: list[Turn]
) -> Iterable[cp_model.LinearExprT]:
    weights = facts.borough.policy.weights
    for turn in turns:
        yield from _turn_costs(facts, place, turn)
    if weights["even_spacing"]:
        yield from (weights["even_spacing"] * days for days in _uneven(model, facts, place, turns))
    if weights["halls_in_turn"]:
        yield from (weights["halls_in_turn"] * repeat for repeat in _repeats(model, place, turns))
    if weights["hall_share"]:
        yield from (weights["hall_share"] * excess for excess in _above_share(model, facts, place, turns))
    if (weights["halls_spread"] or weights["far_homes"]) and place.halls:
        yield _by_halls_used(model, facts, place, turns)


def _turn_costs(facts: ReferenceYear, place: WardYear, turn: Turn) -> Iterable[cp_model.LinearExprT]:
    """set_evening, set_start, daytime_preference, days_to_avoid, hire_cost and lead_sergeant."""
    borough, weights = facts.borough, facts.borough.policy.weights
    for when, held in turn.held.items():
        yield sum(weights[rule] * units for rule, units in when_units(facts, place, when).items()) * held
    for venue_id, there in turn.hall.items():
        yield weights["hire_cost"] * hire_pounds(borough, venue_id) * there
    for sergeant in officers_of(borough, place.ward, Role.SERGEANT):
        if sergeant.officer_id not in leads(borough, place.ward):
            yield weights["lead_sergeant"] * turn.person[sergeant.officer_id]


def _uneven(
    model: cp_model.CpModel, facts: ReferenceYear, place: WardYear, turns: list[Turn]
) -> Iterable[cp_model.IntVar]:
    ideal = ideal_gap_days(facts, place)
    within = [other.day - one.day for one, other in pairwise(turns)]
    for gap in (*within, *(_gap(facts, turn, other) for turn, other in _over_edges(place, turns))):
        uneven = model.new_int_var(0, 2 * facts.days, "uneven")
        model.add(uneven >= gap - ideal - EASY_DAYS)
        model.add(uneven >= ideal - EASY_DAYS - gap)
        yield uneven


def _repeats(model: cp_model.CpModel, place: WardYear, turns: list[Turn]) -> Iterable[cp_model.IntVar]:
    """Two meetings of one kind in one hall, and none of that kind between them."""
    for by_day in kinds_with_a_choice(place):
        of_kind = [sum(var for when, var in turn.held.items() if when.session.is_daytime is by_day) for turn in turns]
        for one, other in combinations(range(len(turns)), 2):
            repeat = model.new_bool_var("same hall again")
            for venue_id in place.halls:
                both = turns[one].hall[venue_id] + turns[other].hall[venue_id] + of_kind[one] + of_kind[other]
                model.add(repeat >= both - 3 - sum(of_kind[one + 1 : other]))
            yield repeat


def _above_share(
    model: cp_model.CpModel, facts: ReferenceYear, place: WardYear, turns: list[Turn]
) -> Iterable[cp_model.IntVar]:
    for venue_id in place.halls:
        excess = model.new_int_var(0, len(turns), f"{place.ward.code} often in {venue_id}")
        model.add(excess >= sum(turn.hall[venue_id] for turn in turns) - hall_share(facts.borough, place))
        yield excess


def _by_halls_used(
    model: cp_model.CpModel, facts: ReferenceYear, place: WardYear, turns: list[Turn]
) -> cp_model.IntVar:
    """halls_spread and far_homes, from a table of every set of halls that a year could use."""
    used = _used(model, place, turns)
    table = []
    for size in range(1, min(len(used), len(turns)) + 1):
        for chosen in combinations(used, size):
            points = halls_points(facts.borough, place, chosen)
            table.append([*(int(venue_id in chosen) for venue_id in used), points])
    points = model.new_int_var_from_domain(cp_model.Domain.from_values([row[-1] for row in table]), "farther")
    model.add_allowed_assignments([*used.values(), points], table)
    return points


def _crowded(model: cp_model.CpModel, facts: ReferenceYear, turns: Turns) -> Iterable[cp_model.IntVar]:
    """even_months: a meeting counts once for each of the three steps that it is above."""
    in_month: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for turn in (turn for ward in turns.values() for turn in ward):
        for when, var in turn.held.items():
            in_month[when.day.month].append(var)
    for month, share in month_shares(facts).items():
        for free in (share, share + 1, share + 2):
            excess = model.new_int_var(0, len(in_month[month]), f"month {month} over {free}")
            model.add(excess >= sum(in_month[month]) - free)
            yield excess


def _overload(model: cp_model.CpModel, facts: ReferenceYear, turns: Turns) -> Iterable[cp_model.IntVar]:
    every = [turn for ward in turns.values() for turn in ward]
    for officer_id, share in fair_shares(facts).items():
        excess = model.new_int_var(0, len(every), f"{officer_id} over")
        model.add(excess >= sum(turn.person[officer_id] for turn in every if officer_id in turn.person) - share)
        yield excess
