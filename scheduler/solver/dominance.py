"""Ward-years that no plan needs: another year of the ward costs no more and takes nothing of what others may want.

A row is wanted only where the years left could load it above what it bears. Each year that goes leaves fewer rows
wanted, so the years are looked through again, a few times.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.problem import IntArray
from scheduler.solver import kernel
from scheduler.solver.automata import Slots
from scheduler.solver.enumerating import ListedYears, WardList
from scheduler.solver.equal_rows import first_of_equal
from scheduler.solver.rows import RowBook
from scheduler.solver.ward_years import WardEngine

Mask = NDArray[np.bool_]

MOST_LOOKS = 4
"""How often years are looked through: later looks find next to nothing."""


def needed_years(
    engines: Sequence[WardEngine], book: RowBook, years: ListedYears, visited: Collection[int] = ()
) -> ListedYears:
    """Those of the years that a cheapest plan may need. Visits are looked at only in the wards `visited`.

    Edges: of years that do equally well, the first of the cheapest stays
    """
    left = years.wards
    takings = {ward: _takings(engines[ward], book, left[ward], is_visited=ward in visited) for ward in left}
    for _ in range(MOST_LOOKS):
        wanted = _wanted(takings, book, left)
        before = sum(len(ward.points) for ward in left.values())
        left = {ward: _fewer(takings[ward], those, wanted) for ward, those in left.items()}
        if sum(len(ward.points) for ward in left.values()) == before:
            break
    return replace(years, wards=left)


def _wanted(takings: Mapping[int, Takings], book: RowBook, left: Mapping[int, WardList]) -> Mask:
    """Which rows, by number, the years left could load above what they bear."""
    most = np.zeros(len(book.rows), dtype=np.int64)
    for ward, those in left.items():
        most[takings[ward].rows] += takings[ward].most_loads(those.slots)
    return np.asarray(most > [row.capacity for row in book.rows])


@dataclass(frozen=True, eq=False)
class Takings:
    """What a ward's slots take: the rows of the meeting itself, and of each officer it could have.

    Shape: `slots` (slots): slot numbers, rising; `rows` (rows): row numbers, rising; `meeting` (slots, rows): how often
           a meeting counts on each row; `at`, `post`, `points` (options): the place of the slot, the post's number and
           the points of each officer; `officer` (options, rows): as `meeting`; `over_days` (rows): what counts more
           than one day
    """

    slots: IntArray
    rows: IntArray
    meeting: IntArray
    at: IntArray
    post: IntArray
    points: IntArray
    officer: IntArray
    over_days: Mask

    def most_loads(self, years: Slots) -> IntArray:
        """The most that one of these years could load each row with. Shape: `years` (years, meetings); (rows)."""
        used = _used(years)
        if not len(used):
            return np.zeros(len(self.rows), dtype=np.int64)
        places = np.searchsorted(self.slots, used)
        loads = self._heaviest[places].max(axis=0)
        for row in np.flatnonzero(self.over_days):  # a ward meets once a day: any other row bears one meeting of a year
            load = np.zeros(int(used[-1]) + 1, dtype=np.int16)
            load[used] = self._heaviest[places, row]
            loads[row] = load[years].sum(axis=1, dtype=np.int16).max()
        return np.asarray(loads, dtype=np.int64)

    @cached_property
    def _heaviest(self) -> IntArray:
        """The most that a meeting could load each row with, its officers' part in it. Shape: (slots, rows)."""
        total = self.meeting.copy()
        for post in np.unique(self.post):
            of_post = self.post == post
            most = np.zeros_like(total)
            np.maximum.at(most, self.at[of_post], self.officer[of_post])
            total += most
        return total


def _takings(engine: WardEngine, book: RowBook, ward: WardList, *, is_visited: bool) -> Takings:
    slots = _used(ward.slots)
    numbered = list(enumerate(slots.tolist()))
    posts = (*engine.contested_posts, *engine.visiting_posts) if is_visited else engine.contested_posts
    meeting = [book.taken(engine, slot) for _, slot in numbered]
    options = [
        (place, post, points, book.taken(engine, slot, officer_id))
        for place, slot in numbered
        for post, staffing in enumerate(posts)
        for officer_id, points in engine.on_duty(staffing, slot)
    ]
    officer = [rows for *_, rows in options]
    rows = np.array(sorted({number for taken in (*meeting, *officer) for number in taken}), dtype=np.int64)
    at, post, points = np.array([option[:3] for option in options], dtype=np.int64).reshape(-1, 3).T
    over_days = np.array([not book.rows[number].is_of_one_day for number in rows.tolist()], dtype=bool)
    return Takings(slots, rows, _counted(meeting, rows), at, post, points, _counted(officer, rows), over_days)


