"""Greedy, then simulated annealing, in plain Python: what a good engineer writes in an afternoon.

It knows which times and halls suit each meeting and who is on duty; a broken must-rule costs a fixed, large penalty.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp
from random import Random
from time import perf_counter

from benchmarks.annealing_state import BoroughSearch, Choice, Meeting, WardSearch, Year
from benchmarks.assembly import Held, overlapping, plan_of
from benchmarks.reference import ReferenceYear, reference_year
from scheduler.facts import Borough
from scheduler.plan import Plan

PENALTY = 1000
"""Points for each broken must-rule: more than a meeting can save."""

HOTTEST, COLDEST = 150.0, 2.0
"""Temperatures, in points, at the beginning and the end."""

GLANCES = 64
"""Moves between two looks at the clock."""

NEAR = 40
"""Places in the list of a meeting's times that count as near: about two weeks to each side."""

TRIES = 60
"""Random times tried for each meeting of the first plan."""


@dataclass(frozen=True, slots=True)
class Annealed:
    """The best plan by penalty and points, and when the first without a penalty was found."""

    plan: Plan
    moves: int
    first_seconds: float | None


def anneal(borough: Borough, year: int, *, seconds: float, seed: int = 1) -> Annealed | None:
    """Search for so long. None where some ward has a meeting with no possible time or hall at all."""
    begun = perf_counter()
    facts = reference_year(borough, year)
    state, rng = started(facts, seed)
    if state is None:
        return None
    first, moves, best = None, 0, (state.score, list(state.years))
    searching = perf_counter()
    while (elapsed := perf_counter() - begun) < seconds:
        done = (perf_counter() - searching) / (begun + seconds - searching)
        heat = HOTTEST * (COLDEST / HOTTEST) ** done
        for _ in range(GLANCES):
            step(state, rng, heat)
            if state.score < best[0]:
                best = (state.score, list(state.years))
        moves += GLANCES
        if first is None and not best[0][0]:
            first = elapsed
    held = {ward.code: [held_of(meeting) for meeting in best[1][number]] for number, ward in enumerate(state.wards)}
    return Annealed(plan_of(facts, held), moves, first)


def started(facts: ReferenceYear, seed: int) -> tuple[BoroughSearch | None, Random]:
    """A greedy plan, and the luck to go on with; no plan where some meeting has no possible time or hall."""
    groups = overlapping(when for place in facts.wards for when in place.whens)
    wards = [WardSearch(facts, place, groups) for place in facts.wards]
    rng = Random(seed)
    if not all(all(ward.choices) for ward in wards):
        return None, rng
    state = BoroughSearch(facts, wards)
    greedy(state, rng)
    return state, rng


def held_of(meeting: Meeting) -> Held:
    visitors = meeting.inspector or None, meeting.public_realm or None
    return Held(meeting.choice.when, meeting.hall, meeting.sergeant, meeting.ward_officer, *visitors)


def greedy(state: BoroughSearch, rng: Random) -> None:
    """Ward by ward, the one with fewest times first, each meeting at the best of some random times."""
    in_order = sorted(range(len(state.wards)), key=lambda number: sum(map(len, state.wards[number].choices)))
    for number in in_order:
        ward = state.wards[number]
        for choices in ward.choices:
            before, best = state.years[number], None
            for _ in range(TRIES):
                state.set_year(number, visited(ward, [*before, _meeting(ward, rng.choice(choices), rng)], rng))
                if best is None or state.score < best[0]:
                    best = (state.score, state.years[number])
            state.set_year(number, best[1])


def step(state: BoroughSearch, rng: Random, heat: float) -> None:
    """Change one ward's year at random, and change it back unless that is better or luck wants it."""
    number = rng.randrange(len(state.wards))
    ward, old, before = state.wards[number], state.years[number], state.score
    year = list(old)
    rng.choice(MOVES)(ward, year, rng)
    state.set_year(number, visited(ward, year, rng))
    worse = PENALTY * (state.score[0] - before[0]) + state.score[1] - before[1]
    if worse > 0 and rng.random() >= exp(-worse / heat):
        state.set_year(number, old)


