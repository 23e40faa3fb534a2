"""Proof from the tightest wards alone: where a few wards cannot do better together, the whole borough cannot.

The wards left out are taken at the least they ask for at the bound's prices, and the rows they may load at their price:
a relaxation of the whole, so what it rules out is ruled out. It is far smaller, since the wards left out are those with
thousands of equal years, and since years that the wards left in cannot tell apart are merged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from scheduler.rules.shapes import Row
from scheduler.solver.bounding import Bound
from scheduler.solver.closing import ClosingModel, PricedYear, Toll
from scheduler.solver.listing import ListedYears, WardList
from scheduler.solver.rows import RowBook
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_years import WardEngine

SIZES = (100, 400, 1_500)
"""Wards with at most so many years left are looked at together: first the tightest, then more."""

NONE = -1
"""Less than any ward-year asks for above the least of its ward."""

Signature = tuple[tuple[int, ...], tuple[tuple[str, int, tuple[int, ...]], ...]]
"""What others can notice of a slot: the rows it loads, and who could staff it at what cost, loading which rows."""


def few_left(
    engines: Sequence[WardEngine], book: RowBook, years: ListedYears, bound: Bound, ceiling: int
) -> ListedYears:
    """Those of the years listed that may still be part of a plan of at most `ceiling` points.

    Each look raises what any plan costs, which leaves the wards not yet looked at fewer years to better it with. All
    wards are never looked at together: that is the closing model itself.

    Edges: none at all where it is certain that there is no such plan
    """
    looked_at = 1
    for size in SIZES:
        while True:
            inside = {index for index, ward in years.wards.items() if len(ward.points) <= size}
            if not looked_at < len(inside) < len(years.wards) or not years.has_some_for_all:
                break
            looked_at = len(inside)
            spare = _spare(engines, book, years, bound, ceiling, inside)
            years = years.outside_within(() if spare == NONE else inside, spare)
    return years if years.has_some_for_all else years.outside_within((), NONE)


def _spare(
    engines: Sequence[WardEngine],
    book: RowBook,
    years: ListedYears,
    bound: Bound,
    ceiling: int,
    inside: set[int],
) -> int:
    """How much more than its least a ward left out may ask for, in eighths of a point; NONE where no plan is left."""
    rows = {engine.model.view.index: _rows_of(engine, book, years) for engine in engines}
    outside = frozenset(number for index, loaded in rows.items() if index not in inside for number in loaded)
    tolled = _tolled(engines, book, bound, outside)
    chosen = _all_merged(engines, book, years, {index: rows[index] for index in inside}, tolled)
    left_out = sum(ward.least for index, ward in years.wards.items() if index not in inside)
    most = ceiling * SCALE - left_out + sum(price * row.capacity for row, price in tolled.items())
    least = ClosingModel(engines, book, chosen, whole=False, toll=Toll(tolled, outside)).least_within(most)
    return NONE if least is None else most - least


def merged_years(
    engines: Sequence[WardEngine], book: RowBook, years: ListedYears
) -> Mapping[int, Sequence[PricedYear]]:
    """Every listed year, those that no other ward can tell apart merged into the cheapest. Visits are not looked at."""
    rows = {engine.model.view.index: _rows_of(engine, book, years) for engine in engines}
    return _all_merged(engines, book, years, rows, {})


def _all_merged(
    engines: Sequence[WardEngine],
    book: RowBook,
    years: ListedYears,
    rows: Mapping[int, frozenset[int]],
    tolled: Mapping[Row, int],
) -> Mapping[int, Sequence[PricedYear]]:
    """The years of the wards in `rows`. Rows are noticed that two wards may load, that have a toll or count a year."""
    times = Counter(number for loaded in rows.values() for number in loaded)
    noticed = {
        number
        for number, wards in times.items()
        if wards > 1 or book.rows[number] in tolled or book.rows[number].day < 0
    }
    return {
        engine.model.view.index: _merged(engine, book, years.wards[engine.model.view.index], noticed)
        for engine in engines
        if engine.model.view.index in rows
    }


def _tolled(engines: Sequence[WardEngine], book: RowBook, bound: Bound, outside: frozenset[int]) -> Mapping[Row, int]:
    """The prices of the rows that wards left out may load. Rows of a ward's own officers are in its years' cost."""
    own = frozenset(officer_id for engine in engines for officer_id in engine.own_officer_ids)
    loaded = {book.rows[number] for number in outside}
    return {row: price for row, price in bound.prices.items() if row.officer not in own and row in loaded}


def _rows_of(engine: WardEngine, book: RowBook, years: ListedYears) -> frozenset[int]:
    """Every row that a listed year of a ward may load, whoever staffs it."""
    rows: set[int] = set()
    for slot in np.unique(years.wards[engine.model.view.index].slots).tolist():
        rows.update(book.of_seat(engine.seat(slot)))
        for _, _, loaded in _staff_options(engine, book, slot):
            rows.update(loaded)
    return frozenset(rows)


def _staff_options(engine: WardEngine, book: RowBook, slot: int) -> list[tuple[str, int, tuple[int, ...]]]:
    return [
        (officer_id, points, book.of_seat(engine.seat(slot, officer_id)))
        for staffing in engine.contested_posts
        for officer_id, points in engine.on_duty(staffing, slot)
    ]


def _merged(engine: WardEngine, book: RowBook, ward: WardList, noticed: set[int]) -> list[PricedYear]:
    """The cheapest of the years that load the same noticed rows with the same officers to choose from."""
    known: dict[Signature, int] = {}
    slots, place = np.unique(ward.slots, return_inverse=True)
    marks = np.array([known.setdefault(_signature(engine, book, slot, noticed), len(known)) for slot in slots.tolist()])
    keys = np.sort(marks[place.reshape(ward.slots.shape)], axis=1)
    order = np.argsort(ward.points, kind="stable")
    _, first = np.unique(keys[order], axis=0, return_index=True)
    kept = np.sort(order[first])
    listed = zip(ward.points[kept].tolist(), ward.slots[kept].tolist(), strict=True)
    return [PricedYear(points, tuple(row)) for points, row in listed]


def _signature(engine: WardEngine, book: RowBook, slot: int, noticed: set[int]) -> Signature:
    def seen(rows: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number for number in rows if number in noticed)

    staff = tuple((officer, points, seen(rows)) for officer, points, rows in _staff_options(engine, book, slot))
    return seen(book.of_seat(engine.seat(slot))), staff
