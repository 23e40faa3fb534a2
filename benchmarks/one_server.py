"""`python -m benchmarks.one_server`: how the one server stands a crowd and an attack, beside nginx.

The site and the console of a made-up borough of three wards. Files: 50 connections that stay open ask for each, of
nginx set up as docs/how-to-publish.md says, in one process, and of ours in one: compressed over HTTP/1.1, as browsers
do, and plain by `ab`. A share is ours by nginx's: of answers in a second, and of answers for a second of the server's
own processor, which other programs leave alone. Half-sent: as many connections as said send half of a form, or of a
header, and stop; another address then asks for a feed. A minute: 50 connections ask for a feed 20 times a second each,
and in the middle a meeting is called off, released and published.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import click

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from benchmarks.report import tell
from tests import hosts
from wardpanels.edge.doorstep import Doorstep
from wardpanels.edge.serving import SETTINGS, EdgeSettings, listening_at

START = "import os; from wardpanels.edge.serving import EdgeSettings, serve; serve(EdgeSettings.told_by(os.environ))"
YEAR = ("--year", "2027")
NOW = "1795338000"
FILES = ("calendar.ics", "index.html", "meetings.json")
CROWD, A_SECOND = 50, 20
HALVES = {
    "forms": b"POST /subscribe/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\naddress=",
    "headers": b"GET /calendar.ics HTTP/1.1\r\nHost: local",
}
ANOTHER = "127.0.0.2"
PUBLICITY = """
[publicity]
email = 14
[channels.email]
carrier = "smtp"
host = "localhost"
port = "9"
security = "none"
sender = "Panels <panels@example.org>"
[network]
allow = ["localhost"]
"""

Row = tuple[str, ...]
Load = Callable[[int, str, int], None]


def wardpanels(folder: Path, *typed: str) -> str:
    """What a command says."""
    told = {**os.environ, "SOURCE_DATE_EPOCH": NOW}
    done = subprocess.run(
        [sys.executable, "-m", "wardpanels", *typed], cwd=folder, env=told, capture_output=True, text=True, check=True
    )
    return done.stdout


def published(folder: Path) -> str:
    """A borough with a published year; return the id of a meeting of it."""
    (folder / "data").mkdir()
    write_folder(borough(1, wards=3), folder / "data")
    with (folder / "data" / "borough.toml").open("a", encoding="utf-8") as settings:
        settings.write(PUBLICITY)
    for typed in (("plan", *YEAR), ("release", *YEAR), ("publish", *YEAR, "--no-print")):
        wardpanels(folder, *typed)
    found = re.search(r"2027-\w+-\d", wardpanels(folder, "show", *YEAR))
    assert found
    return found[0]


@contextmanager
def ours(folder: Path) -> Iterator[tuple[int, int]]:
    """The port and the process of our server that answers."""
    db = f"sqlite:///{folder}/wardpanels.db"
    with answering(EdgeSettings(folder / "site", db, folder / "data", listening_at(Doorstep()))) as found:
        yield found


@contextmanager
def answering(settings: EdgeSettings) -> Iterator[tuple[int, int]]:
    """The port and the process of a server that answers."""
    told = {**os.environ, SETTINGS: settings.told, "WARDPANELS_SECRET": "0" * 32, "SOURCE_DATE_EPOCH": NOW}
    with _running([sys.executable, "-c", START], settings.doorstep.port, told) as process:
        (child,) = Path(f"/proc/{process}/task/{process}/children").read_text().split()[-1:]
        yield settings.doorstep.port, int(child)


@contextmanager
def nginx(folder: Path) -> Iterator[tuple[int, int]]:
    """The port of an nginx on the same files, set up as docs/how-to-publish.md says, and its one process."""
    folder.chmod(0o755)
    port = listening_at(Doorstep()).port
    with hosts.nginx(folder, port):
        yield port, int(subprocess.check_output(["pgrep", "-f", f"nginx -c {folder}"], text=True))


@contextmanager
def _running(command: Sequence[str], port: int, environ: dict[str, str]) -> Iterator[int]:
    with subprocess.Popen(command, env=environ) as server:
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                pass
            yield server.pid
        finally:
            server.terminate()


def files_beside_nginx(folder: Path, requests: int) -> Iterator[Row]:
    """Answers in a second, and for a second of the processor, of both."""
    with nginx(folder) as theirs, ours(folder) as mine:
        for name in FILES:
            for how, load in (("compressed", _by_us), ("plain", _by_ab)):
                (fast, busy), (our_fast, our_busy) = (_loaded(load, *each, name, requests) for each in (theirs, mine))
                what = f"{name}, {(folder / 'site' / name).stat().st_size:,} bytes, {how}"
                yield f"{what}: in a second", f"nginx {fast:,.0f}, ours {our_fast:,.0f}", f"{our_fast / fast:.2f}"
                yield f"{what}: by processor", f"nginx {busy:,.0f}, ours {our_busy:,.0f}", f"{our_busy / busy:.2f}"


def _loaded(load: Load, port: int, process: int, name: str, requests: int) -> tuple[float, float]:
    before, began = busy_seconds(process), perf_counter()
    load(port, name, requests)
    return requests / (perf_counter() - began), requests / (busy_seconds(process) - before)


def _by_us(port: int, name: str, requests: int) -> None:
    what = f"GET /{name} HTTP/1.1\r\nAccept-Encoding: gzip".encode()
    _, wrong = asyncio.run(_asked(port, requests // CROWD, CROWD, 0, what))
    assert not wrong


def _by_ab(port: int, name: str, requests: int) -> None:
    command = ["ab", "-q", "-k", "-c", str(CROWD), "-n", str(requests), f"http://127.0.0.1:{port}/{name}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert re.search(r"Failed requests: +0\n", said), said
    assert "Non-2xx" not in said, said


def busy_seconds(process: int) -> float:
    """The seconds of processor that a process has had, all its threads together."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def half_sent(folder: Path, attackers: int, what: str, half: bytes) -> Row:
    """What another address sees while so many connections hold half of something each."""
    with ours(folder) as (port, _), ExitStack() as stack:
        for _ in range(attackers):
            opened = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            opened.sendall(half)
        seconds, wrong = asyncio.run(_asked(port, 200, 1, 0, b"GET /calendar.ics HTTP/1.1"))
    return f"{attackers:,} half-sent {what}: another address asks for 200 feeds", _told(seconds), str(wrong)


