"""Chooses one year for every ward out of those on offer: first without visits, which seldom matter, then with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from scheduler.solver.closing import NOTHING_YET, Aim, ClosedMeeting, ClosedPlan, ClosingModel, PricedYear
from scheduler.solver.rows import RowBook
from scheduler.solver.ward_years import WardEngine


class TooManyYears(Exception):
    """More ward-years are needed than the closing model can choose among in good time."""


Offer = Callable[[frozenset[int]], Mapping[int, Sequence[PricedYear]]]
"""The years to choose among, by ward, where the visits of these wards matter. Errors: TooManyYears."""


def choose(
    engines: Sequence[WardEngine], book: RowBook, offer: Offer, floor: int, ceiling: int | None, aim: Aim
) -> ClosedPlan:
    """The cheapest choice out of the years on offer. Edges: nothing where they are too many."""
    try:
        return _chosen(engines, book, offer, floor, ceiling, aim)
    except TooManyYears:
        return NOTHING_YET


def _chosen(
    engines: Sequence[WardEngine], book: RowBook, offer: Offer, floor: int, ceiling: int | None, aim: Aim
) -> ClosedPlan:
    """As `choose`. Errors: TooManyYears.

    Visits are placed afterwards, and only where that fails together with the rest: those of the wards that got in each
    other's way. Exact: placing visits can only add to the cost, so a placement that adds nothing is the best there is.
    """
    everywhere = frozenset(engine.model.view.index for engine in engines)
    visited = offered_for = frozenset[int]()
    years = offer(visited)
    while True:
        closed = ClosingModel(engines, book, years, whole=False, visited=visited).solve(floor, ceiling, aim)
        if visited != offered_for and (closed.meetings is None or closed.cost > floor):
            # The years on offer left out some that only these visits need. They were worth a try, for nothing that
            # meets the floor can be bettered; a worse answer, or none, counts only out of the years for these visits.
            before, years, offered_for = years, offer(visited), visited
            if years is not before:  # some offers are the same whatever is visited
                continue
        if closed.meetings is None:
            return closed
        # The slots are settled: this gives officers to all posts, visits too. A missed visit is dear, not forbidden,
        # until the visits of every ward are in the model, so that it tells which wards are in each other's way.
        chosen = {ward: [PricedYear(0, slots_of(closed.meetings, ward))] for ward in years}
        placed = ClosingModel(engines, book, chosen, whole=True, may_miss=visited != everywhere).solve(0, None)
        if placed.meetings is not None and not placed.unvisited and placed.cost <= closed.cost:
            return replace(placed, is_proven=closed.is_proven)
        if visited == everywhere:  # they were placed, so only the time that it takes can have run out
            return NOTHING_YET
        rivals = visited | _rivals(engines, book, placed)
        visited = rivals if rivals != visited else everywhere  # it grows every time, so this ends


def _rivals(engines: Sequence[WardEngine], book: RowBook, placed: ClosedPlan) -> frozenset[int]:
    """The wards that miss a visit, and those whose meetings want what their visitors would need."""
    by_ward = {engine.model.view.index: engine for engine in engines}
    wanted: dict[int, set[int]] = {ward: set() for ward in by_ward}
    for meeting in placed.meetings or ():
        engine = by_ward[meeting.ward]
        for staffing in engine.visiting_posts:
            for officer_id, _ in engine.on_duty(staffing, meeting.slot):
                wanted[meeting.ward].update(book.taken(engine, meeting.slot, officer_id))
    blocked = {number for ward in placed.unvisited for number in wanted[ward] if book.rows[number].day >= 0}
    return placed.unvisited | {ward for ward, rows in wanted.items() if blocked & rows}


def slots_of(meetings: Sequence[ClosedMeeting], ward: int) -> tuple[int, ...]:
    """The slots chosen for one ward, in date order."""
    return tuple(sorted(meeting.slot for meeting in meetings if meeting.ward == ward))
