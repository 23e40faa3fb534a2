"""How long the small things take that people wait for: `python -m benchmarks.goals`. It prints, and asserts nothing.

Each line shows the goal beside the time. A shared machine is noisy: the least of several runs is shown.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 5


def main() -> None:
    """Measure and print."""
    for name, goal, run in (
        ("wardpanels --help", 0.12, _help),
        ("feeds of 20 wards", 0.5, _feeds(80)),
        ("feeds of 4,000 meetings", 8.0, _feeds(4_000)),
        ("alternatives of one meeting, borough loaded", 0.2, _alternatives()),
        ("90 posters", 10.0, _posters),
    ):
        runs = 1 if goal > 1 else RUNS
        print(f"{name}: {min(_seconds(run) for _ in range(runs)):.3f} s (goal {goal} s)")


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _help() -> object:
    return subprocess.run([sys.executable, "-m", "wardpanels", "--help"], capture_output=True, check=True)


def _feeds(count: int) -> Callable[[], object]:
    from publishers.feeds import publish
    from tests.publishers.test_feeds import many

    release = many(count)
    return lambda: publish(release)


def _alternatives() -> Callable[[], object]:
    from scheduler.period import calendar_year
    from scheduler.posing import planning_problem
    from scheduler.reading import read_borough
    from scheduler.solver import solve
    from scheduler.why.alternatives import ranking

    problem = planning_problem(read_borough(Path("data")), calendar_year(2027))
    plan = solve(problem)
    ranking(problem, plan, plan.meetings[0].meeting_id)
    return lambda: ranking(problem, plan, plan.meetings[5].meeting_id).best(10)


def _posters() -> object:
    from publishers import printed
    from tests.publishers.test_feeds import many

    release = many(92)
    return [recipe.make() for recipe in printed.publish(release) if recipe.path.startswith("posters/")]


if __name__ == "__main__":
    main()