def a_minute(folder: Path, meeting: str, seconds: int) -> Row:
    """A crowd that asks for a feed, while a release is made."""

    async def both(port: int) -> tuple[list[float], int]:
        asking = asyncio.create_task(
            _asked(port, seconds * A_SECOND, CROWD, 1 / A_SECOND, b"GET /calendar.ics HTTP/1.1")
        )
        await asyncio.sleep(seconds / 3)
        for typed in (("cancel", meeting, *YEAR), ("release", *YEAR), ("publish", *YEAR, "--no-print")):
            await asyncio.to_thread(wardpanels, folder, *typed)
        return await asking

    with ours(folder) as (port, _):
        found, wrong = asyncio.run(both(port))
    what = f"{seconds} s, {CROWD} connections, {len(found):,} feeds, a release in the middle"
    return what, _told(found), str(wrong)


def _told(seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=100)
    return (
        f"half in {cuts[49] * 1000:.1f} ms, 99 of 100 in {cuts[98] * 1000:.1f} ms, all in {max(seconds) * 1000:.0f} ms"
    )


async def _asked(port: int, times: int, connections: int, every: float, what: bytes) -> tuple[list[float], int]:
    """How long each answer took, over connections that stay open, and how many were none or not the file."""
    found = await asyncio.gather(*(_one(port, times, every, what) for _ in range(connections)))
    return [each for seconds, _ in found for each in seconds], sum(wrong for _, wrong in found)


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    length = re.search(rb"content-length: (\d+)", head.lower())
    if length:
        await reader.readexactly(int(length[1]))
        return
    while (size := int(await reader.readline(), 16)) or await reader.readline() != b"\r\n":
        await reader.readexactly(size + 2)


async def _one(port: int, times: int, every: float, what: bytes) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(ANOTHER, 0))
    seconds, wrong = [], 0
    for _ in range(times):
        began = perf_counter()
        try:
            writer.write(what + b"\r\nHost: localhost\r\n\r\n")
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            await _body(reader, head)
            wrong += not head.startswith(b"HTTP/1.1 200 ")
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            wrong += 1
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(ANOTHER, 0))
        seconds.append(perf_counter() - began)
        await asyncio.sleep(max(0.0, every - seconds[-1]))
    writer.close()
    return seconds, wrong


@click.command(help=__doc__)
@click.option("--requests", default=50_000, show_default=True, help="How often `ab` asks for each file.")
@click.option("--attackers", default=2_000, show_default=True, help="How many connections stop halfway.")
@click.option("--seconds", default=60, show_default=True, help="How long the crowd asks.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the table as well.")
def main(requests: int, attackers: int, seconds: int, out: Path | None) -> None:
    """Measure all and show the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        meeting = published(folder)
        rows = [*files_beside_nginx(folder, requests)]
        rows += [half_sent(folder, attackers, what, half) for what, half in HALVES.items()]
        rows.append(a_minute(folder, meeting, seconds))
    tell(
        "one_server",
        "How the one server stands a crowd",
        __doc__,
        ("What", "Seen", "Share of nginx, or not answered"),
        rows,
        out,
    )


if __name__ == "__main__":
    main()
