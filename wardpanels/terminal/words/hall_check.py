"""What became of visits to halls, in words for a screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scheduler.assumed import standing_in
from wardpanels.terminal.words.borough import counted
from wardpanels.tidying.visiting.hall_visits import HallsToVisit, ReadBack

CHANGE_HEADS = ("Row", "Hall", "Fact", "Was", "Is", "Rests on")


def made(found: HallsToVisit, file: Path) -> Iterator[str]:
    """What the file holds, and which halls are not in it."""
    yield f"{file} is for {counted({'halls': len(found.halls)})}. Staff only: not for the public."
    if found.standing_in:
        yield f"Left out: {standing_in('hall', found.standing_in)}."
    if file.suffix.lower() == ".pdf":
        yield "To type in what was seen, make a workbook with --to checks.xlsx, and read it back with --read."


def change_rows(done: ReadBack) -> list[tuple[object, ...]]:
    """A row for each fact that changes."""
    return [
        (each.line, each.hall, each.fact, each.before or "-", each.after, each.basis) for each in done.changes
    ]  # fmt: skip  # one row


def outcome(done: ReadBack, *, is_trial: bool) -> Iterator[str]:
    """What was written, or would be, or is for a person to write."""
    facts = counted({"facts": len(done.changes)})
    if not done.visits:
        yield "No row of the workbook has an answer: nothing changes."
    elif not done.changes:
        yield f"Nothing changes: {done.file} says all of it already."
    elif done.is_workbook:
        yield (
            f"Nothing was written: the halls stand in {done.file}, and a workbook is changed by hand. Write each value "
            "in its row and column, what it rests on under the same name with _basis, and the day under the same name "
            "with _checked_on."
        )
    else:
        yield f"{done.file}: {facts} {'would change' if is_trial else 'changed'}."


def to_look_at(done: ReadBack) -> Iterator[str]:
    """What stays against what was said, and what became no fact."""
    for each in done.kept:
        yield (
            f"{each.hall}: {each.fact} stays '{each.stands}', as it was checked on {each.checked_on:%-d %B %Y}, after "
            f"this visit (which said '{each.said}')."
        )
    yield from done.remarks
