"""Starts the one server, and says what it is given. Another process than the one that starts it answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

from wardpanels import wiring

THREADS = 8
"""How many requests are answered at once. More only wait for each other: the interpreter runs one at a time."""

BEHIND = "wardpanels.edge.behind:from_environ"
"""What answers, imported in its own process alone: the one that starts it has a page to show sooner."""

SETTINGS = "WARDPANELS_EDGE"
"""The environment variable by which that process is told what it serves."""


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """What the server is given.

    Edges: without `data` there is the site alone; `proxies` is how many web servers stand in front and pass on who
           asked; `newsletter` is where publishing writes its copy
    """

    site: Path
    db: str
    data: Path | None = None
    newsletter: Path = Path("newsletter")
    proxies: int = 0

    @staticmethod
    def told_by(environ: Mapping[str, str]) -> EdgeSettings:
        """What an environment says, as `told` wrote it."""
        told = json.loads(environ[SETTINGS])
        data = Path(told["data"]) if told["data"] else None
        return EdgeSettings(Path(told["site"]), told["db"], data, Path(told["newsletter"]), told["proxies"])

    @property
    def told(self) -> str:
        """The same as text for the environment: the processes of one user read it, and no command line shows it."""
        return json.dumps(asdict(self), default=str)


def serve(settings: EdgeSettings, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C; what is being answered is finished first."""
    os.environ[SETTINGS] = settings.told
    edge = Granian(
        BEHIND,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=1,
        blocking_threads=THREADS,
        backpressure=THREADS * 16,
        websockets=False,
        log_enabled=False,
    )
    edge.serve()


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


def free_port(host: str, port: int) -> int:
    """A port that can be listened on: the one that is asked for, or any where that is 0. Errors: CannotUse."""
    with wiring.listening(host, port) as tried:
        return int(tried.getsockname()[1])
