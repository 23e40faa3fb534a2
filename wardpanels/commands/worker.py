"""`wardpanels worker`: send what falls due, until it is stopped."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_handover, with_year


@click.command("worker", short_help="Send what falls due, until it is stopped.")
@click.option("--every", type=click.IntRange(1, 3600), metavar="SECONDS", default=30, show_default=True,
              help="How often to look.")  # fmt: skip  # one option a line
@with_handover
@with_data
@with_db
@with_year
def command(every: int, handover: Path, data: Path, db: str, year: int) -> None:
    """Look again and again for what is due, and send it. Several workers can share one database.

    Stop it with Ctrl-C or SIGTERM: what is on its way is finished first. Killed outright it loses nothing either.
    """
    from wardpanels import wiring
    from wardpanels.publicity import worker

    with wiring.store_at(db) as store:
        worker.work(store, data, year, handover, every_seconds=every, environ=os.environ)
