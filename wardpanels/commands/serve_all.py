"""`wardpanels serve-all`: the sites and consoles of many boroughs, each under its own name."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.edge.doorstep import Doorstep, with_doorstep
from wardpanels.edge.serving import EdgeSettings, listening_at, serve
from wardpanels.many.boroughs import borough_folders, refuse_mixing
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_db


@click.command("serve-all", short_help="Serve the sites and consoles of many boroughs, each under its own name.")
@click.option("--boroughs", "directory", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help="The folder of folders: each one with a borough.toml is a borough.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help="Where each borough's files are: <folder>/site, newsletter, handover and host.json.")  # fmt: skip
@with_doorstep(8000)
@with_db
def command(directory: Path, out: Path, doorstep: Doorstep, db: str) -> None:
    """Serve from one process, for every borough of a folder, what `wardpanels serve` does for one.

    Each is asked for by the name in its site_url. Two of one name, or of one code, are refused. A borough that has
    trouble holds no other up, and a new folder is served within seconds. What falls due is sent by worker-all.

    A secret of one borough alone has its code behind it, as in WARDPANELS_SECRET__E09000030.
    """
    refuse_mixing(directory, out)
    borough_folders(directory)
    settings = EdgeSettings(out, db, doorstep=listening_at(doorstep), boroughs=directory)
    with suppress(KeyboardInterrupt):
        wiring.bring_up_to_date(db, screen.note)
        screen.say(f"{settings.address}/readyz says how many boroughs are served. Press Ctrl-C to stop.")
        serve(settings)
    screen.note("Stopped.")
