"""What became of the changes of an exported schedule, in words for a screen."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.errors import some_of
from scheduler.facts import Borough
from wardpanels.terminal.words.plan import change_rows, edit_sentences
from wardpanels.tidying.giving_back import TakenBack
from wardpanels.tidying.understood import Sure
from wardpanels.year.periods import typed

MOST_NAMES = 6


def changed_rows(borough: Borough, done: TakenBack) -> list[tuple[str, ...]]:
    """Each meeting that is another now, as it was and as it is."""
    return change_rows(borough, done.answered.edited.before, done.answered.edited.after)


def sentences(done: TakenBack, *, is_trial: bool) -> Iterator[str]:
    """What was taken, how it was read where that was not plain, what was not taken and why, and what to type next."""
    edited = done.answered.edited
    taken = sum(len(granted.wishes) for granted in done.answered.granted)
    for cell in done.cells:
        if cell.told.sure is Sure.LIKELY:
            yield f"- {cell.where}: {cell.text!r}. {cell.told.why}"
    if done.not_taken:
        yield "Not taken:"
    for cell in done.not_taken:
        yield " ".join(filter(None, (f"- {cell.where}: {cell.text!r}.", cell.told.why, cell.told.ask)))
    yield from _gone(done)
    if taken:
        yield from edit_sentences(edited)
    yield _count(taken, done, is_trial=is_trial)
    if done.copy:
        yield f"Each cell that was not taken has a comment in {done.copy}. Mend that copy, then take it."
    if taken and not is_trial:
        yield f"To tell the public, type: wardpanels release {typed(edited.after.period)}"


def _gone(done: TakenBack) -> Iterator[str]:
    gone = done.edits.gone
    if gone:
        rows, are = ("The row", "is") if len(gone) == 1 else ("The rows", "are")
        yield f"{rows} of {some_of(gone, MOST_NAMES)} {are} gone from the schedule. That changes nothing."
        yield f"To cancel a meeting, type: wardpanels cancel {gone[0]}"


def _count(taken: int, done: TakenBack, *, is_trial: bool) -> str:
    would = "would be" if is_trial else ("is" if taken == 1 else "are")
    told = f"{taken} {'meeting' if taken == 1 else 'meetings'} {would} changed."
    if not taken and not done.not_taken and not is_trial:
        told = "Nothing was changed in the schedule that the draft does not have."
    return f"{told} {done.edits.done} cells say what the draft has already." if done.edits.done else told
