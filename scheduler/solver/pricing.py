"""What each thing that wards share costs the borough: the prices of the linear programme, told in points."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

from scheduler.problem import PlanningProblem
from scheduler.progress import Listener, silence
from scheduler.solver.bounding import bounded
from scheduler.solver.greedy import tightest_first, years_in_turn
from scheduler.solver.master import Master
from scheduler.solver.rows import RowBook
from scheduler.solver.search import engines_of
from scheduler.solver.slot_prices import SCALE
from scheduler.why.priced import RowPrice


def prices(problem: PlanningProblem, *, progress: Listener = silence) -> tuple[RowPrice, ...]:
    """The price of everything that wards compete for, by rule, day and label. What nobody competes for is left out.

    Edges: same problem, same prices; they are those that prove the plan's bound
    Errors: NoPlan
    """
    engines = engines_of(problem)
    book = RowBook(problem)
    master = Master(engines, book)
    for year in years_in_turn(tightest_first(engines), book)[0]:
        master.add(year)
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        by_row = bounded(engines, master, threads, None, progress).prices
    places = {rule.name: place for place, rule in enumerate(problem.rules)}
    rows = sorted(by_row, key=lambda row: (places[row.rule], row.day, row.label))
    return tuple(
        RowPrice(row.rule, row.label, None if row.day < 0 else problem.days[row.day], Fraction(by_row[row], SCALE))
        for row in rows
        if by_row[row]
    )
