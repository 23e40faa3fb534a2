"""How long it takes to say what clashes and what mends it: `python -m benchmarks.clashing`. It asserts nothing.

Ten wards share too little of something. Beside the time stands how many times as long it takes where nothing is kept
from one look to the next, in the same run.
"""

from __future__ import annotations

from contextlib import ExitStack
from time import process_time
from unittest.mock import patch

from benchmarks.crowded_boroughs import CROWDED, crowded
from benchmarks.drawing import YEAR
from scheduler.clash import Clash
from scheduler.period import calendar_year
from scheduler.posing import planning_problem
from scheduler.solver import looks
from scheduler.solver.clashes import clashes

GOAL_SECONDS = 5.0


def main() -> None:
    """Measure and print."""
    clashes(planning_problem(crowded("one sergeant", 3), calendar_year(YEAR)))  # the kernel is compiled when first used
    for name in CROWDED:
        found, seconds = timed(name)
        with ExitStack() as nothing_kept:
            for most in ("MOST_KEPT", "MOST_PROOFS"):
                nothing_kept.enter_context(patch.object(looks, most, 0))
            _, afresh = timed(name)
        wards, ways = sum(len(each.ward_codes) for each in found), sum(len(each.repairs) for each in found)
        print(
            f"{name}: {seconds:.1f} s of processor time (goal {GOAL_SECONDS} s), {afresh / seconds:.1f} times as long "
            f"afresh; {wards} wards, {ways} ways to mend it"
        )


def timed(name: str) -> tuple[tuple[Clash, ...], float]:
    """What clashes, and how long it took."""
    problem = planning_problem(crowded(name), calendar_year(YEAR))
    began = process_time()
    found = clashes(problem)
    return found, process_time() - began


if __name__ == "__main__":
    main()
