"""Single changes that would give a ward a year, or wards a plan together: the rules offer them, and each is tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from scheduler.problem import PlanningProblem, WardView
from scheduler.rules.shapes import Repair, Subject, rules_of

MOST_TRIED = 12
"""Changes of one kind that are tried where several wards clash: each takes looks at the whole borough."""

MOST_OF_A_KIND = 2
"""Repairs of one kind (pins, starts, gaps, board, halls, leave) that are offered: enough to choose from."""


def repairs(
    problem: PlanningProblem,
    views: Sequence[WardView],
    mends: Callable[[PlanningProblem], bool],
    may_clash: Callable[[Subject], bool],
) -> tuple[str, ...]:
    """The first few single changes to what the wards have or the borough asks, the least to ask for first, that mend.

    `may_clash` tells of what a demand is about whether it may be part of what clashes: to ease another would not help.
    """
    by_kind: dict[int, list[Repair]] = {}
    for repair in _offered(problem, views):
        if repair.eases is None or may_clash(repair.eases):
            by_kind.setdefault(repair.place[0], []).append(repair)
    most = MOST_TRIED if len(views) > 1 else None
    return tuple(
        repair.sentence
        for _, kind in sorted(by_kind.items())
        for repair in islice(
            (each for each in islice(_most_shared(kind), most) if mends(each.change(problem))), MOST_OF_A_KIND
        )
    )


def _offered(problem: PlanningProblem, views: Iterable[WardView]) -> Iterator[Repair]:
    """What every rule offers, ward by ward, the least to ask for first."""
    for view in views:
        offered = (repair for rule in rules_of(problem) for repair in rule.repairs(problem, view))
        yield from sorted(offered, key=lambda repair: repair.place)


def _most_shared(kind: Iterable[Repair]) -> list[Repair]:
    """Each change once, what several of the wards share first."""
    found = list(kind)
    wards = Counter(repair.sentence for repair in found)
    return sorted({repair.sentence: repair for repair in found}.values(), key=lambda repair: -wards[repair.sentence])
