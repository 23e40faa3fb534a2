"""`wardpanels subscriptions`: the pages on which residents ask for mail."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.edge.doorstep import Doorstep, with_doorstep
from wardpanels.edge.serving import EdgeSettings, listening_at, serve
from wardpanels.subscriptions.opening import open_office
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_db


@click.command("subscriptions", short_help="Serve the pages on which residents ask for emails.")
@with_doorstep(8001)
@with_data
@with_db
def command(doorstep: Doorstep, data: Path, db: str) -> None:
    """Serve the pages until you press Ctrl-C, and send the emails that ask residents whether they meant it.

    Put it behind the web server that serves the site, below its /subscribe/. It wants WARDPANELS_SECRET.
    """
    with wiring.store_at(db) as store:
        pages = open_office(store, data, os.environ, wiring.now, wiring.fresh_id).counter.house.pages
    settings = EdgeSettings(None, db, data, listening_at(doorstep))
    with suppress(KeyboardInterrupt):
        screen.say(f"{settings.address}{pages}/ has the pages. Press Ctrl-C to stop.")
        serve(settings)
    screen.note("Stopped.")
