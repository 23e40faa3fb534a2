"""`wardpanels store`: where all of it is kept."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.store import copy_store
from wardpanels import wiring
from wardpanels.facts.store import copied_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data_if_needed, with_json
from wardpanels.terminal.words.store import COPIED_HEADS, copied_sentence
from wardpanels.year.reading import profile_of


@click.group("store", short_help="Copy a borough from one database to another.")
def command() -> None:
    """Look after the database that drafts, releases, the outbox, the ledger and subscribers are kept in."""


@command.command("copy", short_help="Copy a borough from one database to another.")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--all", "every", is_flag=True, help="Copy every borough that is there, not that of --data alone.")
@with_data_if_needed
@with_json
def copy(source: str, target: str, every: bool, data: Path, as_json: bool) -> None:
    """Copy all that is kept of the borough FROM one database TO another, each written as --db takes it.

    Stop every worker first, and let whatever serves or sends next use TO. What TO has of the borough already is never
    written over.
    """
    boroughs = None if every else (profile_of(data).code,)
    with screen.working("Copying"):
        copied = copy_store(source, target, boroughs, wiring.now())
    if as_json:
        screen.show_json(copied_facts(copied))
        return
    screen.show_table(COPIED_HEADS, list(copied.rows.items()), right=("Rows",))
    screen.say(copied_sentence(copied))
    screen.note("From now on give --db the new one everywhere: whoever goes on with the old one sends it all again.")
