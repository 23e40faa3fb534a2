"""`wardpanels serve`: look at the published site."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from wardpanels.faults import CannotUse
from wardpanels.terminal.preview import site_server

SITE = Path("site")


@click.command(
    "serve",
    short_help="Look at the published site in a browser.",
    epilog="For the public, put the folder on any web server.",
)
@click.argument("folder", type=click.Path(path_type=Path), default=SITE)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines look too.")
def command(folder: Path, port: int, host: str) -> None:
    """Show the published FOLDER (site, if none is named) at a local address until you press Ctrl-C."""
    if not (folder / "index.html").is_file():
        target = "" if folder == SITE else f" --to {shlex.quote(str(folder))}"
        raise CannotUse(str(folder), "no index.html there", f"a published site. Type first: wardpanels publish{target}")
    try:
        server = site_server(folder, host, port)
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise CannotUse(f"{host}:{port}", found, "an address that is free: try --port 0") from error
    with server:
        click.echo(f"http://{host}:{server.server_address[1]}/ shows {folder}. Press Ctrl-C to stop.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
