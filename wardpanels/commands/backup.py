"""`wardpanels backup`: all that is kept of a borough, in one locked file."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.facts.upkeep import backup_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_db, with_json
from wardpanels.terminal.words.upkeep import backup_sentences
from wardpanels.upkeep.backing_up import back_up


@click.command("backup", short_help="Write all that is kept of a borough to one locked file.")
@click.option("--to", "file", type=click.Path(path_type=Path), metavar="FILE", required=True,
              help="The file. An older backup there gives way, once the new one is whole.")  # fmt: skip
@click.option("--all", "every", is_flag=True, help="Every borough of the database, not that of --data alone.")
@with_data
@with_db
@with_json
def command(file: Path, every: bool, data: Path, db: str, as_json: bool) -> None:
    """Write the borough's folder and all that the database keeps of it to FILE, as they are at this moment.

    Workers and the console can go on meanwhile. The file is locked with WARDPANELS_BACKUP_PASSPHRASE or
    WARDPANELS_BACKUP_KEY: whoever has neither cannot read it, and neither can you. No password of the environment is in
    it. Keep it on another machine, and try it now and then: wardpanels restore --from FILE --dry-run
    """
    with screen.working("Backing up"):
        made = back_up(data, db, file, os.environ, wiring.now(), every=every)
    if as_json:
        screen.show_json(backup_facts(made))
        return
    for sentence in backup_sentences(made):
        screen.say(sentence)
