"""Smallest sets of things that are enough, where all that can be asked is whether a set is. It knows no problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from typing import TypeVar

Item = TypeVar("Item")


def smallest(items: Sequence[Item], is_enough: Callable[[Sequence[Item]], bool]) -> list[Item]:
    """A set of items that is still enough, of which none can be left out: of equals the earlier ones.

    Edges: more items never make it less; empty where all of them are not enough, and where none is needed
    Source: QuickXplain, Junker 2004 (AAAI): halves are tried before single items
    """

    def needed(background: list[Item], added: bool, rest: Sequence[Item]) -> list[Item]:
        if added and is_enough(background):
            return []
        if len(rest) == 1:
            return list(rest)
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        found = needed([*background, *first], bool(first), second)
        return needed([*background, *found], bool(found), first) + found

    return needed([], False, items) if items and is_enough(items) and not is_enough([]) else []


def cheapest_sets(
    prices: Sequence[int], is_enough: Callable[[Sequence[int]], bool], most_together: int
) -> Iterator[tuple[int, ...]]:
    """Every set that is enough, of which none can be left out: the fewest items first, then the cheapest.

    Shape: items go by their number, which is their place in `prices`
    Edges: more items never make it less; all together are enough; sets of more than `most_together` are not looked for

    A set that is not enough is grown until it nearly is. Any set that is enough has one of the items left over.

    Source: the tree of hitting sets, Reiter 1987, doi:10.1016/0004-3702(87)90062-2
    """
    every = range(len(prices))
    left_over: list[frozenset[int]] = []
    found: list[frozenset[int]] = []
    seen: set[frozenset[int]] = {frozenset()}
    waiting: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    while waiting:
        _, _, numbers = heappop(waiting)
        tried = frozenset(numbers)
        if any(known <= tried for known in found):
            continue
        unmet = next((each for each in left_over if not each & tried), None)
        if unmet is None and is_enough(numbers):
            found.append(tried)
            yield numbers
            continue
        if unmet is None:
            unmet = _left_over([each for each in every if each not in tried], every, is_enough)
            left_over.append(unmet)
        for wider in (tried | {each} for each in unmet if len(tried) < most_together):
            if wider not in seen:
                seen.add(wider)
                heappush(waiting, (len(wider), sum(prices[each] for each in wider), tuple(sorted(wider))))


def _left_over(
    others: Sequence[int], every: Sequence[int], is_enough: Callable[[Sequence[int]], bool]
) -> frozenset[int]:
    """The fewest of the others without which the rest of all is not enough."""
    return frozenset(smallest(others, lambda gone: not is_enough([each for each in every if each not in gone])))
