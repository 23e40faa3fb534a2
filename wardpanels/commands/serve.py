"""`wardpanels serve`: the site, the console and what belongs to them, at one address."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.edge.serving import EdgeSettings, free_port, serve, worker_beside
from wardpanels.faults import CannotUse
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data_if_needed, with_db

SITE = Path("site")


@click.command("serve", short_help="Serve the site, and the console for staff.")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines ask too.")
@click.option("--proxies", type=click.IntRange(0, 9), metavar="N", default=0, show_default=True,
              help="How many web servers stand in front of it and pass on who asked.")  # fmt: skip  # one option a line
@click.option("--worker/--no-worker", "has_worker", default=True, show_default=True,
              help="Send what falls due too, where there is a borough.")  # fmt: skip  # one option a line
@with_data_if_needed
@with_db
def command(folder: Path | None, port: int, host: str, proxies: int, has_worker: bool, data: Path, db: str) -> None:
    """Serve the published FOLDER (site, if none is named) and the console until you press Ctrl-C.

    Staff sign in at /console. `wardpanels users add` makes the first account.
    """
    site, has_data = folder or SITE, data.is_dir()
    if not (site / "index.html").is_file() and (folder or not has_data):
        target = "" if site == SITE else f" --to {shlex.quote(str(site))}"
        raise CannotUse(str(site), "no index.html there", f"a published site. Type first: wardpanels publish{target}")
    settings = EdgeSettings(site, db, data if has_data else None, proxies=proxies)
    port = free_port(host, port)
    screen.say(f"http://{host}:{port}/ shows {site}. Press Ctrl-C to stop.")
    if has_data:
        wiring.bring_up_to_date(db)
        screen.say(f"http://{host}:{port}/console/ is for staff.")
    with worker_beside(settings) if has_worker else nullcontext():
        serve(settings, host, port)
    screen.note("Stopped.")
