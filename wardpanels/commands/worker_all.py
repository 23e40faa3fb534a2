"""`wardpanels worker-all`: send what falls due in many boroughs, until it is stopped."""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.evidence.daily import publish_again
from wardpanels.log_lines import told_in, write_logs
from wardpanels.many.boroughs import refuse_mixing
from wardpanels.many.working import settings_of, work_for_all
from wardpanels.publicity.worker import Workplace
from wardpanels.terminal.meant import AsTyped, every
from wardpanels.terminal.options import with_clock_is_right, with_db, with_every
from wardpanels.upkeep.sweeping import sweep_and_tell
from wardpanels.year.publishing import Folders
from wardpanels.year.reading import profile_of


@click.command("worker-all", short_help="Send what falls due in many boroughs, until it is stopped.")
@click.option("--boroughs", "directory", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help="The folder of folders: each one with a borough.toml is a borough.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR",
              help="Where each borough's files are: <folder>/site, newsletter, handover and host.json.")  # fmt: skip
@with_every
@with_clock_is_right
@with_db
def command(directory: Path, out: Path, seconds: int, is_clock_right: bool, db: str) -> None:
    """Do for every borough of a folder what `wardpanels worker` does for one. Several can share one database.

    A borough that has trouble holds no other up. A new folder is looked after from the next look on.

    A secret of one borough alone has its code behind it, as in WARDPANELS_SECRET__E09000030.
    """
    write_logs(os.environ)
    refuse_mixing(directory, out)
    tell_all = partial(told_in, "worker")
    with closing(wiring.open_once_up(db, partial(tell_all, is_trouble=True))) as store:

        def workplace(folder: Path) -> Workplace:
            own, code = out / folder.name, profile_of(folder).code
            public = Folders(own / "site", own / "newsletter")
            publish, sweep = partial(publish_again, store, folder, public), partial(sweep_and_tell, store, folder)
            periods, tell = partial(every, AsTyped(folder, db)), partial(told_in, f"worker.{folder.name}")
            handover, host_file = own / "handover", own / "host.json"
            environ = settings_of(os.environ, code)
            return Workplace(store, folder, periods, handover, host_file, environ, tell, is_clock_right, publish, sweep)

        work_for_all(directory, workplace, tell_all, every_seconds=seconds)
