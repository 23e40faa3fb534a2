"""Why a year is impossible: the smallest set of demands that clash, found by solving again, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from scheduler.clash import Clash
from scheduler.errors import NoPlan
from scheduler.facts import Borough
from scheduler.framing import with_borough
from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes import FORBIDDEN, BoroughRule, Demand, Level, Rule, rules_of
from scheduler.solver.looks import Looks, only_wards
from scheduler.solver.minimal import smallest
from scheduler.solver.repairs import left_out, repairs, sets_of_repairs
from scheduler.solver.search import search
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_model import ward_model
from scheduler.solver.ward_years import WardEngine

FEW_WARDS = 3
"""So many wards are looked at in full: it takes no longer, and an officer wanted twice is seen as well."""

MOST_NAMED = 4
"""Days, halls or officers named in one demand."""


def clashes(problem: PlanningProblem) -> tuple[Clash, ...]:
    """The clash of every ward that has no year of its own, or, where each has one, the clash between wards.

    Edges: empty where a plan exists, and where a search for one ends undecided
    """
    posed = replace(problem, rules=tuple(rule for rule in rules_of(problem) if rule.level is Level.MUST))
    alone = [view for view in posed.wards if not has_year(posed, view)]
    if alone:
        return tuple(_ward_clash(posed, view) for view in alone)
    wards = tuple(view.ward.code for view in posed.wards)
    looks = Looks()
    if looks.has_plan(posed, wards) is None:
        looks = Looks(is_thorough=True)
    return () if looks.has_plan(posed, wards) is not False else (_borough_clash(posed, wards, looks),)


def has_year(problem: PlanningProblem, view: WardView) -> bool:
    """Whether a ward, looked at alone, has a single year that keeps every must-rule."""
    return _cheapest_year(problem, view) < FORBIDDEN


def _cheapest_year(problem: PlanningProblem, view: WardView) -> int:
    """Its cost by itself, in eighths of a point; FORBIDDEN or more where it has none."""
    return WardEngine(problem, ward_model(problem, view)).price({})


def _ward_clash(problem: PlanningProblem, view: WardView) -> Clash:
    """One ward's clash, in a borough of that ward alone."""
    lonely = with_borough(problem, lambda borough: only_wards(borough, {view.ward.code}))
    listed = _demands(lonely, lonely.wards[0])
    droppable = [demand for demand in listed if demand.without is not None]

    def is_enough(kept: Sequence[Demand]) -> bool:
        return not _holds(lonely, droppable, kept)

    core = smallest(droppable, is_enough)
    proven = is_enough(core) and all(not is_enough([each for each in core if each is not one]) for one in core)
    told = tuple(demand.sentence for demand in (*(each for each in listed if each.without is None), *core))
    mending = _ward_repairs(problem, view, core)
    return Clash(view.ward.name, (view.ward.code,), told, mending, is_proven=proven)


def _demands(problem: PlanningProblem, view: WardView) -> list[Demand]:
    """Everything that one ward's year must keep to, as finely as the rules tell it apart, in the order of telling."""
    found = (demand for rule in rules_of(problem) for demand in rule.demands(problem, view))
    return sorted(found, key=lambda demand: demand.place)


def _ward_repairs(problem: PlanningProblem, view: WardView, core: Sequence[Demand]) -> tuple[tuple[str, ...], ...]:
    """Single changes after which the ward has a year; where there is none, the smallest sets of them."""
    clashing = {demand.about for demand in core if demand.about is not None}

    def mends(changed: PlanningProblem) -> bool:
        return has_year(changed, changed.ward_by_code[view.ward.code])

    def least_points(counted: PlanningProblem) -> int | None:
        points = _cheapest_year(counted, counted.ward_by_code[view.ward.code])
        return points // SCALE if points < FORBIDDEN else None

    to_blame = [rule for rule in rules_of(problem) if rule.subject in clashing]
    spared = (
        left_out(demand.sentence, demand.without)
        for demand in core
        if demand.can_be_left_out and demand.without is not None
    )
    single = (
        *repairs(problem, [view], mends, clashing.__contains__),
        *_raised(problem, [view], to_blame, least_points),
        *(repair.sentence for repair in spared if mends(repair.change(problem))),
    )
    return tuple((sentence,) for sentence in single) or sets_of_repairs(problem, [view], mends)


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


