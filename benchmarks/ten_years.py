"""`python -m benchmarks.ten_years`: how many years are proven least, and how long that takes.

The shipped borough, each year from 2027 to 2036, and made-up boroughs of 20 wards. Beside each, in the same process:
the same search without its look at a few ward-years of every kind, as it was before. Both are warm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import click

from benchmarks.__main__ import numbers
from benchmarks.report import machine, table
from benchmarks.timing import Instance, warm_processes
from scheduler.errors import NoPlan
from scheduler.facts import Borough
from scheduler.period import calendar_year
from scheduler.plan import PlanStatus
from scheduler.posing import planning_problem
from scheduler.reading import read_borough
from scheduler.solver import search
from wardpanels.many.boroughs import forget

DATA = Path(__file__).parents[1] / "data"
MADE_UP_YEAR = 2027
WARDS = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A borough and a year to plan. Edges: `seed` None is the shipped borough."""

    year: int
    seed: int | None = None

    def __str__(self) -> str:
        """As the table names it."""
        return str(self.year) if self.seed is None else f"made up {self.seed}"

    def borough(self) -> Borough:
        """The same every time."""
        return read_borough(DATA) if self.seed is None else Instance(self.seed, WARDS).made()


@dataclass(frozen=True, slots=True)
class Timed:
    """One search. Units: seconds on the clock, and of all cores together, which other programs leave alone.

    Edges: `cost` and `bound` are None where there is no plan, which is proven then
    """

    cost: int | None
    bound: int | None
    is_proven: bool
    seconds: float
    processor_seconds: float


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One question, answered in both ways."""

    question: Question
    now: Timed
    before: Timed


def side_by_side(question: Question) -> SideBySide:
    """Answer a question as the search does now, and as it did."""
    now = _timed(question)
    with without_a_few():
        return SideBySide(question, now, _timed(question))


@contextmanager
def without_a_few() -> Iterator[None]:
    """Search as before there was a look at a few ward-years of every kind."""
    look, search.look_at_few = search.look_at_few, lambda engines, book, bound, best, threads: best
    try:
        yield
    finally:
        search.look_at_few = look


def _timed(question: Question) -> Timed:
    borough = question.borough()
    forget()
    began, busy = perf_counter(), process_time()
    try:
        plan = search.solve(planning_problem(borough, calendar_year(question.year)))
    except NoPlan:
        return Timed(None, None, True, perf_counter() - began, process_time() - busy)
    seconds, processor_seconds = perf_counter() - began, process_time() - busy
    return Timed(plan.cost, plan.bound, plan.status is PlanStatus.OPTIMAL, seconds, processor_seconds)


def report(runs: Sequence[SideBySide]) -> str:
    """Two tables, each with a sentence on the whole of it."""
    parts = [
        (title, [run for run in runs if (run.question.seed is None) is is_shipped])
        for title, is_shipped in (("The shipped borough", True), ("Made-up boroughs of 20 wards", False))
    ]
    about = "Written by `python -m benchmarks.ten_years`. " + " ".join((__doc__ or "").split("\n\n", 1)[1].split())
    shown = [f"## {title}\n\n{_table(part)}\n\n{_summary(part)}" for title, part in parts if part]
    return "\n\n".join(["# Proven every year", about, machine() + ".", *shown]) + "\n"


def _table(runs: Sequence[SideBySide]) -> str:
    heads = ("What", "Cost", "Bound", "Seconds", "Processor, s", "Before: cost", "Processor, s", "Now / before")
    rows = [
        (
            str(run.question),
            _points(run.now),
            "-" if run.now.bound is None else f"{run.now.bound:,}",
            f"{run.now.seconds:.2f}",
            f"{run.now.processor_seconds:.2f}",
            _points(run.before),
            f"{run.before.processor_seconds:.2f}",
            f"{run.now.processor_seconds / run.before.processor_seconds:.2f}",
        )
        for run in runs
    ]
    return table(heads, rows)


def _points(timed: Timed) -> str:
    cost = "no plan" if timed.cost is None else f"{timed.cost:,}"
    return cost + ("" if timed.is_proven else ", not proven")


def _summary(runs: Sequence[SideBySide]) -> str:
    sentences = []
    for name, timed in (("Now", [run.now for run in runs]), ("Before", [run.before for run in runs])):
        seconds, busy = [each.seconds for each in timed], [each.processor_seconds for each in timed]
        proven = sum(each.is_proven for each in timed)
        sentences.append(
            f"{name}: {proven} of {len(timed)} proven; "
            f"seconds: median {median(seconds):.2f}, worst {max(seconds):.2f}; "
            f"of the processor: median {median(busy):.2f}, worst {max(busy):.2f}."
        )
    return " ".join(sentences)


@click.command(help=__doc__)
@click.option("--years", default="2027-2036", show_default=True, callback=lambda *given: numbers(given[-1]))
@click.option("--seeds", default="1-40", show_default=True, callback=lambda *given: numbers(given[-1]))
@click.option("--out", type=click.Path(path_type=Path), help="Write the report here as well.")
def main(years: tuple[int, ...], seeds: tuple[int, ...], out: Path | None) -> None:
    """Measure, print the report, and write it where it is wanted."""
    questions = [*map(Question, years), *(Question(MADE_UP_YEAR, seed) for seed in seeds)]
    with warm_processes(1) as pool:
        text = report(tuple(pool.map(side_by_side, questions)))
    click.echo(text)
    if out is not None:
        out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
