"""Starts the one server, and says what it is given. Another process than the one that starts it answers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from wardpanels import wiring
from wardpanels.edge.allowances import SPARE, USUAL, Bounds
from wardpanels.edge.doorstep import HERE, Doorstep

if sys.platform != "win32":
    import resource

BEHIND = "wardpanels.edge.process:from_environ"
"""What answers, imported in its own process alone: the one that starts it has a page to show sooner."""

SETTINGS = "WARDPANELS_EDGE"
"""The environment variable by which that process is told what it serves."""

GRACE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """What the server is given.

    Edges: without `data` there is the site alone, and without `site` there are the sign-up pages alone; `newsletter` is
           where publishing writes its copy; with `boroughs`, a folder of their folders, `site` is the folder of what is
           made of each
    """

    site: Path | None
    db: str
    data: Path | None = None
    doorstep: Doorstep = HERE
    newsletter: Path = Path("newsletter")
    bounds: Bounds = USUAL
    boroughs: Path | None = None

    def of(self, borough: Path) -> EdgeSettings:
        """The same for one folder of many. Edges: `site` is told"""
        assert self.site is not None
        own = self.site / borough.name
        return replace(self, site=own / "site", newsletter=own / "newsletter", data=borough, boroughs=None)

    @staticmethod
    def told_by(environ: Mapping[str, str]) -> EdgeSettings:
        """What an environment says, as `told` wrote it."""
        return msgspec.json.decode(environ[SETTINGS], type=EdgeSettings, dec_hook=lambda _, text: Path(text))

    @property
    def told(self) -> str:
        """The same as text for the environment: the processes of one user read it, and no command line shows it."""
        return msgspec.json.encode(self, enc_hook=str).decode()

    @property
    def address(self) -> str:
        """Where it is found, as a web address without a last slash."""
        host = self.doorstep.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.doorstep.port}"


def serve(settings: EdgeSettings) -> None:
    """Serve until SIGTERM or Ctrl-C; what is being answered is finished first."""
    os.environ[SETTINGS] = settings.told
    edge = Granian(
        BEHIND,
        address=settings.doorstep.host,
        port=settings.doorstep.port,
        interface=Interfaces.RSGI,
        factory=True,
        workers=1,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=round(settings.bounds.header_seconds * 1000)),
        backpressure=connections_at_once(settings.bounds.connections),
        workers_kill_timeout=GRACE_SECONDS,
        websockets=False,
        log_enabled=False,
    )
    edge.serve()


def connections_at_once(wanted: int) -> int:
    """How many connections may be open at once: as many as are wanted, as far as files may be opened for them."""
    if sys.platform == "win32":
        return wanted
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = wanted + SPARE if most == resource.RLIM_INFINITY else min(wanted + SPARE, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(files - SPARE, 1)


@contextmanager
def worker_beside(settings: EdgeSettings) -> Iterator[None]:
    """A worker that sends what falls due, in a process of its own, for as long as the server is up.

    Edges: none where there is no borough; it ends as SIGTERM ends one, and what is on its way is waited for
    """
    if settings.data is None:
        yield
        return
    told = ["worker", "--data", str(settings.data), "--db", settings.db]
    worker = subprocess.Popen([sys.executable, "-m", "wardpanels", *told], stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def listening_at(doorstep: Doorstep) -> Doorstep:
    """The same with a port that can be listened on: the one that is asked for, or any where that is 0.

    Errors: CannotUse
    """
    with wiring.listening(doorstep.host, doorstep.port) as tried:
        return replace(doorstep, port=int(tried.getsockname()[1]))
