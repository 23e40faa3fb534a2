"""What would give a ward a year, or wards a plan together: the rules offer changes, and each that is told was tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice

from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes import Asking, BoroughRule, Change, Repair, Subject, rules_of
from scheduler.solver.minimal import cheapest_sets, smallest

MOST_TRIED = 12
"""Changes of one kind that are tried where several wards clash: each takes looks at the whole borough."""

MOST_OF_A_KIND = 2
"""Repairs of one kind (pins, starts, gaps, board, halls, leave) that are offered: enough to choose from."""

MOST_SETS = 3
"""Sets of changes that are offered."""

MOST_WORK = 600
"""Looks at single wards that the search for the cheapest sets may take; after that, what was found has to do."""

Mends = Callable[[PlanningProblem], bool]
"""Whether a changed question is known to have an answer."""


def repairs(
    problem: PlanningProblem, views: Sequence[WardView], mends: Mends, may_clash: Callable[[Subject], bool]
) -> tuple[str, ...]:
    """The first few single changes to what the wards have or the borough asks, the least to ask for first, that mend.

    `may_clash` tells of what a demand is about whether it may be part of what clashes: to ease another would not help.
    """
    helpful = (each for each in _offered(problem, views) if each.eases is None or may_clash(each.eases))
    most = MOST_TRIED if len(views) > 1 else None
    return tuple(
        repair.sentence
        for kind in _by_kind(helpful, most)
        for repair in islice((each for each in kind if mends(each.change(problem))), MOST_OF_A_KIND)
    )


def sets_of_repairs(problem: PlanningProblem, views: Sequence[WardView], mends: Mends) -> tuple[tuple[str, ...], ...]:
    """The first few sets of changes that mend, the fewest changes first, then the least to ask for.

    Edges: no change of a set can be left out, as far as `mends` tells; none where all changes together do not mend;
           to leave out a rule that may be is one of the changes, the last to ask for
    """
    most = MOST_TRIED if len(views) > 1 else None
    offers = [
        repair for kind in _by_kind((*_offered(problem, views), *_left_out(problem, views)), most) for repair in kind
    ]
    known: dict[frozenset[int], bool] = {}

    def is_enough(numbers: Iterable[int]) -> bool:
        asked = frozenset(numbers)
        if asked not in known:
            changes = (offers[number].change for number in sorted(asked))
            known[asked] = mends(reduce(lambda changed, change: change(changed), changes, problem))
        return known[asked]

    def is_enough_in_time(numbers: Iterable[int]) -> bool:
        if len(known) > MOST_WORK // len(views):
            raise _TooManyLooks
        return is_enough(numbers)

    first = tuple(smallest(range(len(offers)), is_enough))
    prices = [int(repair.place[0]) for repair in offers]
    found: list[tuple[int, ...]] = []
    try:
        for numbers in islice(cheapest_sets(prices, is_enough_in_time, len(first)), MOST_SETS if first else 0):
            found.append(numbers)
    except _TooManyLooks:
        found = found or [first]
    return tuple(tuple(offers[number].sentence for number in each) for each in found)


class _TooManyLooks(Exception):
    """The search for the cheapest sets has taken long enough."""


def _offered(problem: PlanningProblem, views: Iterable[WardView]) -> Iterator[Repair]:
    """What every rule offers, ward by ward, the least to ask for first."""
    for view in views:
        offered = (repair for rule in rules_of(problem) for repair in rule.repairs(problem, view))
        yield from sorted(offered, key=lambda repair: repair.place)


def _left_out(problem: PlanningProblem, views: Iterable[WardView]) -> Iterator[Repair]:
    """Every rule that may be left out, by what it asks of each ward, or of wards together."""
    between = (rule for rule in rules_of(problem) if isinstance(rule, BoroughRule) and rule.can_be_left_out)
    yield from (left_out(rule.sentence, rule.without) for rule in between)
    asked = (demand for view in views for rule in rules_of(problem) for demand in rule.demands(problem, view))
    for demand in asked:
        if demand.can_be_left_out and demand.without is not None:
            yield left_out(demand.sentence, demand.without)


def left_out(sentence: str, without: Change) -> Repair:
    """A rule to be left out, as the last thing to ask for."""
    return Repair(f"Leave this out: {sentence}", without, place=(Asking.LEAVE_OUT,))


def _by_kind(offered: Iterable[Repair], most: int | None) -> Iterator[list[Repair]]:
    """The first few changes of each kind, each once, what several of the wards share first; the least to ask first."""
    by_kind: dict[int, list[Repair]] = {}
    for repair in offered:
        by_kind.setdefault(repair.place[0], []).append(repair)
    yield from (_most_shared(kind)[:most] for _, kind in sorted(by_kind.items()))


def _most_shared(kind: Sequence[Repair]) -> list[Repair]:
    wards = Counter(repair.sentence for repair in kind)
    return sorted({repair.sentence: repair for repair in kind}.values(), key=lambda repair: -wards[repair.sentence])
