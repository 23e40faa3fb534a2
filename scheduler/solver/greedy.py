"""A first plan made ward by ward, each ward keeping out of the way of those before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from scheduler.rules.shapes import Row
from scheduler.solver.rows import RowBook
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_years import WardEngine, WardYear

FULL_POINTS = 1_000_000
"""The price of a seat on a full row: above any year's points, so that it is paid only where nothing else is left."""


def tightest_first(engines: Sequence[WardEngine]) -> list[WardEngine]:
    """The wards with the fewest slots for each meeting before the others."""
    return sorted(
        engines, key=lambda engine: (len(engine.model.day) / max(1, engine.model.meetings), engine.model.view.index)
    )


def years_in_turn(
    order: Sequence[WardEngine], book: RowBook, asked_of: Mapping[int, Mapping[Row, int]] = MappingProxyType({})
) -> tuple[tuple[WardYear, ...], bool]:
    """One year a ward, in ward order, and whether they keep every must-row together.

    Edges: every engine has a possible year; `asked_of`: what else is asked of a ward, in eighths of a point
    """
    load: dict[int, int] = {}
    years: dict[int, WardYear] = {}
    for engine in order:
        asked = {**asked_of.get(engine.model.view.index, {}), **_full_rows(book, load)}
        limit = engine.price(asked)
        (year,) = engine.staffed(engine.years_within(limit, 1).slots, asked)
        years[engine.model.view.index] = year
        for number, seats in book.loads(engine, year).items():
            load[number] = load.get(number, 0) + seats
    legal = all(
        used <= book.rows[number].capacity or book.rows[number].excess_cost is not None for number, used in load.items()
    )
    return tuple(years[index] for index in sorted(years)), legal


def _full_rows(book: RowBook, load: Mapping[int, int]) -> dict[Row, int]:
    """What another seat on each full row costs, in eighths of a point."""
    full = {}
    for number, used in load.items():
        row = book.rows[number]
        if used >= row.capacity:
            points = FULL_POINTS if row.excess_cost is None else row.excess_cost
            full[row] = points * SCALE
    return full


def cost_of(years: Sequence[WardYear], engines: Sequence[WardEngine], book: RowBook) -> int:
    """What these years cost together, in points, excess on should-rows included."""
    load: Counter[int] = Counter()
    for year in years:
        load.update(book.loads(engines[year.ward], year))
    excess = sum(
        max(0, used - book.rows[number].capacity) * (book.rows[number].excess_cost or 0)
        for number, used in load.items()
    )
    return sum(year.cost for year in years) + excess
