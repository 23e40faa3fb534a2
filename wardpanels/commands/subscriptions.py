"""`wardpanels subscriptions`: the pages on which residents ask for mail."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.subscriptions.opening import open_office, server_of
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_db


@click.command("subscriptions", short_help="Serve the pages on which residents ask for emails.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any free port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines ask too.")
@click.option("--proxies", type=click.IntRange(0, 9), metavar="N", default=0, show_default=True,
              help="How many web servers stand in front of it and pass on who asked.")  # fmt: skip  # one option a line
@with_data
@with_db
def command(port: int, host: str, proxies: int, data: Path, db: str) -> None:
    """Serve the pages until you press Ctrl-C, and send the emails that ask residents whether they meant it.

    Put it behind the web server that serves the site, below its /subscribe/. It wants WARDPANELS_SECRET.
    """
    with wiring.store_at(db) as store:
        office = open_office(store, data, os.environ, wiring.now, wiring.fresh_id)
        with server_of(office, host, port, proxies, screen.note) as server:
            pages = f"http://{host}:{server.port}{office.counter.house.pages}/"
            with suppress(KeyboardInterrupt):
                screen.say(f"{pages} has the pages. Press Ctrl-C to stop.")
                server.serve_forever()
    screen.note("Stopped.")
