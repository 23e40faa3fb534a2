"""`python -m wardpanels.jobs.run NUMBER`: the process of one job. What it works on comes with the environment.

An address of a store may hold a password, and arguments can be read by everybody on a computer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from scheduler.errors import NoPlan
from scheduler.job import Ending, Job, JobState
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.alive import this_process
from wardpanels.facts.plan import clash_facts
from wardpanels.faults import ExitCode, fault_of
from wardpanels.jobs.every_job import BY_NAME
from wardpanels.jobs.kind import Work
from wardpanels.jobs.news import JobNews, telling

DB, DATA = "WARDPANELS_DB", "WARDPANELS_DATA"
BEHIND_PAGES = 10
"""Units: steps of nice(2), of which 19 are the most."""


def main(arguments: Sequence[str]) -> int:
    """Take one job, do it, and write down how it ended. Return the exit code of the process.

    Edges: it takes what pages leave of the processor, for somebody waits for each of them; Windows has no such way
    """
    if sys.platform != "win32":
        os.nice(BEHIND_PAGES)
    with wiring.store_at(os.environ[DB]) as store:
        return carry_out(store, Path(os.environ[DATA]), int(arguments[0]))


def carry_out(store: Store, data: Path, number: int) -> int:
    """Do a waiting job to its end. Edges: one that was stopped meanwhile is let be"""
    if not store.jobs.begin(number, this_process()):
        return ExitCode.INTERRUPTED
    job = store.jobs.job(number)
    with telling(store, number) as news:
        ending = _ended(store, data, job, news)
    store.jobs.end(number, ending, wiring.now())
    return ExitCode.DONE if ending.state is JobState.DONE else ExitCode.BAD_INPUT


def _ended(store: Store, data: Path, job: Job, news: JobNews) -> Ending:
    kind = BY_NAME[job.kind]
    try:
        found = kind.run(Work(store, data, job, news), msgspec.convert(job.asked, kind.asked, strict=False))
    except BaseException as error:  # noqa: BLE001  # whatever ends the work is told of the job: nobody else sees it
        return _as_told(error)
    return Ending(JobState.DONE, result=found.result, plan=found.plan)


def _as_told(error: BaseException) -> Ending:
    """How a job ended that did not end well: in the error's own words, or, of a bug of ours, where they are."""
    fault = fault_of(error)
    if fault.exit_code is not ExitCode.OUR_BUG:
        return Ending(JobState.REFUSED, fault.sentence, _facts_of(error))
    line = wiring.fresh_id()
    sys.stderr.write(f"job failed, line {line}:\n{fault.sentence}\n")
    return Ending(JobState.FAILED, f"Something broke, and it is our fault, not yours. The log has it at {line}.")


def _facts_of(error: BaseException) -> Mapping[str, Any]:
    """An error's code, its numbers and words, and what clashes where no plan exists."""
    plain = {name: value for name, value in vars(error).items() if isinstance(value, int | str)}
    told = {"error": getattr(error, "code", "system"), "facts": plain}
    return told | {"clashes": [clash_facts(each) for each in error.clashes]} if isinstance(error, NoPlan) else told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
