"""Plans every borough of a folder; a later run goes on where an earlier one stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.period import Period
from wardpanels.many import boroughs, processes, results
from wardpanels.many.boroughs import Assignment, BoroughOutcome
from wardpanels.many.processes import Workforce


@dataclass(frozen=True, slots=True)
class BoroughFolders:
    """The folder of boroughs, the folder of their plans, and the year."""

    directory: Path
    out: Path
    period: Period


@dataclass(frozen=True, slots=True)
class PlannedAll:
    """How every borough ended, by folder, and the summary that was written of it."""

    outcomes: tuple[BoroughOutcome, ...]
    summary: dict[str, Any]

    @property
    def exit_code(self) -> int:
        """The worst of what happened."""
        return int(self.summary["exit_code"])


def plan_all(
    folders: BoroughFolders, crew: AbstractContextManager[Workforce], *, again: bool, tell: Callable[[str], None]
) -> PlannedAll:
    """Plan what no earlier run has finished on the same data, or all of it `again`; `tell` hears of each borough.

    Edges:  one that fails does not stop the others; the summary is written whatever happens
    Errors: CannotUse
    """
    boroughs.refuse_mixing(folders.directory, folders.out)
    tasks = boroughs.assignments(folders.directory, folders.period)
    results.open_results(folders.out)
    ended = [] if again else [outcome for task in tasks if (outcome := results.kept(folders.out, task)) is not None]
    if ended:
        tell(f"{len(ended)} of {len(tasks)} are finished already.")
    try:
        for outcome in _plan(_unfinished(tasks, ended), folders.out, crew):
            ended.append(outcome)
            tell(f"{len(ended)} of {len(tasks)}: {outcome.folder}: {_in_short(outcome)}")
    finally:
        left = [task.folder for task in _unfinished(tasks, ended)]
        summary = results.summary_facts(folders.period, ended, left)
        results.write_summary(folders.out, summary)
    return PlannedAll(tuple(sorted(ended, key=lambda outcome: outcome.folder)), summary)


@contextmanager
def crew_of(workers: int, cluster: str | None) -> Iterator[Workforce]:
    """So many processes of this machine, or a cluster if one is named. Errors: CannotUse."""
    if cluster is None:
        yield processes.processes(workers)
        return
    with processes.cluster(cluster) as crew:
        yield crew


def _unfinished(tasks: Sequence[Assignment], ended: Sequence[BoroughOutcome]) -> list[Assignment]:
    done = {outcome.folder for outcome in ended}
    return [task for task in tasks if task.folder not in done]


def _plan(tasks: Sequence[Assignment], out: Path, crew: AbstractContextManager[Workforce]) -> Iterator[BoroughOutcome]:
    """Plan, and write each plan as soon as it is there."""
    if not tasks:
        return
    with crew as hands, closing(processes.plan_each(tasks, hands)) as finished:
        for each in finished:
            results.keep(out, each)
            yield each.outcome


def _in_short(outcome: BoroughOutcome) -> str:
    cost = f", cost {outcome.cost:,}" if outcome.cost is not None else ""
    return f"{outcome.status}{cost}, {outcome.seconds:.1f} s"
