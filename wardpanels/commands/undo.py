"""`wardpanels undo`: take back the last change of the draft."""

from __future__ import annotations

from functools import partial

import click

from wardpanels import wiring
from wardpanels.facts.plan import undo_facts
from wardpanels.terminal import edited, screen
from wardpanels.terminal.options import Where, with_json, with_signature, with_where
from wardpanels.terminal.words.plan import CHANGE_HEADS, change_rows, edit_sentences
from wardpanels.year.drafts import Signed
from wardpanels.year.editing import restore_draft, undo_last, wards_of_undo
from wardpanels.year.periods import typed


@click.command("undo", short_help="Take back the last change of the draft.")
@click.option("--to", "revision", type=click.IntRange(min=1), metavar="DRAFT",
              help="Bring this draft back instead: a number that `wardpanels drafts` shows.")  # fmt: skip
@with_signature
@with_where
@with_json
def command(revision: int | None, where: Where, signed: Signed, as_json: bool) -> None:
    """Take back the last change of the draft, whichever command made it. Type it again for the change before that.

    With --to any earlier draft comes back, and what was taken back can be brought back too.

    What has begun since is not changed any more. The public is told with the next release.
    """
    problem = where.problem()
    with where.store() as store:
        if revision is None:
            do, what = partial(undo_last, store, problem, wiring.now()), "Take back the last change of the draft"
        else:
            do, what = partial(restore_draft, store, problem, revision, wiring.now()), f"Bring draft {revision} back"
        undone = edited.change(store, problem, signed, wards_of_undo(store, problem, revision), what, do)
    if as_json:
        screen.show_json(undo_facts(undone))
        return
    screen.show_table(CHANGE_HEADS, change_rows(problem.borough, undone.before, undone.after))
    if undone.by:
        screen.say(f"It was made by {undone.by}{f', {undone.why}' if undone.why else ''}.")
    for sentence in edit_sentences(undone):
        screen.say(sentence)
    screen.say(f"To tell the public, type: wardpanels release {typed(where.period)}")
