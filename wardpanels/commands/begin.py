"""`wardpanels begin`: make a borough's folder."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from wardpanels import wiring
from wardpanels.beginning.asking_book import WORKBOOK
from wardpanels.beginning.beginning import begin, begin_settings
from wardpanels.terminal import screen
from wardpanels.terminal.words import beginning as words


@click.command("begin", short_help="Make a borough's folder from open boundary and postcode files.")
@click.argument("borough")
@click.option("--in", "folder", metavar="DIR", type=click.Path(path_type=Path), required=True,
              help="The borough's folder. What is in it already stays.")  # fmt: skip  # one option a line
@click.option("--boundaries", metavar="FILE|URL",
              help="Wards as GeoJSON, as the ONS portal gives them.")  # fmt: skip  # one option a line
@click.option("--code", metavar="CODE", help="Without boundaries: the ONS code. Only borough.toml is made then.")
@click.option("--postcodes", metavar="FILE|FOLDER|URL",
              help="ONSPD, NSPL or Code-Point Open, as CSV, zip or folder.")  # fmt: skip  # one option a line
@click.option("--cache", "kept", metavar="DIR", type=click.Path(path_type=Path), default="open-files",
              show_default=True, help="Where fetched files are kept.")  # fmt: skip  # one option a line
def command(
    borough: str, folder: Path, boundaries: str | None, code: str | None, postcodes: str | None, kept: Path
) -> None:
    """Make a folder in which the year of BOROUGH, a name or an ONS code, can be planned at once.

    What only people know is assumed, and said: one hall and one team a ward. Correct it in the folder's workbook.

    Without --boundaries only its settings are made: an administrator then sends the rest at the console's Set-up.
    """
    if boundaries is None:
        made = begin_settings(borough, code or "", folder, wiring.shipped_data())
        screen.say(f"New: {made}. The wards are still to come: send them at the console.")
        screen.say(f"Next: wardpanels users add NAME EMAIL --role administrator --data {quote(str(folder))}")
        screen.say(f"and type: wardpanels serve --data {quote(str(folder))}")
        return
    drawn = wiring.file_at(boundaries, kept)
    homes = wiring.file_at(postcodes, kept) if postcodes else None
    begun = begin(borough, folder, drawn, homes, wiring.shipped_data())
    for sentence in words.made(begun):
        screen.say(sentence)
    screen.say("Only assumed, until you say how it is:")
    for sentence in words.assumed(begun):
        screen.say(sentence)
    screen.say("Left out, for only the borough knows it:")
    for sentence in words.left_out(begun):
        screen.say(sentence)
    screen.say(f"Next: wardpanels plan --data {quote(str(folder))}, or fill in {folder / WORKBOOK}")
    screen.say(f"and type: wardpanels tidy {quote(str(folder / WORKBOOK))} --in {quote(str(folder))}")
