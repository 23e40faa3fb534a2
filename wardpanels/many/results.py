"""The folder that plans of many boroughs are written to: what is finished in it, and what is still to be done."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from scheduler.period import Period
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.faults import CannotUse
from wardpanels.many.boroughs import Assignment, BoroughOutcome, Finished, worst

PLAN_FILE = "plan.json"
RESULT_FILE = "result.json"
SUMMARY_FILE = "summary.json"


def open_results(out: Path) -> None:
    """Make the folder. Errors: CannotUse."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotUse("--out", f"{out}, where no folder can be made", "a folder that can be written") from error


def keep(out: Path, finished: Finished) -> None:
    """Write one borough's plan and outcome, each wholly or not at all.

    Edges: the outcome is written last, so a plan without one is planned again; where there is no new plan, the one of
           earlier data stays, and the outcome says that there is none for these
    """
    folder = out / finished.outcome.folder
    open_results(folder)
    if finished.plan:
        write_file(folder / PLAN_FILE, finished.plan, outputs.PLAN)
    write_file(folder / RESULT_FILE, _json(asdict(finished.outcome)), outputs.PLAN)


def kept(out: Path, task: Assignment) -> BoroughOutcome | None:
    """The outcome of an earlier run on the same data, if it is final and its plan is still as it was written."""
    folder = out / task.folder
    try:
        outcome = msgspec.json.decode((folder / RESULT_FILE).read_bytes(), type=BoroughOutcome)
        plan = (folder / PLAN_FILE).read_bytes() if outcome.plan_sha256 else b""
    except (OSError, msgspec.DecodeError):
        return None  # not there, or not ours: planned again
    is_same = (outcome.folder, outcome.fingerprint) == (task.folder, task.fingerprint)
    is_whole = not outcome.plan_sha256 or hashlib.sha256(plan).hexdigest() == outcome.plan_sha256
    return outcome if outcome.status.is_final and is_same and is_whole else None


def summary_facts(period: Period, outcomes: Sequence[BoroughOutcome], left: Sequence[str]) -> dict[str, Any]:
    """How every borough ended, by folder, as JSON's own types. `left` are those that were not reached."""
    hidden = ("fingerprint", "plan_sha256")
    return {
        "year": period.first_day.year,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "exit_code": worst(outcomes),
        "boroughs": [
            {name: fact for name, fact in asdict(outcome).items() if name not in hidden}
            for outcome in sorted(outcomes, key=lambda outcome: outcome.folder)
        ],
        "left": sorted(left),
    }


def write_summary(out: Path, facts: dict[str, Any]) -> None:
    """Write `summary.json`. Errors: CannotUse."""
    write_file(out / SUMMARY_FILE, _json(facts), outputs.PLAN)


def _json(facts: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n"
