"""Why a year is impossible: the smallest set of demands that clash, found by solving again, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from scheduler.clash import Clash
from scheduler.errors import NoPlan
from scheduler.facts import Borough
from scheduler.framing import with_borough
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes import FORBIDDEN, BoroughRule, Demand, Level, Rule, rules_of
from scheduler.solver.bounding import AskedTooOften
from scheduler.solver.repairs import repairs
from scheduler.solver.search import outlook, search
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_model import ward_model
from scheduler.solver.ward_years import WardEngine

FEW_WARDS = 3
"""So many wards are looked at in full: it takes no longer, and an officer wanted twice is seen as well."""

MOST_NAMED = 4
"""Days, halls or officers named in one demand."""


def clashes(problem: PlanningProblem) -> tuple[Clash, ...]:
    """The clash of every ward that has no year of its own, or, where each has one, the clash between wards.

    Edges: empty where a plan exists
    """
    posed = replace(problem, rules=tuple(rule for rule in rules_of(problem) if rule.level is Level.MUST))
    alone = [view for view in posed.wards if not has_year(posed, view)]
    if alone:
        return tuple(_ward_clash(posed, view) for view in alone)
    wards = tuple(view.ward.code for view in posed.wards)
    is_quick = outlook(posed) is False
    if not is_quick and _has_plan(posed, wards, ()):
        return ()
    return (_borough_clash(posed, wards, _outlook if is_quick else _has_plan),)


def has_year(problem: PlanningProblem, view: WardView) -> bool:
    """Whether a ward, looked at alone, has a single year that keeps every must-rule."""
    return _cheapest_year(problem, view) < FORBIDDEN


def _cheapest_year(problem: PlanningProblem, view: WardView) -> int:
    """Its cost by itself, in eighths of a point; FORBIDDEN or more where it has none."""
    return WardEngine(problem, ward_model(problem, view)).price({})


def smallest(items: Sequence[Any], is_enough: Callable[[Sequence[Any]], bool]) -> list[Any]:
    """A smallest set of items that is still enough: no item of it can be left out.

    Source: QuickXplain, Junker 2004 (AAAI): halves are tried before single items
    """

    def needed(background: list[Any], added: bool, rest: Sequence[Any]) -> list[Any]:
        if added and is_enough(background):
            return []
        if len(rest) == 1:
            return list(rest)
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        found = needed([*background, *first], bool(first), second)
        return needed([*background, *found], bool(found), first) + found

    return needed([], False, items) if items and not is_enough([]) else []


def _ward_clash(problem: PlanningProblem, view: WardView) -> Clash:
    """One ward's clash, in a borough of that ward alone."""
    lonely = with_borough(problem, lambda borough: _only(borough, {view.ward.code}))
    listed = _demands(lonely, lonely.wards[0])
    droppable = [demand for demand in listed if demand.without is not None]

    def is_enough(kept: Sequence[Demand]) -> bool:
        return not _holds(lonely, droppable, kept)

    core = smallest(droppable, is_enough)
    proven = is_enough(core) and all(not is_enough([each for each in core if each is not one]) for one in core)
    told = tuple(demand.sentence for demand in (*(each for each in listed if each.without is None), *core))
    return Clash(view.ward.name, (view.ward.code,), told, _ward_repairs(problem, view, core), is_proven=proven)


def _demands(problem: PlanningProblem, view: WardView) -> list[Demand]:
    """Everything that one ward's year must keep to, as finely as the rules tell it apart, in the order of telling."""
    found = (demand for rule in rules_of(problem) for demand in rule.demands(problem, view))
    return sorted(found, key=lambda demand: demand.place)


def _ward_repairs(problem: PlanningProblem, view: WardView, core: Sequence[Demand]) -> tuple[str, ...]:
    """Single changes after which the ward has a year."""
    clashing = {demand.about for demand in core if demand.about is not None}

    def mends(changed: PlanningProblem) -> bool:
        return has_year(changed, changed.ward_by_code[view.ward.code])

    def least_points(counted: PlanningProblem) -> int | None:
        points = _cheapest_year(counted, counted.ward_by_code[view.ward.code])
        return points // SCALE if points < FORBIDDEN else None

    to_blame = [rule for rule in rules_of(problem) if rule.subject in clashing]
    left_out = (
        f"Leave this out: {demand.sentence}"
        for demand in core
        if demand.can_be_left_out and demand.without is not None and mends(demand.without(problem))
    )
    return (
        *repairs(problem, [view], mends, clashing.__contains__),
        *_raised(problem, [view], to_blame, least_points),
        *left_out,
    )


def _raised(
    problem: PlanningProblem,
    views: Sequence[WardView],
    rules: Sequence[Rule],
    least_points: Callable[[PlanningProblem], int | None],
) -> Iterator[str]:
    """The least that each rule's own number would have to be, where it has one and the rest can be kept."""
    for rule in rules:
        wanted = rule.least(problem, views)
        points = None if wanted is None else least_points(wanted.counted(problem))
        if wanted is not None and points is not None:
            yield wanted.sentence.format(least=points + wanted.over)


