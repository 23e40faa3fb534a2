"""What was backed up and brought back, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wardpanels.upkeep.backing_up import BackedUp
from wardpanels.upkeep.bringing_back import BroughtBack
from wardpanels.upkeep.deletion_list import list_beside


def backup_sentences(made: BackedUp) -> Iterator[str]:
    """What is in the file, and what is not."""
    rows, size = sum(made.told.rows.values()), max(1, round(made.size / 1000))
    yield (
        f"{made.file} has all of {', '.join(made.told.boroughs)} on {_moment(made.taken_at)}: {made.files} files and "
        f"{rows:,} rows, locked, {size:,} KB."
    )
    yield f"Take {list_beside(made.file).name} along with it: it keeps who is deleted from coming back."
    yield "Passwords and keys are not in it: keep those, and what the file is locked with, somewhere else."


def brought_back_sentences(came: BroughtBack, store: str, folder: str) -> Iterator[str]:
    """What is there now, what is missing, and what somebody has to do."""
    rows = sum(came.told.rows.values())
    yield f"{store} and {folder} have all of {_what(came)}: {came.files} files and {rows:,} rows, compared row by row."
    yield _left_out(came, "came back")
    yield (
        "What was done after that is not in it: releases, records, and who asked for emails or stopped them. Do it "
        "again before you start a worker."
    )
    if came.held:
        yield (
            f"{came.held} held back, for they may have gone out since. Let go of those that did not, and reject the "
            "others. To see them, type: wardpanels due --all"
        )
    yield from _unset(came)


def drill_sentences(came: BroughtBack) -> Iterator[str]:
    """What would come back."""
    rows = sum(came.told.rows.values())
    yield f"{came.file} would bring back all of {_what(came)}: {came.files} files and {rows:,} rows, each compared."
    yield _left_out(came, "would come back")
    if came.held:
        yield f"{came.held} would be held back, for they may have gone out since."
    yield from _unset(came)
    if came.unnoted:
        yield f"That this was tried could not be written down. {came.unnoted}."


def _left_out(came: BroughtBack, verb: str) -> str:
    """Whether whoever was deleted since stays so."""
    name = list_beside(came.file).name
    if not came.has_list:
        return f"No {name} is beside it: of those who were deleted after it was made, all {verb}. Delete them again."
    return f"Subscribers who were deleted since, by {name}: {came.forgotten:,}. None of them {verb}."


def _unset(came: BroughtBack) -> Iterator[str]:
    if came.unset:
        yield f"Set where it was made, and not here: {', '.join(came.unset)}."


def _what(came: BroughtBack) -> str:
    return f"{', '.join(came.told.boroughs)} on {_moment(came.about.taken_at)}"


def _moment(at: datetime) -> str:
    return f"{at:%-d %B %Y %H:%M} UTC"
