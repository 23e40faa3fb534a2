"""How the one server answers while it is busy: whoever watches a plan, whoever asks whether it is well, and anybody.

The server is the real one, in a process of its own, and so is the search. A peer is asked in the same way: the same web
server with an application that only hands the same bytes out.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from time import perf_counter
from urllib.parse import urlencode

from tests.console.borough import NOW, url_of
from tests.console.conftest import TOKEN
from wardpanels import wiring
from wardpanels.console import guard
from wardpanels.console.screens import BASE

ROOT = Path(__file__).parents[1]
WATCHERS = 30
PAGES = ("/", "/year", "/publicity", "/proof")
BARE = """
import sys
from pathlib import Path
from flask import Flask
from granian import Granian
from granian.constants import Interfaces

def application():
    app, content = Flask("peer"), Path(sys.argv[2]).read_bytes()
    app.add_url_rule("/", "peer", lambda: content)
    return app

if __name__ == "__main__":
    Granian(__file__ + ":application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
            factory=True, workers=1, blocking_threads=8, websockets=False, log_enabled=False).serve()
"""

Row = tuple[str, str, str, str]


@dataclass(slots=True)
class Asked:
    """How long one kind of address took, each time. Units: seconds on the clock."""

    what: str
    took: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """What 95 of 100 times were not above."""
        return quantiles(self.took, n=20)[-1]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers, and how long it was until its first page did. Units: seconds on the clock."""

    port: int
    until_first_page: float

    def ask(
        self, path: str, headers: Mapping[str, str], form: Mapping[str, str] | None = None
    ) -> tuple[int, str, bytes]:
        """Status, where it leads on, and the page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = urlencode(form) if form else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request("POST" if form else "GET", path, body, {**headers, **kind})
        answer = connection.getresponse()
        told = answer.status, answer.headers.get("Location", ""), answer.read()
        connection.close()
        return told


@contextmanager
def started(command: list[str], port: int, first_page: str, **settings: str) -> Iterator[Server]:
    """Start a server, and wait for its first page."""
    begun = perf_counter()
    told = os.environ | settings | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while True:
            try:
                server = Server(port, perf_counter() - begun)
                if server.ask(first_page, {})[0] == 200:
                    break
            except OSError:
                Event().wait(0.01)
        yield Server(port, perf_counter() - begun)
        running.terminate()


@contextmanager
def ours(folder: Path) -> Iterator[Server]:
    """The console of a folder that was made, at its moment."""
    with wiring.listening("127.0.0.1", 0) as tried:
        port = int(tried.getsockname()[1])
    site = folder / "site"
    site.mkdir(exist_ok=True)
    (site / "index.html").write_text("<h1>Home</h1>", encoding="utf-8")
    command = [sys.executable, "-m", "wardpanels", "serve", str(site), "--port", str(port), "--no-worker"]
    command += ["--data", str(folder / "data"), "--db", url_of(folder)]
    clock = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    with started(command, port, f"{BASE}/sign-in", **clock) as server:
        yield server


@contextmanager
def bare(folder: Path, content: bytes) -> Iterator[Server]:
    """The peer."""
    with wiring.listening("127.0.0.1", 0) as tried:
        port = int(tried.getsockname()[1])
    (folder / "peer.py").write_text(BARE, encoding="utf-8")
    (folder / "peer.html").write_bytes(content)
    with started([sys.executable, str(folder / "peer.py"), str(port), str(folder / "peer.html")], port, "/") as server:
        yield server


def rows(folder: Path, key: str) -> Iterator[Row]:
    """Each kind of address: its p95 while a year is searched for, the peer's meanwhile, and how often it was asked."""
    signed_in = {"Cookie": f"{guard.SESSION}={key}"}
    with ours(folder) as server:
        for path in PAGES:
            server.ask(f"{BASE}{path}", signed_in)
        job, content = _search(server, signed_in)
        with bare(folder, content) as peer:
            _ended(server, signed_in, job)
            yield "The first page after the start", _told(server.until_first_page), _told(peer.until_first_page), "1"
            found = _watched(server, signed_in)
            theirs = _watched(server, signed_in, peer)
    for mine, other in zip(found, theirs, strict=True):
        yield mine.what, _told(mine.p95), _told(other.p95), f"{len(mine.took):,}"


def _watched(server: Server, signed_in: Mapping[str, str], peer: Server | None = None) -> list[Asked]:
    """What was asked while a search runs: of our server, or of the peer beside it."""
    job, _ = _search(server, signed_in)
    over, found = Event(), [Asked("A plan's page, by 30 who watch it"), Asked("/healthz"), Asked("Any other page")]
    watchers = [(found[0], (job,), 1.0)] * WATCHERS
    others = [(found[1], ("/healthz",), 0.1), (found[2], tuple(f"{BASE}{path}" for path in PAGES), 0.2)]
    threads = []
    for each, paths, every in (*watchers, *others):
        ask = partial((peer or server).ask, headers={} if peer else signed_in)
        thread = Thread(target=_keep_asking, args=(each, ask, ("/",) if peer else paths, every, over))
        thread.start()
        threads.append(thread)
    _ended(server, signed_in, job)
    over.set()
    for thread in threads:
        thread.join()
    return found


def _keep_asking(asked: Asked, ask: Callable[[str], object], paths: tuple[str, ...], every: float, over: Event) -> None:
    for path in cycle(paths):
        begun = perf_counter()
        ask(path)
        asked.took.append(perf_counter() - begun)
        if over.wait(every):
            return


def _search(server: Server, signed_in: Mapping[str, str]) -> tuple[str, bytes]:
    """Begin a search: the address of its page, and the page as it is while it runs."""
    _, path, _ = server.ask(f"{BASE}/plan", signed_in, {"token": TOKEN, "what": "plan"})
    return path, server.ask(path, signed_in)[2]


def _ended(server: Server, signed_in: Mapping[str, str], job: str) -> None:
    """Wait until a search has ended."""
    while b'id="asks"' in server.ask(job, signed_in)[2]:
        Event().wait(0.5)


def _told(seconds: float) -> str:
    return f"{seconds * 1000:,.0f}"