def _holds(problem: PlanningProblem, listed: Sequence[Demand], kept: Sequence[Demand]) -> bool:
    """Whether the ward has a year under these demands alone."""
    keep = {id(demand) for demand in kept}
    for demand in listed:
        if id(demand) not in keep and demand.without is not None:
            problem = demand.without(problem)
    return has_year(problem, problem.wards[0])


def _only(borough: Borough, codes: set[str]) -> Borough:
    """The borough as if it had these wards only, with all that serves them."""
    return replace(
        borough,
        wards=tuple(replace(ward, neighbours=ward.neighbours & codes) for ward in borough.wards if ward.code in codes),
        venues=tuple(venue for venue in borough.venues if venue.ward_codes & codes),
        officers=tuple(
            officer for officer in borough.officers if (officer.ward_codes | officer.deputy_ward_codes) & codes
        ),
        homes=(),
    )


def without_wards(problem: PlanningProblem, codes: Sequence[str]) -> PlanningProblem:
    """The same question without some wards: what they share with the others stays."""
    left = {view.ward.code for view in problem.wards} - set(codes)

    def changed(borough: Borough) -> Borough:
        wards = (replace(ward, neighbours=ward.neighbours & left) for ward in borough.wards if ward.code in left)
        return replace(borough, wards=tuple(wards))

    return with_borough(problem, changed)


def _of_wards(problem: PlanningProblem, codes: Sequence[str], without: Sequence[Rule]) -> PlanningProblem:
    """The same question of these wards alone, under all but some of the rules."""
    posed = with_borough(problem, lambda borough: _only(borough, set(codes)))
    return replace(posed, rules=tuple(rule for rule in rules_of(posed) if rule not in without))


Look = Callable[[PlanningProblem, Sequence[str], Sequence[Rule]], bool | None]
"""Whether these wards have a plan together under all but some of the rules; None where that is not certain."""


def _outlook(problem: PlanningProblem, codes: Sequence[str], without: Sequence[Rule]) -> bool | None:
    """As a short look tells."""
    return outlook(_of_wards(problem, codes, without)) if codes else True


def _has_plan(problem: PlanningProblem, codes: Sequence[str], without: Sequence[Rule]) -> bool:
    """Whether these wards have a plan together under all but some of the rules."""
    if not codes:
        return True
    try:
        search(_of_wards(problem, codes, without))
    except NoPlan:
        return False
    return True


def _borough_clash(problem: PlanningProblem, codes: Sequence[str], look: Look) -> Clash:
    """The smallest set of wards, and of the rules they share, that cannot be kept together, as far as `look` tells.

    Edges: it is certain that they clash; where a look at fewer was not certain, it is not proven that all are needed
    """
    wards = smallest(codes, lambda kept: look(problem, kept, ()) is False)
    look = _has_plan if len(wards) <= FEW_WARDS else look
    shared = [rule for rule in problem.rules if isinstance(rule, BoroughRule)]
    rules = smallest(shared, lambda kept: look(problem, wards, [rule for rule in shared if rule not in kept]) is False)
    dropped = [rule for rule in shared if rule not in rules]
    is_proven = all(look(problem, [other for other in wards if other != one], dropped) for one in wards) and all(
        look(problem, wards, [*dropped, rule]) for rule in rules
    )
    concerned = [view for view in problem.wards if view.ward.code in wards]
    names = ", ".join(view.ward.name for view in concerned)
    told = tuple(_told(problem, wards, rule, dropped) for rule in rules)
    mending = _borough_repairs(problem, codes, concerned, rules, look)
    return Clash(names, tuple(wards), told, mending, is_proven=is_proven)


def _told(problem: PlanningProblem, codes: Sequence[str], rule: Rule, without: Sequence[Rule]) -> str:
    """The rule's sentence, with the days, halls or officers that these wards ask too much of."""
    try:
        search(_of_wards(problem, codes, without))
    except AskedTooOften as asked:
        rows = [row for row in asked.rows if row.rule == rule.name][:MOST_NAMED]
        such_as = "" if all(row.day < 0 for row in rows) else "such as "  # other days may be as crowded
        return rule.sentence + (f" ({such_as}{'; '.join(row.label for row in rows)})" if rows else "")
    except NoPlan:
        pass
    return rule.sentence


def _borough_repairs(
    problem: PlanningProblem, codes: Sequence[str], views: Sequence[WardView], rules: Sequence[Rule], look: Look
) -> tuple[str, ...]:
    """Single changes after which the whole borough has a plan: tried on the wards that clash, then on all of them."""
    wards = [view.ward.code for view in views]

    def mends(changed: PlanningProblem) -> bool:
        return bool(look(changed, wards, ()) and look(changed, codes, ()))

    left_out = [
        f"Leave this out: {rule.sentence}" for rule in rules if rule.can_be_left_out and look(problem, codes, [rule])
    ]
    spared = {rule.subject for rule in rules_of(problem) if isinstance(rule, BoroughRule) and rule not in rules}
    return (
        *repairs(problem, views, mends, lambda subject: subject not in spared),
        *_raised(problem, views, rules, _least_cost),
        *left_out,
    )


def _least_cost(problem: PlanningProblem) -> int | None:
    """What the cheapest plan costs; None where there is none."""
    try:
        return search(problem).closed.cost
    except NoPlan:
        return None
