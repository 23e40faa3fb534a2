"""`wardpanels subscribers`: who asked for emails."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.file import check_writable, write_file
from wardpanels.facts.subscribers import SUBSCRIBER_HEADS, roll_csv, roll_facts, subscriber_row
from wardpanels.subscriptions.roll import delete as delete_subscriber
from wardpanels.subscriptions.roll import roll_of
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_db, with_json
from wardpanels.terminal.words.subscribers import roll_sentence, subscribers_counted
from wardpanels.upkeep.deletion_list import tell_last_backup
from wardpanels.year.reading import profile_of, readable


@click.group("subscribers", short_help="List, export or delete those who asked for emails.")
def command() -> None:
    """List, export or delete those who asked for emails. Their addresses are for nobody else."""


@command.command("list", short_help="Show everybody on the list.")
@with_data
@with_db
@with_json
def listed(data: Path, db: str, as_json: bool) -> None:
    """Show everybody who asked for emails, and how many of them confirmed it."""
    code, borough = profile_of(data).code, readable(data)
    with wiring.store_at(db) as store:
        roll = roll_of(store, code, borough)
    if as_json:
        screen.show_json(roll_facts(roll))
        return
    if roll.subscribers:
        rows = [subscriber_row(each, roll.ward_names) for each in roll.subscribers]
        screen.show_table(SUBSCRIBER_HEADS, rows, right=("Soft bounces",))
    screen.say(roll_sentence(roll.subscribers))


@command.command("export", short_help="Write the list to a CSV file.")
@click.option("--to", "file", type=click.Path(path_type=Path), metavar="FILE", required=True,
              help="A file whose name ends in .csv.")  # fmt: skip  # one option a line
@with_data
@with_db
def export(file: Path, data: Path, db: str) -> None:
    """Write everybody on the list to FILE, with what they agreed to and when."""
    check_writable(file)
    code, borough = profile_of(data).code, readable(data)
    with wiring.store_at(db) as store:
        roll = roll_of(store, code, borough)
    write_file(file, roll_csv(roll), outputs.SUBSCRIBERS)
    screen.say(f"{file} holds {subscribers_counted(roll.subscribers)}.")
    screen.note("It holds people's addresses: keep it safe, and delete it when you are done.")


@command.command("delete", short_help="Delete somebody for good.")
@click.argument("who", metavar="ADDRESS")
@with_data
@with_db
def delete(who: str, data: Path, db: str) -> None:
    """Delete the subscriber with this ADDRESS, or this id, for good. Nothing is kept that leads to them."""
    code = profile_of(data).code
    with wiring.store_at(db) as store:
        delete_subscriber(store, code, who)
        beside = tell_last_backup(store, code)
    screen.say("Deleted. No more emails go there.")
    if beside:
        screen.say(f"No backup brings them back: {beside} says so. Copy it to wherever your backups are.")
    else:
        screen.say("No backup is known here. Whoever brings one back that was made before has to delete them again.")
