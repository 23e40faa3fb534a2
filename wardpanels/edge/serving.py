"""Starts the one server, and says what it is given. Another process than the one that starts it answers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock, Thread

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
LOOK_AGAIN_SECONDS = 1.0


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

    Edges: none where there is no borough; one that ends by itself, as before there are any wards, begins anew once a
           file of the folder has changed; it ends as SIGTERM ends one, and what is on its way is waited for
    """
    if settings.data is None:
        yield
        return
    beside = _Beside(settings.data, settings.db)
    keeper = Thread(target=beside.keep, name="worker")
    keeper.start()
    try:
        yield
    finally:
        beside.stop()
        keeper.join()


class _Beside:
    """The worker of a folder, and the next one where it has ended."""

    def __init__(self, data: Path, db: str) -> None:
        self._data, self._typed = data, ("worker", "--data", str(data), "--db", db)
        self._turn, self._stopped = Lock(), Event()
        self._worker: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Let one work until it is stopped, whatever ends it."""
        while worker := self._begun():
            seen = self._seen()
            worker.wait()
            while self._seen() == seen and not self._stopped.wait(LOOK_AGAIN_SECONDS):
                pass

    def stop(self) -> None:
        """Let it finish, and begin none any more."""
        with self._turn:
            self._stopped.set()
            if self._worker:
                self._worker.terminate()

    def _begun(self) -> subprocess.Popen[bytes] | None:
        with self._turn:
            if self._stopped.is_set():
                return None
            command = [sys.executable, "-m", "wardpanels", *self._typed]
            self._worker = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            return self._worker

    def _seen(self) -> object:
        return wiring.stamp(self._data) if self._data.is_dir() else None


def listening_at(doorstep: Doorstep) -> Doorstep:
    """The same with a port that can be listened on: the one that is asked for, or any where that is 0.

    Errors: CannotUse
    """
    with wiring.listening(doorstep.host, doorstep.port) as tried:
        return replace(doorstep, port=int(tried.getsockname()[1]))
