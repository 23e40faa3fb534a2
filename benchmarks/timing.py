"""Our own solver by the stopwatch: to a first plan, to within 1 % of the last one, to proof; and the memory it took.

Each process solves one borough for nothing first, so that compiled code is loaded before anything is timed.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.boroughs import borough
from benchmarks.drawing import YEAR
from benchmarks.points import SCORED
from benchmarks.tiny_boroughs import tiny_borough
from scheduler.errors import NoPlan
from scheduler.facts import Borough
from scheduler.period import calendar_year
from scheduler.plan import Plan
from scheduler.posing import planning_problem
from scheduler.progress import Listener, Progress
from scheduler.solver import solve
from scheduler.solver.ward_model import ward_model
from wardpanels.many.boroughs import forget

WARM_UP_SEED = 1003
"""A tiny borough that has a plan."""

LARGE_SEED = 3
"""A borough of 60 wards each of which has a year of its own; most seeds have one ward without."""

NEAR = 1.01
"""Within 1 % of the cost of the plan in the end."""

OUT_OF_BREATH = "No plan was found"
"""How the solver begins where it gave up with neither a plan nor a proof that there is none."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One made-up borough; `wards` 0 stands for a tiny one."""

    seed: int
    wards: int

    def made(self) -> Borough:
        """The borough itself, the same every time. Only rules that every peer knows have a weight."""
        made = borough(self.seed, self.wards) if self.wards else tiny_borough(self.seed)
        weights = {rule: made.policy.weights[rule] for rule in SCORED}
        return replace(made, policy=replace(made.policy, weights=weights))


@dataclass(frozen=True, slots=True)
class OurRun:
    """What one solve took.

    Units: seconds from the borough in memory to the audited plan; `cpu`: the same on all cores together, which a busy
           machine leaves alone; MiB: the most its process has held so far
    Edges: `verdict` is optimal, feasible (not proven), impossible (proven) or unknown (neither plan nor proof); times
           that were not reached are None; `prepared` was measured on its own, and is inside all the others
    """

    instance: Instance
    verdict: str
    cost: int | None
    bound: int | None
    prepared: float
    first: float | None
    near: float | None
    total: float
    cpu: float
    peak_mib: int
    why: str = ""
    plan: Plan | None = None

    @property
    def proof(self) -> float | None:
        """Seconds to the proof: of the least cost, or that there is no plan."""
        return self.total if self.verdict in ("optimal", "impossible") else None


def our_run(instance: Instance, threads: int | None = None) -> OurRun:
    """Solve one borough and time it, on a thread a core unless told otherwise."""
    made = instance.made()
    told: list[tuple[float, int]] = []
    forget()
    begun, worked = perf_counter(), process_time()

    def listen(news: Progress) -> None:
        if news.cost is not None:
            told.append((perf_counter() - begun, news.cost))

    verdict, plan, why = _solved(made, listen, threads)
    total, cpu = perf_counter() - begun, process_time() - worked
    cost = None if plan is None else plan.cost
    near = (at for at, seen in told if cost is not None and seen <= cost * NEAR)
    return OurRun(
        instance=instance,
        verdict=verdict,
        cost=cost,
        bound=None if plan is None else plan.bound,
        prepared=_preparation_seconds(made),
        first=None if cost is None else next((at for at, _ in told), total),
        near=None if cost is None else next(near, total),
        total=total,
        cpu=cpu,
        peak_mib=_peak_mib(),
        why=why,
        plan=plan,
    )


def _peak_mib() -> int:
    """The most memory this process has held. The system's other figure, ru_maxrss, knows its parent's peak too."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) // 1024


def _solved(made: Borough, listen: Listener, threads: int | None) -> tuple[str, Plan | None, str]:
    try:
        plan = solve(planning_problem(made, calendar_year(YEAR)), progress=listen, threads=threads)
    except NoPlan as none:
        why = none.reasons[0]
        return "unknown" if why.startswith(OUT_OF_BREATH) else "impossible", None, why
    return str(plan.status), plan, ""


def _preparation_seconds(made: Borough) -> float:
    """Everything before the search: hours read, every slot of every ward permitted or not, and priced."""
    forget()
    begun = perf_counter()
    problem = planning_problem(made, calendar_year(YEAR))
    for view in problem.wards:
        ward_model(problem, view)
    return perf_counter() - begun


def _warm_up() -> None:
    our_run(Instance(WARM_UP_SEED, 0))


@contextmanager
def warm_processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes, each of which has solved something before."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=count, mp_context=fresh, initializer=_warm_up) as pool:
        list(pool.map(_started, range(4 * count)))
        yield pool


def _started(_number: int) -> int:
    return os.getpid()


def our_runs(pool: Executor, instances: Iterable[Instance]) -> Iterator[OurRun]:
    """Solve boroughs, one after the other where the pool is of one process."""
    return pool.map(our_run, instances)


@dataclass(frozen=True, slots=True)
class ScaleRun:
    """Many wards at once. `seconds` is from the first borough handed out to the last one back."""

    wards: int
    boroughs: int
    seconds: float
    runs: tuple[OurRun, ...]


def scale_run(wards: int, *, largest_borough: int = 60, usual_borough: int = 20) -> ScaleRun:
    """Plan this many wards: one borough of up to 60, or as many boroughs of 20 as are needed, on every core."""
    if wards <= largest_borough:
        instances = [Instance(LARGE_SEED, wards)]
    else:
        instances = [Instance(1001 + number, usual_borough) for number in range(wards // usual_borough)]
    alone = len(instances) == 1
    with warm_processes(1 if alone else os.cpu_count() or 1) as pool:
        begun = perf_counter()
        runs = tuple(pool.map(our_run, instances, repeat(None if alone else 1)))
        return ScaleRun(wards, len(instances), perf_counter() - begun, runs)