def without_wards(problem: PlanningProblem, codes: Sequence[str]) -> PlanningProblem:
    """The same question without some wards: what they share with the others stays."""
    left = {view.ward.code for view in problem.wards} - set(codes)

    def changed(borough: Borough) -> Borough:
        wards = (replace(ward, neighbours=ward.neighbours & left) for ward in borough.wards if ward.code in left)
        return replace(borough, wards=tuple(wards))

    return with_borough(problem, changed)


def _borough_clash(problem: PlanningProblem, codes: Sequence[str], looks: Looks) -> Clash:
    """The smallest set of wards, and of the rules they share, that cannot be kept together, as far as looks tell.

    Edges: it is certain that they clash; where a look at fewer was not certain, it is not proven that all are needed
    """
    wards = smallest(codes, lambda kept: looks.has_plan(problem, kept) is False)
    if len(wards) <= FEW_WARDS:
        looks = Looks(is_thorough=True)
    shared = [rule for rule in rules_of(problem) if isinstance(rule, BoroughRule)]

    def is_clash(kept: Sequence[Rule]) -> bool:
        return looks.has_plan(problem, wards, [rule for rule in shared if rule not in kept]) is False

    rules = smallest(shared, is_clash)
    dropped = [rule for rule in shared if rule not in rules]
    is_proven = all(
        looks.has_plan(problem, [other for other in wards if other != one], dropped) for one in wards
    ) and all(looks.has_plan(problem, wards, [*dropped, rule]) for rule in rules)
    concerned = [view for view in problem.wards if view.ward.code in wards]
    names = ", ".join(view.ward.name for view in concerned)
    told = tuple(_told(problem, wards, rule, dropped, looks) for rule in rules)
    mending = _borough_repairs(problem, concerned, rules, looks)
    return Clash(names, tuple(wards), told, mending, is_proven=is_proven)


def _told(problem: PlanningProblem, codes: Sequence[str], rule: Rule, without: Sequence[Rule], looks: Looks) -> str:
    """The rule's sentence, with the days, halls or officers that these wards ask too much of."""
    rows = [row for row in looks.asked_too_often(problem, codes, without) if row.rule == rule.name][:MOST_NAMED]
    such_as = "" if all(row.day < 0 for row in rows) else "such as "  # other days may be as crowded
    return rule.sentence + (f" ({such_as}{'; '.join(row.label for row in rows)})" if rows else "")


def _borough_repairs(
    problem: PlanningProblem, views: Sequence[WardView], rules: Sequence[Rule], looks: Looks
) -> tuple[tuple[str, ...], ...]:
    """Single changes after which the whole borough has a plan; where there is none, the smallest sets of them.

    They are changes to what the wards that clash have; only where those do not do, to what any ward has.
    """
    wards, every = ([view.ward.code for view in some] for some in (views, problem.wards))

    def mends(changed: PlanningProblem) -> bool:
        return bool(looks.has_plan(changed, wards)) and (
            len(wards) == len(every) or bool(looks.has_plan(changed, every))
        )

    excluded = {rule.subject for rule in rules_of(problem) if isinstance(rule, BoroughRule) and rule not in rules}
    spared = (left_out(rule.sentence, rule.without) for rule in rules if rule.can_be_left_out)
    single = (
        *repairs(problem, views, mends, lambda subject: subject not in excluded),
        *_raised(problem, views, rules, _least_cost),
        *(repair.sentence for repair in spared if looks.has_plan(repair.change(problem), every)),
    )
    if single:
        return tuple((sentence,) for sentence in single)
    return sets_of_repairs(problem, views, mends) or (
        sets_of_repairs(problem, problem.wards, mends) if len(wards) < len(every) else ()
    )


def _least_cost(problem: PlanningProblem) -> int | None:
    """What the cheapest plan costs; None where there is none."""
    try:
        return search(problem).closed.cost
    except NoPlan:
        return None