def _counted(taken: Sequence[tuple[int, ...]], rows: IntArray) -> IntArray:
    """How often each row is in each of the tuples. Shape: (tuples, rows)."""
    counts = np.zeros((len(taken), len(rows)), dtype=np.int64)
    place = np.repeat(np.arange(len(taken)), [len(numbers) for numbers in taken])
    numbers = np.array([number for numbers in taken for number in numbers], dtype=np.int64)
    np.add.at(counts, (place, np.searchsorted(rows, numbers)), 1)
    return counts


def _fewer(takings: Takings, ward: WardList, wanted: Mask) -> WardList:
    """The ward's years without those that another makes needless."""
    if len(ward.points) < 2:
        return ward
    used = _used(ward.slots)
    kinds, serves = _kinds(takings, np.searchsorted(takings.slots, used), wanted[takings.rows])
    kind_of = np.zeros(int(used[-1]) + 1, dtype=np.min_scalar_type(len(serves)))
    kind_of[used] = kinds
    return ward.only(_front(kind_of[ward.slots], ward.points, serves))


def _used(years: Slots) -> IntArray:
    """The slots that some of the years have, rising."""
    seen = np.zeros(int(years.max(initial=0)) + 1, dtype=bool)
    for column in years.T:  # one at a time: an index is made as wide as numpy's own
        seen[column] = True
    return np.flatnonzero(seen)


def _kinds(takings: Takings, places: IntArray, wanted: Mask) -> tuple[IntArray, Mask]:
    """The slots' kinds by what is wanted of what they take, and which kind of slot does in the place of which other.

    Shape: kinds by slot (slots); `serves` (kinds, kinds): whether the first takes no more than the second, and has for
           each officer of the second one who takes no more
    """
    meeting, officer = _bits(takings.meeting[:, wanted], takings.officer[:, wanted])
    first, last = np.searchsorted(takings.at, places), np.searchsorted(takings.at, places, side="right")
    known: dict[tuple[bytes, frozenset[tuple[int, int, bytes]]], int] = {}
    kinds: list[int] = []
    samples: list[int] = []
    numbers: list[int] = []
    ends = [0]
    asked = list(zip(takings.post.tolist(), takings.points.tolist(), map(bytes, officer), strict=True))
    for place, start, end in zip(places.tolist(), first.tolist(), last.tolist(), strict=True):
        offers = {asked[n]: n for n in range(start, end)}
        kind = known.setdefault((meeting[place].tobytes(), frozenset(offers)), len(known))
        if kind == len(samples):
            samples.append(place)
            numbers += offers.values()
            ends.append(len(numbers))
        kinds.append(kind)
    serves = np.empty((len(known), len(known)), dtype=bool)
    kernel.serve(
        meeting[samples], np.array(ends), takings.post[numbers], takings.points[numbers], officer[numbers], serves
    )
    return np.array(kinds), serves


def _bits(meeting: IntArray, officer: IntArray) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Loads as sets of bits, one for each row and each number of seats there: no more is a subset."""
    loads = np.concatenate([meeting, officer])
    most = loads.max(axis=0, initial=0)
    columns = [loads > 0] + [loads[:, most >= seats] >= seats for seats in range(2, int(most.max(initial=0)) + 1)]
    packed = np.packbits(np.concatenate(columns, axis=1), axis=1)
    words = np.zeros((len(loads), max(1, -(-packed.shape[1] // 8))), dtype=np.uint64)
    words.view(np.uint8)[:, : packed.shape[1]] = packed
    return words[: len(meeting)], words[len(meeting) :]


def _front(kinds: Slots, points: Slots, serves: Mask) -> IntArray:
    """Numbers of the years that no other makes needless, rising. Shape: `kinds` (years, meetings), `points` (years)."""
    strongest = np.argsort(-serves.sum(axis=1), kind="stable").astype(np.int32)
    rank = np.empty(len(strongest), dtype=kinds.dtype)
    rank[strongest] = np.arange(len(strongest))
    ranks = np.sort(rank[kinds], axis=1)[:, ::-1]  # the weakest first: it tells most years apart
    order = np.lexsort((ranks.sum(axis=1), points))
    order = order[first_of_equal(len(order), (column[order] for column in ranks.T))]
    served_ptr = np.concatenate([[0], np.cumsum(serves.sum(axis=1))])
    kept = np.empty(len(order), dtype=np.int64)
    count = kernel.front(strongest[ranks[order]], served_ptr, np.nonzero(serves)[1], kept)
    return np.sort(order[kept[:count]])
