"""`wardpanels release`: decide what the public is told."""

from __future__ import annotations

from functools import partial

import click

from wardpanels import wiring
from wardpanels.facts.release import release_facts
from wardpanels.people.keys import typed_act, who_types
from wardpanels.people.rights import Act
from wardpanels.publicity.announcing import announce
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_by_if_said, with_json, with_where_to_release
from wardpanels.terminal.words.plan import CALL_HEADS, call_rows, calls_sentence
from wardpanels.terminal.words.publicity import filled_sentence
from wardpanels.terminal.words.release import CHANGE_HEADS, change_row, poll_sentences, release_sentence, release_title


@click.command("release", short_help="Freeze the draft as the next release and say what changed.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--allow-cancellations", "allowed", type=click.IntRange(0), metavar="N",
              help="Needed to cancel more than a fifth of the future meetings.")  # fmt: skip  # one option a line
@click.option("--first", "is_first", is_flag=True,
              help="Needed for the first release of a period that has begun.")  # fmt: skip  # one option a line
@with_by_if_said
@with_where_to_release
@with_json
def command(dry_run: bool, allowed: int | None, is_first: bool, by: str, where: Where, as_json: bool) -> None:
    """Freeze the draft as the next numbered release, and say what changed since the last one.

    Where nothing changed, no release is made.
    """
    with where.desk() as desk, screen.working("Filling the outbox"):
        do = partial(announce, desk, wiring.now(), allowed=allowed, dry_run=dry_run, is_first=is_first)
        who, what = who_types(desk.store, desk.code, by), f"Release the draft of {desk.period}"
        announced = do() if dry_run else typed_act(desk.store, who, Act.RELEASE, (), what, do)
    made, filling = announced.made, announced.filling
    if as_json:
        screen.show_json(release_facts(made))
        return
    screen.say(f"{release_title(made.release)}:")
    if made.is_news:
        screen.show_table(CHANGE_HEADS, [change_row(made.release, change) for change in made.release.changes])
    for sentence in (release_sentence(made), *poll_sentences(made.release)):
        screen.say(sentence)
    if made.calls:
        screen.say(calls_sentence(made.calls))
        screen.show_table(CALL_HEADS, call_rows(made.calls))
    if filling is not None:
        screen.say(filled_sentence(filling, made.release.released_at))
