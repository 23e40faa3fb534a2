"""`wardpanels pack`: the same message for board, panels, police and council to post in one week."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from wardpanels.disk import outputs
from wardpanels.disk.output import write_folder
from wardpanels.publicity.previewing import pack
from wardpanels.publicity.public_guard import guard_of
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_where


def _monday(_ctx: click.Context, _param: click.Parameter, given: str) -> date:
    year, _, week = given.upper().partition("-W")
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError as error:
        raise click.BadParameter(f"found {given!r}, wanted a week such as 2027-W09") from error


@click.command("pack", short_help="Write the joint pack: one week's message for every partner to post.")
@click.option("--week", "monday", required=True, metavar="WEEK", callback=_monday,
              help="The week of the meetings, such as 2027-W09.")  # fmt: skip  # one option a line
@click.option("--to", "folder", type=click.Path(path_type=Path), metavar="DIR", default="pack", show_default=True,
              help="The folder of the pack.")  # fmt: skip  # one option a line
@with_where
def command(monday: date, folder: Path, where: Where) -> None:
    """Write what the board, the panels, the police and the council can post of one week's meetings.

    All say the same, each in its own channels. A page leads through it; texts and pictures lie beside.
    """
    with where.desk() as desk:
        found = pack(desk, monday)
        written = write_folder(folder, found.files, outputs.PACK, guard_of([desk]))
    screen.say(f"{found.title}.")
    screen.say(f"{folder} holds {written.files} files about {found.meetings} meetings: open {folder}/index.html")
