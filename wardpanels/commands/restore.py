"""`wardpanels restore`: bring a borough back from a backup, or try whether it would come."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.facts.upkeep import brought_back_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data_if_needed, with_db, with_json
from wardpanels.terminal.words.upkeep import brought_back_sentences, drill_sentences
from wardpanels.upkeep.bringing_back import bring_back, drill


@click.command("restore", short_help="Bring a borough back from a backup, or try whether it would.")
@click.option("--from", "file", type=click.Path(path_type=Path), metavar="FILE", required=True, help="The backup.")
@click.option("--dry-run", is_flag=True, help="A drill: go through all of it, compare, and keep nothing.")
@click.option("--nothing-sent-since", "is_still", is_flag=True,
              help="Hold nothing back: nobody sent anything after the backup was made.")  # fmt: skip
@with_data_if_needed
@with_db
@with_json
def command(file: Path, dry_run: bool, is_still: bool, data: Path, db: str, as_json: bool) -> None:
    """Bring the borough of a backup back, into a database that has nothing of it and a folder that is empty.

    The database may be of another kind than it was: so a borough moves from SQLite to PostgreSQL, or back. What fell
    due since the backup was made may have gone out: where the receiver would not notice a repeat, it is held back until
    somebody who knows says so. Whatever is wrong with the file, nothing is brought back.
    """
    with screen.working("Going through the backup" if dry_run else "Bringing back"):
        if dry_run:
            came = drill(file, db, os.environ, wiring.now())
        else:
            came = bring_back(file, data, db, os.environ, wiring.now(), is_still=is_still)
    if as_json:
        screen.show_json(brought_back_facts(came))
        return
    place = wiring.place_of_store(db)
    for sentence in drill_sentences(came) if dry_run else brought_back_sentences(came, place, str(data)):
        screen.say(sentence)
