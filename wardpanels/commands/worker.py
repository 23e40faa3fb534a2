"""`wardpanels worker`: send what falls due, until it is stopped."""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.evidence.daily import publish_again
from wardpanels.log_lines import told_in, write_logs
from wardpanels.publicity.worker import Workplace, work
from wardpanels.terminal.options import (
    Where,
    with_clock_is_right,
    with_every,
    with_handover,
    with_host_file,
    with_public,
    with_where,
)
from wardpanels.upkeep.sweeping import sweep_and_tell
from wardpanels.year.publishing import Folders


@click.command("worker", short_help="Send what falls due, until it is stopped.")
@with_every
@with_public
@with_handover
@with_clock_is_right
@with_host_file
@with_where
def command(seconds: int, public: Folders, handover: Path, is_clock_right: bool, host_file: Path, where: Where) -> None:
    """Look again and again for what is due, and send it. Several workers can share one database.

    Once a day it publishes the newest release again, if you published before: pages tell what is over and what is next.
    Files that say the same stay as they are.

    Once a day it asks the live host whether it serves the site rightly, as `wardpanels doctor URL` does.

    Once a day it deletes what was kept long enough, as `wardpanels privacy` says.

    What it does stands on standard error, a line each: as JSON with WARDPANELS_LOG=json. No address is in them.

    Stop it with Ctrl-C or SIGTERM: what is on its way is finished first. Killed outright it loses nothing either.
    """
    write_logs(os.environ)
    tell = partial(told_in, "worker")
    with closing(wiring.open_once_up(where.db, partial(tell, is_trouble=True))) as store:
        publish = partial(publish_again, store, where.data, public)
        office = Workplace(
            store,
            where.data,
            where.periods,
            handover,
            host_file,
            os.environ,
            tell,
            is_clock_right,
            publish,
            partial(sweep_and_tell, store, where.data),
        )
        work(office, every_seconds=seconds)
