"""Other ways to plan the same year, each run on the same borough with the same seconds and judged by the same audit."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

from benchmarks.annealing import anneal
from benchmarks.assembly import judged
from benchmarks.drawing import YEAR
from benchmarks.human import human_plan
from benchmarks.milp import solve_milp
from benchmarks.monolith import solve_monolith
from benchmarks.timing import Instance
from scheduler.facts import Borough
from scheduler.period import calendar_year
from scheduler.plan import Plan
from scheduler.posing import planning_problem


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer came back with.

    Units: `first`: seconds to its first whole plan, as far as it can tell
    Edges: `verdict` is optimal, feasible, impossible or unknown, as the peer itself says; bound None: it proves nothing
    """

    verdict: str
    plan: Plan | None
    bound: int | None = None
    first: float | None = None


Peer = Callable[[Borough, float], Answer]


@dataclass(frozen=True, slots=True)
class PeerRun:
    """One peer on one borough. `cost` is None without a plan, and for a plan that breaks must-rules."""

    peer: str
    instance: Instance
    verdict: str
    breaches: int | None
    cost: int | None
    bound: int | None
    first: float | None
    total: float


def monolith(borough: Borough, seconds: float) -> Answer:
    """One CP-SAT model of every rule, a worker a core. The seconds are its search's; building it comes on top."""
    begun = perf_counter()
    firsts: list[float] = []
    workers = os.cpu_count() or 1

    def listen(_at: float, _cost: int, _bound: int) -> None:
        firsts.append(perf_counter() - begun)

    found = solve_monolith(borough, YEAR, seconds=seconds, workers=workers, on_solution=listen)
    verdict = "impossible" if found.status == "infeasible" else found.status
    return Answer(verdict, found.plan, found.bound, firsts[0] if firsts else None)


def highs(borough: Borough, seconds: float) -> Answer:
    """One mixed-integer programme of every rule. The seconds are its search's; building it comes on top."""
    found = solve_milp(borough, YEAR, seconds=seconds)
    return Answer("impossible" if found.status == "infeasible" else found.status, found.plan, found.bound)


def annealing(borough: Borough, seconds: float) -> Answer:
    """Greedy and annealing; its plan may break rules where time is short."""
    found = anneal(borough, YEAR, seconds=seconds)
    if found is None:
        return Answer("unknown", None)
    return Answer("feasible", found.plan, None, found.first_seconds)


def human(borough: Borough, _seconds: float) -> Answer:
    """A sergeant with a wall calendar. Takes no time here, and days in life."""
    return Answer("feasible", human_plan(borough, YEAR))


PEERS: Mapping[str, tuple[Peer, str]] = {
    "monolith": (monolith, "one plain CP-SAT model of every rule, a worker a core"),
    "highs": (highs, "one mixed-integer linear programme of every rule, none relaxed, given to HiGHS"),
    "annealing": (annealing, "greedy start, then simulated annealing, in plain Python"),
    "human": (human, "second usual weekday of each quarter's middle month, halls and officers in turn"),
}
"""Every peer by the name it has in `--peers`, and what it is."""


def peer_run(peer: str, instance: Instance, seconds: float) -> PeerRun:
    """Run one peer and have the audit judge its plan."""
    made = instance.made()
    begun = perf_counter()
    answer = PEERS[peer][0](made, seconds)
    total = perf_counter() - begun
    verdict = None if answer.plan is None else judged(planning_problem(made, calendar_year(YEAR)), answer.plan)
    return PeerRun(
        peer=peer,
        instance=instance,
        verdict=answer.verdict,
        breaches=None if verdict is None else verdict.breaches,
        cost=None if verdict is None else verdict.cost,
        bound=answer.bound,
        first=answer.first,
        total=total,
    )
