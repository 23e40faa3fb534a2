"""`wardpanels subscribers`: who asked for emails."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_json


@click.group("subscribers", short_help="List, export or delete those who asked for emails.")
def command() -> None:
    """List, export or delete those who asked for emails. Their addresses are for nobody else."""


@command.command("list", short_help="Show everybody on the list.")
@with_data
@with_db
@with_json
def listed(data: Path, db: str, as_json: bool) -> None:
    """Show everybody who asked for emails, and how many of them confirmed it."""
    from wardpanels.subscriptions import roll
    from wardpanels.terminal import screen

    found, wards = roll.of_borough(data, db)
    if as_json:
        screen.show_json([roll.facts(each, wards) for each in found])
        return
    if found:
        screen.show_table(roll.HEADS, [roll.row(each, wards) for each in found], right=("Soft bounces",))
    screen.say(roll.sentence(found))


@command.command("export", short_help="Write the list to a CSV file.")
@click.option("--to", "file", type=click.Path(path_type=Path), metavar="FILE", required=True,
              help="A file whose name ends in .csv.")  # fmt: skip  # one option a line
@with_data
@with_db
def export(file: Path, data: Path, db: str) -> None:
    """Write everybody on the list to FILE, with what they agreed to and when."""
    from wardpanels.disk import file as files
    from wardpanels.subscriptions import roll
    from wardpanels.terminal import screen

    files.check_writable(file)
    found, wards = roll.of_borough(data, db)
    files.write_file(file, roll.to_csv(found, wards))
    screen.say(f"{file} holds {roll.counted(found)}.")
    screen.note("It holds people's addresses: keep it safe, and delete it when you are done.")


@command.command("delete", short_help="Delete somebody for good.")
@click.argument("who", metavar="ADDRESS")
@with_data
@with_db
def delete(who: str, data: Path, db: str) -> None:
    """Delete the subscriber with this ADDRESS, or this id, for good. Nothing of them is kept."""
    from wardpanels.subscriptions import roll
    from wardpanels.terminal import screen

    roll.delete(data, db, who)
    screen.say("Deleted. No more emails go there.")
