"""`wardpanels serve`: the site, the console and what belongs to them, at one address."""

from __future__ import annotations

import shlex
from contextlib import nullcontext, suppress
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.edge.doorstep import Doorstep, with_doorstep
from wardpanels.edge.serving import EdgeSettings, listening_at, serve, worker_beside
from wardpanels.faults import CannotUse
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data_if_needed, with_db

SITE = Path("site")


@click.command("serve", short_help="Serve the site, and the console for staff.")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@with_doorstep(8000)
@click.option("--worker/--no-worker", "has_worker", default=True, show_default=True,
              help="Send what falls due too, where there is a borough.")  # fmt: skip  # one option a line
@with_data_if_needed
@with_db
def command(folder: Path | None, doorstep: Doorstep, has_worker: bool, data: Path, db: str) -> None:
    """Serve the published FOLDER (site, if none is named) and the console until you press Ctrl-C.

    Staff sign in at /console. `wardpanels users add` makes the first account.
    """
    site, has_data = folder or SITE, data.is_dir()
    if not (site / "index.html").is_file() and (folder or not has_data):
        target = "" if site == SITE else f" --to {shlex.quote(str(site))}"
        raise CannotUse(str(site), "no index.html there", f"a published site. Type first: wardpanels publish{target}")
    settings = EdgeSettings(site, db, data if has_data else None, listening_at(doorstep))
    with suppress(KeyboardInterrupt):
        screen.say(f"{settings.address}/ shows {site}. Press Ctrl-C to stop.")
        if has_data:
            wiring.bring_up_to_date(db, screen.note)
            screen.say(f"{settings.address}/console/ is for staff.")
        with worker_beside(settings) if has_worker else nullcontext():
            serve(settings)
    screen.note("Stopped.")
