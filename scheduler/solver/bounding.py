"""Column generation: prices for the shared rows until they prove, nearly, how little a plan can cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from scheduler.errors import NoPlan
from scheduler.progress import Listener, Progress
from scheduler.rules.shapes import FORBIDDEN, Row
from scheduler.solver.master import Master, Prices
from scheduler.solver.rows import RowBook
from scheduler.solver.slot_prices import SCALE
from scheduler.solver.ward_years import WardEngine, WardYear

NEAR_POINTS = 3
"""Ward-years this near to the best at the prices of the moment are worth a column."""

COLUMNS_A_ROUND = 10
"""At most so many new ward-years a ward and round."""

KEEP_OLD = 0.4
"""How much of the best prices so far stays in the next ones: without it, prices swing and rounds multiply."""

SLACK_FACTOR = 7
"""How much dearer a must-row that stays broken becomes."""

BEYOND_HOPE = 1_000
"""Where a row stays broken by less than a thousandth of a seat, there may be a plan: the closing model tells."""

MOST_ROUNDS = 200
"""A bound on rounds, far above what any borough tried has needed (8 to 40)."""


class AskedTooOften(NoPlan):
    """No plan keeps the shared must-rules. `rows`: what is asked for too often; `prices` prove it, in eighths."""

    def __init__(self, rows: tuple[Row, ...], prices: Mapping[Row, int]) -> None:
        self.rows, self.prices = rows, prices
        super().__init__(tuple(f"No plan keeps this: {row.label} is asked for too often." for row in rows))


@dataclass(frozen=True)
class Bound:
    """What the prices prove.

    Units: `eighths`: no plan costs less than this many eighths of a point
    """

    eighths: int
    prices: Mapping[Row, int]

    @property
    def points(self) -> int:
        """The same in whole points: plans cost whole points, so it rounds up."""
        return -(-self.eighths // SCALE)


def lagrangian(engines: Sequence[WardEngine], prices: Mapping[Row, int], threads: Executor) -> int:
    """What no plan can undercut, in eighths of a point: each ward at its best, less what the rows take.

    Source: any non-negative price gives a valid bound (Held and Karp 1970), so rounded prices do
    """
    asked: int = sum(threads.map(lambda engine: engine.price(prices), engines))
    taken = sum(price * row.capacity for row, price in prices.items())
    return asked - taken


def bounded(
    engines: Sequence[WardEngine], master: Master, threads: Executor, cost: int | None, tell: Listener
) -> Bound:
    """Run rounds of pricing until the master's value and the bound meet within a point.

    Errors: NoPlan, naming the rows, where no plan keeps the shared must-rows
    """
    best = Bound(lagrangian(engines, {}, threads), {})
    hopeless = _hopeless_points(engines, master.book)
    for _ in range(MOST_ROUNDS):
        solved = master.solve()
        best, added = _round(engines, master, threads, best, solved)
        tell(Progress("Pricing what the wards share", cost, best.points))
        closed = solved.value - best.eighths / SCALE < 1
        if solved.broken and best.points > hopeless:
            raise AskedTooOften(solved.broken, best.prices)
        if closed or not added:
            if not solved.broken or master.slack_points > hopeless * BEYOND_HOPE:
                return best
            master.raise_slack(SLACK_FACTOR)
    return best


def prove_none(engines: Sequence[WardEngine], book: RowBook, prices: Mapping[Row, int], threads: Executor) -> None:
    """Try prices that have proven of a like question that it has no plan.

    Errors: AskedTooOften where they prove it here too
    """
    known = {row: price for other, price in prices.items() for row in book.like(other)}
    if Bound(lagrangian(engines, known, threads), known).points > _hopeless_points(engines, book):
        raise AskedTooOften(tuple(known), known)


def _round(
    engines: Sequence[WardEngine], master: Master, threads: Executor, best: Bound, solved: Prices
) -> tuple[Bound, bool]:
    """Price once at smoothed prices and, where that brings no new column, once at the master's own."""
    for prices in (_smoothed(best.prices, solved.by_row), solved.by_row):
        bound = Bound(lagrangian(engines, prices, threads), prices)
        if bound.eighths > best.eighths:
            best = bound
        if _add_columns(engines, master, prices, threads):
            return best, True
    return best, False


def _smoothed(old: Mapping[Row, int], new: Mapping[Row, int]) -> dict[Row, int]:
    rows = {**old, **new}
    mixed = {row: round(KEEP_OLD * old.get(row, 0) + (1 - KEEP_OLD) * new.get(row, 0)) for row in rows}
    return {row: price for row, price in mixed.items() if price}


def _add_columns(engines: Sequence[WardEngine], master: Master, prices: Mapping[Row, int], threads: Executor) -> bool:
    def near(engine: WardEngine) -> list[WardYear]:
        best = engine.years_within(engine.best, 1).slots
        others = engine.years_within(engine.best + NEAR_POINTS * SCALE, COLUMNS_A_ROUND).slots
        return engine.staffed(np.concatenate([best, others]), prices)

    found = [master.add(year) for years in threads.map(near, engines) for year in years]
    return any(found)


def _hopeless_points(engines: Sequence[WardEngine], book: RowBook) -> int:
    """As much as any plan could cost: a bound above it proves that there is none."""
    return sum(_dearest_year_points(engine, book) for engine in engines)


def _dearest_year_points(engine: WardEngine, book: RowBook) -> int:
    """As much as any year of the ward could cost: each meeting at its dearest, officers and months over fair shares."""
    model, memory = engine.model, engine.model.memory
    if not model.meetings:
        return int(memory.ends.max())
    steps = (part[part < FORBIDDEN].max(initial=0) for part in (model.between, model.first, model.last, memory.ends))
    staff = sum(
        max((cost + _excess_points(engine, book, officer.officer_id) for officer, cost in zip(*ranks, strict=True)))
        for ranks in ((post.officers, post.costs) for post in model.staff if post.officers)
    )
    move = int(memory.move_costs[memory.moves >= 0].max(initial=0))
    shared = _excess_points(engine, book)
    return (engine.dearest_slot_points + staff + shared + move + int(sum(steps))) * model.meetings


def _excess_points(engine: WardEngine, book: RowBook, officer_id: str = "") -> int:
    """What rows charge for one more seat at most: for a should, they are as many at every slot."""
    return sum(book.rows[number].excess_cost or 0 for number in book.taken(engine, 0, officer_id))
