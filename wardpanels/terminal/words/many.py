"""How many boroughs ended, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from scheduler.names import staff_named
from scheduler.reading.borough import read_officers
from wardpanels.many.boroughs import BoroughOutcome
from wardpanels.many.results import SUMMARY_FILE

OUTCOME_HEADS = ("Folder", "Borough", "Wards", "Meetings", "BoroughStatus", "Cost", "Seconds")


def outcome_row(outcome: BoroughOutcome) -> tuple[str, ...]:
    """How one borough ended."""
    cost = f"{outcome.cost:,}" if outcome.cost is not None else ""
    wards, meetings = str(outcome.wards or ""), str(outcome.meetings or "")
    return outcome.folder, outcome.borough, wards, meetings, outcome.status, cost, f"{outcome.seconds:.1f}"


def outcome_sentences(outcomes: Sequence[BoroughOutcome], boroughs: Path, out: Path) -> Iterator[str]:
    """How they ended together, what went wrong, and where the plans are.

    Edges: officers, whom the answers know by their ids, have the names of the boroughs' own folders
    """
    counts = Counter(str(outcome.status) for outcome in outcomes)
    told = ", ".join(f"{counts[status]} {status}" for status in sorted(counts))
    yield f"\n{len(outcomes)} {'borough' if len(outcomes) == 1 else 'boroughs'}: {told}."
    for outcome in outcomes:
        if outcome.error:
            yield f"\n{outcome.folder}: {staff_named(read_officers(boroughs / outcome.folder), outcome.error)}"
    yield f"\nThe plans are in {out}, and the figures in {out / SUMMARY_FILE}."
