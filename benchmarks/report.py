"""The measurements as Markdown: tables first, then what they say and what they do not."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from math import inf
from pathlib import Path
from statistics import median

import click

from benchmarks.peers import PEERS, PeerRun
from benchmarks.questions import CLASH, CLASH_MEANING, QUESTIONS, Asked
from benchmarks.timing import Instance, OurRun, ScaleRun

GOAL_MEDIAN_SECONDS = 2.0
GOAL_WORST_SECONDS = 5.0

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that one run of the benchmark found.

    Units: `on`: a date or "", as given from outside; `load`: processes that wanted a core, at the beginning and the end
    """

    on: str
    peer_seconds: float
    ours: tuple[OurRun, ...]
    peers: tuple[PeerRun, ...] = ()
    scale: tuple[ScaleRun, ...] = ()
    asked: tuple[Asked, ...] = ()
    load: tuple[float, float] = (0.0, 0.0)


def report(measured: Measured) -> str:
    """The whole document."""
    parts = [
        _heading(measured),
        _ours(measured),
        _impossible(measured),
        _peers(measured),
        _scale(measured),
        _asked(measured),
    ]
    return "\n\n".join([*(part for part in parts if part), _reading(measured)]) + "\n"


def machine() -> str:
    """What it ran on, without naming the machine."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} on {platform.machine()}, "
        f"Python {platform.python_version()}, OR-Tools {version('ortools')}, numba {version('numba')}"
    )


def tell(
    name: str,
    title: str,
    about: str | None,
    heads: Sequence[str],
    rows: Rows,
    out: Path | None,
    more: Sequence[str] = (),
) -> None:
    """Print the page of one benchmark, and write it to a file if one is named.

    `about` is the docstring of its module: its first paragraph says how it is typed, the rest what the table is of.
    `more` are the parts that follow the table.
    """
    said = " ".join((about or "").split("\n\n", 1)[1].split())
    parts = (f"# {title}", f"Written by `python -m benchmarks.{name}`. {said}", machine(), table(heads, rows), *more)
    told = "\n\n".join(parts)
    click.echo(told)
    if out:
        out.write_text(f"{told}\n", encoding="utf-8")


def _heading(measured: Measured) -> str:
    when = f"Measured {measured.on} on" if measured.on else "Measured on"
    return (
        "# How fast the planner is, beside its peers\n\n"
        f"`make bench` writes this file. {when} {machine()}. The boroughs are made up, the same for the same seed. "
        "All times are seconds of wall clock, warm: each process plans one tiny borough first. "
        "Costs are points by the audit's own scorer. "
        f"Processes that wanted a core: {measured.load[0]:.1f} when it began, {measured.load[1]:.1f} when it ended."
    )


def table(head: Sequence[str], rows: Rows) -> str:
    """A Markdown table, its first column to the left and the numbers to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _seconds(value: float | None) -> str:
    if value is None:
        return "-"
    return "never" if value == inf else f"{value:.2f}"


