"""`wardpanels plan-all`: find the year of many boroughs."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wardpanels.terminal.options import with_json, with_year

if TYPE_CHECKING:
    from wardpanels.many.boroughs import Assignment, Outcome
    from wardpanels.many.processes import Crew

HEADS = ("Folder", "Borough", "Wards", "Meetings", "Status", "Cost", "Seconds")


@click.command("plan-all", short_help="Plan many boroughs side by side, here or on a cluster.")
@click.option(
    "--boroughs",
    "directory",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of folders: each one with a borough.toml is a borough.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the plans go: <folder>/plan.json each, and summary.json.",
)
@with_year
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    default=lambda: os.cpu_count() or 1,
    show_default="one a core",
    help="How many boroughs to plan at a time on this machine.",
)
@click.option("--cluster", metavar="URL", help="Plan on a dask cluster instead, such as tcp://10.0.0.5:8786.")
@click.option("--again", is_flag=True, help="Plan also what an earlier run has finished on the same data.")
@with_json
def command(
    directory: Path, out: Path, year: int, workers: int, cluster: str | None, again: bool, as_json: bool
) -> None:
    """Plan every borough of a folder. One that fails does not stop the others, and a later run goes on where this one
    stopped: what is finished is not planned again until its data change."""
    from wardpanels.many import boroughs, results
    from wardpanels.terminal import screen

    boroughs.refuse_mixing(directory, out)
    tasks = boroughs.assignments(directory, year)
    results.open_results(out)
    ended = [] if again else [outcome for task in tasks if (outcome := results.kept(out, task)) is not None]
    if ended:
        screen.note(f"{len(ended)} of {len(tasks)} are finished already.")
    try:
        for outcome in _plan(_unfinished(tasks, ended), out, _crew(workers, cluster)):
            ended.append(outcome)
            screen.note(f"{len(ended)} of {len(tasks)}: {outcome.folder}: {_words(outcome)}")
    finally:
        left = [task.folder for task in _unfinished(tasks, ended)]
        facts = results.summary_facts(year, ended, left)
        results.write_summary(out, facts)
    if as_json:
        screen.show_json(facts)
    else:
        _show(sorted(ended, key=lambda outcome: outcome.folder), out)
    raise click.exceptions.Exit(facts["exit_code"])


def _unfinished(tasks: Sequence[Assignment], ended: Sequence[Outcome]) -> list[Assignment]:
    done = {outcome.folder for outcome in ended}
    return [task for task in tasks if task.folder not in done]


@contextmanager
def _crew(workers: int, cluster: str | None) -> Iterator[Crew]:
    from wardpanels.many import processes as crews

    if cluster is None:
        yield crews.processes(workers)
        return
    with crews.cluster(cluster) as crew:
        yield crew


def _plan(tasks: Sequence[Assignment], out: Path, crew: AbstractContextManager[Crew]) -> Iterator[Outcome]:
    """Plan, and write each plan as soon as it is there."""
    from wardpanels.many import processes, results

    if not tasks:
        return
    with crew as hands, closing(processes.plan_each(tasks, hands)) as finished:
        for each in finished:
            results.keep(out, each)
            yield each.outcome


def _show(outcomes: Sequence[Outcome], out: Path) -> None:
    from wardpanels.many import results
    from wardpanels.terminal import screen

    screen.show_table(HEADS, [_row(outcome) for outcome in outcomes], right=HEADS[2:4] + HEADS[5:])
    counts = Counter(str(outcome.status) for outcome in outcomes)
    told = ", ".join(f"{counts[status]} {status}" for status in sorted(counts))
    screen.say(f"\n{len(outcomes)} {'borough' if len(outcomes) == 1 else 'boroughs'}: {told}.")
    for outcome in outcomes:
        if outcome.error:
            screen.say(f"\n{outcome.folder}: {outcome.error}")
    screen.say(f"\nThe plans are in {out}, and the figures in {out / results.SUMMARY_FILE}.")


def _row(outcome: Outcome) -> tuple[str, ...]:
    cost = f"{outcome.cost:,}" if outcome.cost is not None else ""
    return (
        outcome.folder,
        outcome.borough,
        str(outcome.wards or ""),
        str(outcome.meetings or ""),
        outcome.status,
        cost,
        f"{outcome.seconds:.1f}",
    )


def _words(outcome: Outcome) -> str:
    cost = f", cost {outcome.cost:,}" if outcome.cost is not None else ""
    return f"{outcome.status}{cost}, {outcome.seconds:.1f} s"