def _meeting(ward: WardSearch, choice: Choice, rng: Random, hall: str = "") -> Meeting:
    """A meeting then, in the hall given where that is open, led by its own sergeant, if on duty."""
    own = [each for each in choice.sergeants if each in ward.leads]
    at = hall if hall in choice.halls else rng.choice(choice.halls)
    return Meeting(choice, at, rng.choice(own or choice.sergeants), rng.choice(choice.ward_officers))


def visited(ward: WardSearch, year: list[Meeting], rng: Random) -> Year:
    """The same with somebody to make each visit that is missing, wherever one is on duty."""
    for role, wanted in zip(("inspector", "public_realm"), ward.visits, strict=True):
        for _ in range(wanted - sum(bool(getattr(meeting, role)) for meeting in year)):
            able = [at for at, each in enumerate(year) if not getattr(each, role) and _visitors(each.choice, role)]
            if able:
                at = rng.choice(able)
                year[at] = replace(year[at], **{role: rng.choice(_visitors(year[at].choice, role))})
    return tuple(year)


def _visitors(choice: Choice, role: str) -> tuple[str, ...]:
    return choice.inspectors if role == "inspector" else choice.public_realm


def another_time(ward: WardSearch, year: list[Meeting], rng: Random) -> None:
    """One meeting at another time, most often near, in the same hall and of the same kind."""
    at = rng.randrange(len(year))
    choices = ward.choices[at]
    here = bisect(choices, year[at].choice.day, key=lambda choice: choice.day)
    choice = rng.choice(choices[max(0, here - NEAR) : here + NEAR] if rng.random() < 0.6 else choices)
    if choice.when.session.is_daytime is year[at].choice.when.session.is_daytime or rng.random() < 0.1:
        year[at] = _meeting(ward, choice, rng, year[at].hall if rng.random() < 0.7 else "")


def kinds_swapped(ward: WardSearch, year: list[Meeting], rng: Random) -> None:
    """Two meetings at other times, of each other's kinds."""
    if len(year) < 2:
        return
    one, other = rng.sample(range(len(year)), 2)
    kinds = [year[at].choice.when.session.is_daytime for at in (other, one)]
    for at, kind in zip((one, other), kinds, strict=True):
        fitting = [choice for choice in ward.choices[at] if choice.when.session.is_daytime is kind]
        if fitting:
            year[at] = _meeting(ward, rng.choice(fitting), rng, year[at].hall)


def another_hall(ward: WardSearch, year: list[Meeting], rng: Random) -> None:
    """One meeting in another hall that is open."""
    at = rng.randrange(len(year))
    year[at] = replace(year[at], hall=rng.choice(year[at].choice.halls))


def halls_swapped(ward: WardSearch, year: list[Meeting], rng: Random) -> None:
    """Two meetings in each other's halls, where both are open."""
    one, other = rng.randrange(len(year)), rng.randrange(len(year))
    if year[one].hall in year[other].choice.halls and year[other].hall in year[one].choice.halls:
        halls = year[one].hall, year[other].hall
        year[one], year[other] = replace(year[one], hall=halls[1]), replace(year[other], hall=halls[0])


def another_officer(ward: WardSearch, year: list[Meeting], rng: Random) -> None:
    """One meeting with another sergeant or ward officer."""
    at = rng.randrange(len(year))
    choice = year[at].choice
    if rng.random() < 0.5:
        year[at] = replace(year[at], sergeant=rng.choice(choice.sergeants))
    else:
        year[at] = replace(year[at], ward_officer=rng.choice(choice.ward_officers))


def another_visit(ward: WardSearch, year: list[Meeting], rng: Random) -> None:
    """One visit called off, so that another is made instead."""
    role = rng.choice(("inspector", "public_realm"))
    for at, meeting in enumerate(year):
        if getattr(meeting, role):
            year[at] = replace(meeting, **{role: ""})


Move = Callable[[WardSearch, list[Meeting], Random], None]
MOVES: tuple[Move, ...] = (
    *[another_time] * 5,
    kinds_swapped,
    another_hall,
    halls_swapped,
    another_officer,
    another_visit,
)