def _points(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def _wards(runs: Sequence[OurRun]) -> str:
    wards = runs[0].instance.wards
    return f"{wards} wards" if wards else "tiny boroughs"


def _ours(measured: Measured) -> str:
    planned = [run for run in measured.ours if run.verdict != "impossible"]
    if not planned:
        return ""
    head = ("seed", "prepared", "first plan", "within 1 %", "proof", "CPU", "points", "bound", "outcome")
    rows = [
        (str(run.instance.seed), *map(_seconds, _times(run)), *map(_points, (run.cost, run.bound)), _outcome(run))
        for run in planned
    ]
    rows += [_summed("median", median, planned), _summed("worst", max, planned)]
    return (
        f"## Our planner, {_wards(planned)}\n\n{table(head, rows)}\n\n"
        "*Prepared* (hours read, every slot of every ward judged and priced) was measured on its own; "
        "it is part of all the other times. *Proof* ends after the audit. *CPU* is the work of all cores, "
        "which a busy machine leaves alone. "
        f"Peak memory of the process: {max(run.peak_mib for run in measured.ours)} MiB."
    )


def _times(run: OurRun) -> tuple[float | None, ...]:
    return (run.prepared, run.first, run.near, run.proof, run.cpu)


PROOF = 3
"""The place of the proof in `_times`."""


def _outcome(run: OurRun) -> str:
    if run.verdict == "optimal":
        return "proven least"
    return f"not proven, stopped at {run.total:.2f}" if run.verdict == "feasible" else "no plan and no proof"


def _summed(name: str, summary: Callable[[list[float]], float], runs: Sequence[OurRun]) -> tuple[str, ...]:
    """Edges: a seed that is not proven takes for ever"""
    columns = [[time for time in column if time is not None] for column in zip(*map(_times, runs), strict=True)]
    columns[PROOF] = _proofs(runs)
    times = [_seconds(summary(column)) if column else "-" for column in columns]
    proven = sum(run.proof is not None for run in runs)
    return (f"**{name}**", *times, "", "", f"{proven} of {len(runs)} proven")


def _proofs(runs: Sequence[OurRun]) -> list[float]:
    return [inf if run.proof is None else run.proof for run in runs]


def _impossible(measured: Measured) -> str:
    rows = [
        (str(run.instance.seed), _seconds(run.total), run.why) for run in measured.ours if run.verdict == "impossible"
    ]
    if not rows:
        return ""
    return "### Seeds with no legal year, proven so\n\n" + table(("seed", "seconds", "why"), rows)


def _peers(measured: Measured) -> str:
    if not measured.peers:
        return ""
    ours = {run.instance: run for run in measured.ours}
    head = ("seed", "way", "first plan", "seconds", "seconds / ours", "breaches", "points", "points / ours", "bound")
    rows = [
        row
        for instance in dict.fromkeys(run.instance for run in measured.peers)
        for row in _on(instance, ours, measured)
    ]
    ways = "\n".join(f"- *{name}*: {PEERS[name][1]}" for name in dict.fromkeys(run.peer for run in measured.peers))
    return (
        f"## Beside its peers, {measured.peer_seconds:g} s each\n\n{table(head, rows)}\n\n{ways}\n\n"
        "The limit is for searching; a model's building comes on top. A plan with breaches gets no points here: "
        "breaking must-rules is cheap. Boroughs without a legal year are left out."
    )


def _on(instance: Instance, ours: Mapping[Instance, OurRun], measured: Measured) -> Iterator[tuple[str, ...]]:
    mine = ours[instance]
    seed = str(mine.instance.seed)
    yield (
        seed,
        "**ours**",
        _seconds(mine.first),
        _seconds(mine.total),
        "1",
        "0",
        _points(mine.cost),
        "1",
        _points(mine.bound),
    )
    for run in (run for run in measured.peers if run.instance == instance):
        yield (
            seed,
            run.peer,
            _seconds(run.first),
            _seconds(run.total),
            f"{run.total / mine.total:.1f}",
            "no plan" if run.breaches is None else str(run.breaches),
            _points(run.cost),
            _ratio(run.cost, mine.cost),
            _points(run.bound),
        )


def _ratio(theirs: int | None, mine: int | None) -> str:
    return f"{theirs / mine:.3f}" if theirs is not None and mine else "-"


def _scale(measured: Measured) -> str:
    if not measured.scale:
        return ""
    head = ("wards", "boroughs", "seconds", "proven least", "no legal year", "not proven", "MiB a process")
    rows = [
        (
            str(run.wards),
            str(run.boroughs),
            _seconds(run.seconds),
            *(str(_count(run, verdicts)) for verdicts in (("optimal",), ("impossible",), ("feasible", "unknown"))),
            str(max(each.peak_mib for each in run.runs)),
        )
        for run in measured.scale
    ]
    return (
        f"## Many wards\n\n{table(head, rows)}\n\n"
        "Up to 60 wards are one borough; more are boroughs of 20, a process a core. "
        "Starting the processes is not counted."
    )


def _count(run: ScaleRun, verdicts: Sequence[str]) -> int:
    return sum(each.verdict in verdicts for each in run.runs)


def _asked(measured: Measured) -> str:
    if not measured.asked:
        return ""
    meanings = {name: meaning for name, (_, meaning) in QUESTIONS.items()} | {CLASH: CLASH_MEANING}
    rows = []
    for name, meaning in meanings.items():
        seconds = [each for asked in measured.asked if asked.question == name for each in asked.seconds]
        if seconds:
            rows.append((f"{name}: {meaning}", str(len(seconds)), f"{median(seconds):.3f}", f"{max(seconds):.3f}"))
    return (
        "## Questions put to the same boroughs\n\n"
        + table(("question", "asked", "median seconds", "worst seconds"), rows)
        + f"\n\nThe re-plans, each with the hall's meetings to come, and the clashes:\n\n{_answers(measured)}"
    )


def _answers(measured: Measured) -> str:
    told = (asked for asked in measured.asked if asked.question in ("re-plan", CLASH))
    return "\n".join(f"- seed {asked.instance.seed}, {asked.question}: {asked.answer}" for asked in told)


def _reading(measured: Measured) -> str:
    lines = [*_goal_lines(measured), *_peer_lines(measured)]
    return "## What this says\n\n" + "\n".join(f"- {line}" for line in lines)


def _goal_lines(measured: Measured) -> Iterator[str]:
    planned = [run for run in measured.ours if run.verdict != "impossible"]
    if not planned:
        return
    proofs = _proofs(planned)
    proven = sum(proof < inf for proof in proofs)
    yield f"{proven} of {len(planned)} boroughs that may have a plan were proven."
    for name, seen, goal in (
        ("median", median(proofs), GOAL_MEDIAN_SECONDS),
        ("worst", max(proofs), GOAL_WORST_SECONDS),
    ):
        yield f"Goal for the {name} proof, {goal:g} s: {'met' if seen <= goal else 'not met'}, {_seconds(seen)}."
    yield "On a shared machine seconds vary by up to twice from run to run; points and bounds do not."


def _peer_lines(measured: Measured) -> Iterator[str]:
    ours = {run.instance: run for run in measured.ours}
    for name in dict.fromkeys(run.peer for run in measured.peers):
        runs = [run for run in measured.peers if run.peer == name]
        legal = [run for run in runs if run.cost is not None]
        dearer = [(run.cost or 0) - (ours[run.instance].cost or 0) for run in legal]
        said = f"*{name}*: a legal plan on {len(legal)} of {len(runs)} boroughs"
        if legal:
            said += f", {min(dearer):+,} to {max(dearer):+,} points beside ours"
        broken = [run.breaches for run in runs if run.breaches]
        if broken:
            said += f"; broke {min(broken)} to {max(broken)} must-rules on {len(broken)}"
        yield said + "."
