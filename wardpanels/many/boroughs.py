"""Many boroughs side by side: which folders there are, whether a folder changed, and one borough planned as a value.

`plan_one` runs in a worker, on this machine or another: it takes a value, returns a value, prints and writes nothing.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from scheduler.coverage import covered
from scheduler.daylight import sunset
from scheduler.facts import Borough
from scheduler.hours import open_spans
from scheduler.period import Period
from scheduler.plan import Plan
from scheduler.reading import read_borough
from wardpanels import wiring
from wardpanels.facts.plan import plan_bytes
from wardpanels.faults import CannotUse, ExitCode, fault_of
from wardpanels.year import planning, reading

SETTINGS_FILE = "borough.toml"
"""What makes a folder a borough's."""

M_MMAP_THRESHOLD = -3
"""As in glibc's malloc.h: what is as large has pages of its own, which go back to the system as soon as it is freed."""

LARGE_BYTES = 1 << 20


class BoroughStatus(StrEnum):
    """How the planning of one borough ended. OPTIMAL and FEASIBLE are a plan's own words: there is a plan."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    NO_PLAN = "no plan"
    BAD_DATA = "bad data"
    BUG = "our bug"
    CRASHED = "crashed"

    @property
    def is_final(self) -> bool:
        """Whether the same data would end the same way again: a crash may have been chance."""
        return self not in (BoroughStatus.BUG, BoroughStatus.CRASHED)


STATUS_OF_EXIT = {
    ExitCode.BAD_INPUT: BoroughStatus.BAD_DATA,
    ExitCode.NO_PLAN: BoroughStatus.NO_PLAN,
    ExitCode.OUR_BUG: BoroughStatus.BUG,
}


@dataclass(frozen=True)
class Assignment:
    """One borough to plan.

    Edges: `source` is its folder, or what was read from it, for a worker that cannot see the folder
    """

    folder: str
    fingerprint: str
    period: Period
    source: Path | Borough


@dataclass(frozen=True, slots=True)
class BoroughOutcome:
    """How one borough's planning ended. `error` is in words, and empty where there is a plan.

    Units: `seconds` of the worker, reading included
    """

    folder: str
    fingerprint: str
    status: BoroughStatus
    borough: str = ""
    wards: int = 0
    meetings: int = 0
    cost: int | None = None
    bound: int | None = None
    seconds: float = 0.0
    error: str = ""
    exit_code: int = ExitCode.DONE
    plan_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """An outcome, and the plan file's bytes where there is one."""

    outcome: BoroughOutcome
    plan: bytes = b""


def borough_folders(directory: Path) -> tuple[Path, ...]:
    """Every sub-folder with a `borough.toml`, by name. Errors: CannotUse where there is none."""
    if not directory.is_dir():
        found = "a file" if directory.exists() else "nothing there"
        raise CannotUse(str(directory), found, f"a folder of borough folders, each with a {SETTINGS_FILE}")
    folders = tuple(sorted(path for path in directory.iterdir() if (path / SETTINGS_FILE).is_file()))
    if not folders:
        raise CannotUse(str(directory), f"no folder with a {SETTINGS_FILE}", "at least one")
    return folders


def assignments(directory: Path, period: Period) -> tuple[Assignment, ...]:
    """Every borough of a folder, the one with most wards first, so that no long one is left for the end.

    Errors: CannotUse where there is none
    """
    folders = borough_folders(directory)
    program = version("wardpanels")
    tasks = [Assignment(folder.name, fingerprint(folder, period, program), period, folder) for folder in folders]
    return tuple(sorted(tasks, key=lambda task: (-_size(directory / task.folder), task.folder)))


def refuse_mixing(directory: Path, out: Path) -> None:
    """What is made of boroughs must not be written among the files that it is made from.

    Errors: CannotUse
    """
    target, source = out.resolve(), directory.resolve()
    inside = target.is_relative_to(source) and (
        target == source or (source / target.relative_to(source).parts[0] / SETTINGS_FILE).exists()
    )
    if inside:
        raise CannotUse("--out", f"{out}, a folder of data", "a folder of its own")


def fingerprint(folder: Path, period: Period, program: str) -> str:
    """What the plan depends on, as one number: every file of the folder, the period and the program's version.

    Edges: hidden files, such as an editor's, do not count
    """
    total = hashlib.sha256(f"{program}\n{period}\n".encode())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder)
        if not any(part.startswith(".") for part in name.parts):
            total.update(f"{name.as_posix()}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def plan_one(task: Assignment) -> Finished:
    """Read a borough, if it comes as a folder, and plan it on one thread. What goes wrong is told in the outcome."""
    began = wiring.seconds()
    outcome = BoroughOutcome(task.folder, task.fingerprint, BoroughStatus.BUG)
    try:
        source = task.source
        borough = reading.check(source, task.period, wiring.now()).borough if isinstance(source, Path) else source
        outcome = replace(outcome, borough=borough.profile.name, wards=len(borough.wards))
        finished = _planned(outcome, planning.plan_borough(borough, task.period, threads=1).plan)
    except Exception as error:  # noqa: BLE001  # one borough's failure is its own outcome, never the end of the others
        finished = _failed(outcome, error)
    forget()
    return replace(finished, outcome=replace(finished.outcome, seconds=round(wiring.seconds() - began, 2)))


def forget() -> None:
    """Let go of what the next borough has no use for, some 20 MB: a worker plans hundreds.

    The C library keeps freed memory in pieces unless it is told to give it back; only glibc can be told.
    """
    for known in (open_spans, covered, sunset):
        known.cache_clear()
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.malloc_trim(0)
        library.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)


def loaded(task: Assignment) -> Assignment | Finished:
    """The same task with the borough itself in the place of its folder; its outcome where the data cannot be used.

    Edges: no officer's name or address and no reason of an absence goes along: nothing of a plan hangs on them
    """
    if not isinstance(task.source, Path):
        return task
    try:
        return replace(task, source=by_ids_alone(read_borough(task.source, task.period, wiring.now())))
    except Exception as error:  # noqa: BLE001  # as above
        return _failed(BoroughOutcome(task.folder, task.fingerprint, BoroughStatus.BUG), error)


def by_ids_alone(borough: Borough) -> Borough:
    """The borough with its officers known by their ids alone."""
    officers = tuple(replace(each, name=each.officer_id, email="", basis="") for each in borough.officers)
    absences = tuple(replace(each, reason="") for each in borough.absences)
    return replace(borough, officers=officers, absences=absences)


def lost(task: Assignment, why: str) -> Finished:
    """The outcome of a borough whose worker did not live to tell."""
    return Finished(
        BoroughOutcome(task.folder, task.fingerprint, BoroughStatus.CRASHED, error=why, exit_code=int(ExitCode.OUR_BUG))
    )


def worst(outcomes: Sequence[BoroughOutcome]) -> int:
    """The exit code of the whole: the worst of the boroughs' own."""
    return max((outcome.exit_code for outcome in outcomes), default=0)


def _planned(outcome: BoroughOutcome, plan: Plan) -> Finished:

    content = plan_bytes(plan)
    told = replace(
        outcome,
        status=BoroughStatus(plan.status.value),
        meetings=len(plan.meetings),
        cost=plan.cost,
        bound=plan.bound,
        plan_sha256=hashlib.sha256(content).hexdigest(),
    )
    return Finished(told, content)


def _failed(outcome: BoroughOutcome, error: Exception) -> Finished:
    fault = fault_of(error)
    return Finished(
        replace(outcome, status=STATUS_OF_EXIT[fault.exit_code], error=fault.sentence, exit_code=int(fault.exit_code))
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("wards.csv"))
