"""The shipped borough and its plan, which takes seconds to find: once for all workers of a run."""

from __future__ import annotations

import atexit
import os
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from scheduler.period import calendar_year
from scheduler.plan import Plan
from scheduler.posing import planning_problem
from scheduler.problem import PlanningProblem
from scheduler.reading import read_borough
from scheduler.solver import solve
from scheduler.store.documents import decode_plan, encode
from tests.conftest import alone

DATA = Path(__file__).parents[2] / "data"
YEAR = calendar_year(2027)


@cache
def tower_hamlets() -> tuple[PlanningProblem, Plan]:
    """What is asked, and the plan that the solver finds."""
    problem = planning_problem(read_borough(DATA, YEAR), YEAR)
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return problem, solve(problem)
    kept = Path(gettempdir(), f"wardpanels-{run}.json")
    atexit.register(kept.unlink, missing_ok=True)
    with alone("shipped"):
        if not kept.exists():
            kept.write_bytes(encode(solve(problem)))
        return problem, decode_plan(kept.read_bytes())
