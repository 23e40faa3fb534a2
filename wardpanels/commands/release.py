"""`wardpanels release`: decide what the public is told."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_json, with_year


@click.command("release", short_help="Freeze the draft as the next release and say what changed.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--allow-cancellations",
    "allowed",
    type=click.IntRange(0),
    metavar="N",
    help="Needed to cancel more than a fifth of the future meetings.",
)
@with_data
@with_db
@with_year
@with_json
def command(dry_run: bool, allowed: int | None, data: Path, db: str, year: int, as_json: bool) -> None:
    """Freeze the draft as the next numbered release, and say what changed since the last one.

    Where nothing changed, no release is made.
    """
    from wardpanels import wiring
    from wardpanels.facts.release import release_facts
    from wardpanels.publicity import desk as outbox
    from wardpanels.terminal import screen
    from wardpanels.terminal.words import publicity
    from wardpanels.terminal.words.release import CHANGE_HEADS, change_row, poll_sentences, release_sentence
    from wardpanels.year import releasing

    with wiring.store_at(db) as store:
        desk = outbox.open_desk(store, data, year)
        made = releasing.release_draft(store, desk.borough, year, wiring.now(), allowed=allowed, dry_run=dry_run)
        with screen.working("Filling the outbox"):
            filling = outbox.fill(desk, wiring.now()) if made.is_stored else None
    if as_json:
        screen.show_json(release_facts(made))
        return
    if made.is_news:
        rows = [change_row(made.release, change) for change in made.release.changes]
        screen.show_table(CHANGE_HEADS, rows)
    for sentence in (release_sentence(made), *poll_sentences(made.release)):
        screen.say(sentence)
    if filling is not None:
        screen.say(publicity.filled_sentence(filling))
