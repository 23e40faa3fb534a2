"""Looks at whether wards can be planned at all, under the must-rules alone: short ones, which keep what they find out.

To say what clashes and what would mend it takes a hundred looks at questions that differ in one fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from scheduler.errors import NoPlan
from scheduler.facts import Borough
from scheduler.framing import with_borough
from scheduler.problem import PlanningProblem, WardView
from scheduler.progress import silence
from scheduler.rules.shapes import FORBIDDEN, Row, Rule, rules_of
from scheduler.solver.bounding import AskedTooOften, bounded, prove_none
from scheduler.solver.choosing import choose
from scheduler.solver.closing import Aim, PricedYear
from scheduler.solver.greedy import tightest_first, years_in_turn
from scheduler.solver.master import Master
from scheduler.solver.rows import RowBook
from scheduler.solver.search import AtOnce, Undecided, priced_years, search
from scheduler.solver.visits import off, share_out_visits
from scheduler.solver.ward_model import ward_model
from scheduler.solver.ward_years import WardEngine, WardYear

BY_WARD = frozenset({"wards", "venues", "officers", "absences", "busy"})
"""The borough's tables of which a ward's own rows are all that bears on its years."""

MOST_PROOFS = 2
"""So many of the last proofs are tried again: each takes a pricing of every ward, a fresh one takes ten or more."""


MOST_KEPT = 4
"""Engines kept of each ward, of a few megabytes each: those of the last questions, which differ from it in a fact."""


class Looks:
    """Whether wards have a plan together, with their engines and the proofs kept from one question to the next."""

    def __init__(self, *, is_thorough: bool = False) -> None:
        """Edges: `is_thorough`: a whole search decides where a short look cannot."""
        self.is_thorough = is_thorough
        self._engines: dict[str, list[tuple[tuple[Any, ...], WardEngine]]] = defaultdict(list)
        self._proofs: list[Mapping[Row, int]] = []

    def has_plan(self, problem: PlanningProblem, codes: Collection[str], without: Collection[Rule] = ()) -> bool | None:
        """Whether these wards have a plan together under all but some of the rules that wards share.

        Edges: None where that is not certain
        """
        try:
            self._look(problem, codes, without)
        except Undecided:
            return None
        except NoPlan:
            return False
        return True

    def asked_too_often(
        self, problem: PlanningProblem, codes: Collection[str], without: Collection[Rule]
    ) -> tuple[Row, ...]:
        """What these wards ask for too often where they have no plan; empty where that is not known."""
        try:
            self._look(problem, codes, without)
        except AskedTooOften as asked:
            return asked.rows
        except NoPlan:
            pass
        return ()

    def _look(self, problem: PlanningProblem, codes: Collection[str], without: Collection[Rule]) -> None:
        """See whether they have a plan. Errors: NoPlan where they have none; Undecided."""
        engines = [self._engine(problem, view) for view in problem.wards if view.ward.code in codes]
        if any(engine.price({}) >= FORBIDDEN for engine in engines):
            raise NoPlan(())
        book = RowBook(replace(problem, rules=tuple(rule for rule in rules_of(problem) if rule not in without)))
        try:
            short_look(engines, book, self._proofs)
        except AskedTooOften as asked:
            self._proofs = [each for each in (asked.prices, *self._proofs) if each][:MOST_PROOFS]
            raise
        except Undecided:
            if not self.is_thorough:
                raise
            search(of_wards(problem, codes, without))

    def _engine(self, problem: PlanningProblem, view: WardView) -> WardEngine:
        """The ward's engine, made anew where a fact of its own is another than at the last few looks."""
        facts, known = _facts_of(problem, view), self._engines[view.ward.code]
        engine = next((engine for before, engine in known if before == facts), None)
        if engine is None:
            engine = WardEngine(problem, ward_model(problem, view))
        self._engines[view.ward.code] = [(facts, engine), *(each for each in known if each[1] is not engine)][
            :MOST_KEPT
        ]
        return engine


def short_look(engines: Sequence[WardEngine], book: RowBook, proofs: Iterable[Mapping[Row, int]] = ()) -> None:
    """See whether wards have a plan together; each has a year by itself. `proofs`: prices that have proven it before.

    Edges: where the wards cannot share even when each may have a part of several years, there is none
    Errors: AskedTooOften where there is none; Undecided where it cannot tell
    """
    if not engines:
        return
    threads = AtOnce()
    for prices in proofs:
        prove_none(engines, book, prices, threads)
    visits = share_out_visits(engines, book)
    led = {ward: off(occasions, book.problem, ward) for ward, occasions in visits.items()}
    first: list[WardYear] = []
    for asked_of in ({}, led) if visits else ({},):
        years, is_legal = years_in_turn(tightest_first(engines), book, asked_of)
        offered = {year.ward: [PricedYear(year.cost, year.slots)] for year in years}
        if is_legal and _can_be_chosen(engines, book, offered):
            return
        first += years
    master = Master(engines, book)
    for year in first:
        master.add(year)
    bounded(engines, master, threads, None, silence)
    if not _can_be_chosen(engines, book, priced_years(engines, master)):
        raise Undecided(())


def _can_be_chosen(engines: Sequence[WardEngine], book: RowBook, years: Mapping[int, Sequence[PricedYear]]) -> bool:
    """Whether one of these years for each ward is found that makes a plan, visits and all."""
    return choose(engines, book, lambda visited: years, 0, None, Aim.PLAN).meetings is not None


def of_wards(problem: PlanningProblem, codes: Collection[str], without: Collection[Rule] = ()) -> PlanningProblem:
    """The same question of these wards alone, under all but some of the rules."""
    posed = with_borough(problem, lambda borough: only_wards(borough, set(codes)))
    return replace(posed, rules=tuple(rule for rule in rules_of(posed) if rule not in without))


def only_wards(borough: Borough, codes: set[str]) -> Borough:
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


def _facts_of(problem: PlanningProblem, view: WardView) -> tuple[Any, ...]:
    """All that bears on the engine of one ward."""
    borough, officers = problem.borough, {officer.officer_id for officer in view.officers}
    return (
        *(getattr(view, each.name) for each in fields(view)),
        *(getattr(borough, each.name) for each in fields(borough) if each.name not in BY_WARD),
        *(getattr(problem, each.name) for each in fields(problem) if each.name not in ("borough", "wards")),
        [absence for absence in borough.absences if absence.officer_id in officers],
        [busy for busy in borough.busy if busy.officer_id in officers],
    )
