"""One worker for many boroughs: each is told of as if alone, none holds another up, and kills lose nothing."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import make_url

from benchmarks.boroughs import tiny_borough, write_folder
from scheduler.items import ItemState
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests import shell
from tests.publishers.carriers.peers import Reply, WebPeer, web_peer
from wardpanels.many.working import settings_of
from wardpanels.publicity.sending import LEASE

YEAR, RELEASED = calendar_year(2027), datetime(2026, 12, 14, 9, tzinfo=UTC)
CODES = {"Ashby": "E09000001", "Birch": "E09000002", "Cove": "E09000003"}
KEY = "whsec_" + "QUFB" * 8
OWN_KEYS = {f"WARDPANELS_X_SIGNING_KEY__{code}": KEY for code in CODES.values()}
PUBLICITY = """
[publicity]
x = "release"

[network]
allow = ["{place}"]

[channels.x]
carrier = "webhook"
url = "http://{place}/{name}"
"""


class Boroughs:
    """A folder of boroughs, the database that they share, and the server that hears of their meetings."""

    def __init__(self, folder: Path, url: str, web: WebPeer) -> None:
        self.folder, self.url, self.web = folder, url, web

    def begin(self, name: str, seed: int) -> None:
        """One borough more, whose year is planned and released."""
        data, made = self.folder / "boroughs" / name, tiny_borough(seed)
        write_folder(replace(made, profile=replace(made.profile, code=CODES[name], name=name)), data)
        path = data / "borough.toml"
        path.write_text(path.read_text() + PUBLICITY.format(place=self.web.place, name=name), encoding="utf-8")
        for typed in (("plan", "--year", "2027"), ("release",)):
            done = shell.run(self.folder, *typed, "--data", str(data), **self.settings(RELEASED))
            assert done.returncode == 0, done.stderr

    def settings(self, at: datetime) -> dict[str, str]:
        return {"WARDPANELS_DB": self.url, "SOURCE_DATE_EPOCH": str(int(at.timestamp())), **OWN_KEYS}

    @contextmanager
    def worker(self, at: datetime) -> Iterator[shell.Begun]:
        """One worker for all of them, that has one moment as long as it runs, and what it says."""
        typed = ("worker-all", "--boroughs", "boroughs", "--out", "out", "--every", "1")
        with shell.begun(self.folder, *typed, **self.settings(at)) as worker:
            yield worker
            worker.send_signal(signal.SIGKILL)

    def items(self) -> dict[str, tuple[str, ItemState]]:
        """Every item by its key: whose it is, and how it stands."""
        store = open_store(self.url)
        found = {
            item.key: (name, item.state)
            for name, code in CODES.items()
            for item in store.outbox.items(code, YEAR.first_day)
        }
        store.close()
        return found

    def heard(self) -> Counter[tuple[str, str]]:
        """Every post that arrived: at whose address, under which key."""
        return Counter((one.path.strip("/"), one.headers["webhook-id"]) for one in self.web.asked)


@pytest.fixture
def boroughs(tmp_path, postgres_url) -> Iterator[Boroughs]:
    with web_peer(lambda _: Reply()) as web:
        yield Boroughs(tmp_path, postgres_url, web)


@contextmanager
def server_that_starts(boroughs: Boroughs) -> Iterator[Callable[[], None]]:
    """The same server at an address where nobody answers until it is said that it has started."""
    before = make_url(boroughs.url)
    real = Path(before.query["host"])
    folder = real.with_name(f"later_{before.database}")
    boroughs.url = str(before.set(query={"host": str(folder)}))
    yield lambda: folder.symlink_to(real)
    boroughs.url = str(before)
    folder.unlink()


def until(worker: shell.Begun, words: str) -> str:
    told = ""
    while words not in told:
        told = worker.stderr.readline()
        assert told, f"it ended before it said {words}"
    return told


@pytest.mark.thorough
def test_two_workers_that_are_killed_tell_every_borough_of_each_meeting_once(boroughs):
    for seed, name in enumerate(("Ashby", "Birch"), 1):
        boroughs.begin(name, seed)
    spoilt = boroughs.folder / "boroughs" / "Spoilt"
    spoilt.mkdir()
    (spoilt / "borough.toml").write_text("name = 'Spoilt'\n", encoding="utf-8")

    with boroughs.worker(RELEASED) as first, boroughs.worker(RELEASED) as second:
        assert "worker: Spoilt: " in until(first, "Spoilt")
        while len(boroughs.web.asked) < 3:
            Event().wait(0.01)
        for worker in (first, second):
            worker.send_signal(signal.SIGKILL)
    with server_that_starts(boroughs) as start, boroughs.worker(RELEASED + LEASE + timedelta(minutes=1)) as last:
        assert "wanted a server that is up. Waiting for it, 120 seconds at most." in until(last, "worker: store")
        start()
        until(last, "looks every 1 seconds")
        boroughs.begin("Cove", 3)
        while any(state is ItemState.PLANNED for _, state in boroughs.items().values()) or len(boroughs.items()) < 9:
            Event().wait(0.2)
        last.send_signal(signal.SIGTERM)
        rest = last.stderr.read()

    items, heard = boroughs.items(), boroughs.heard()
    assert {state for _, state in items.values()} == {ItemState.ISSUED}
    assert {name for name, _ in heard} == {*CODES}
    assert heard.keys() == {(name, key) for key, (name, _) in items.items()}
    assert sum(heard.values()) - len(heard) <= 2, "more came twice than workers were killed"
    assert rest.count("Spoilt: ") == 1, rest
    assert last.returncode == 0


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [({"database": "nobodys"}, 'database "nobodys" does not exist'), ({"username": "nobody"}, "nobody")],
    ids=["database", "user"],
)
def test_worker_whom_the_server_refuses_ends_at_once_and_says_why(boroughs, wrong, cause):
    boroughs.url = str(make_url(boroughs.url).set(**wrong))

    done = shell.run(boroughs.folder, "worker-all", "--boroughs", ".", "--out", "out", **boroughs.settings(RELEASED))

    assert (done.returncode, cause in done.stderr, "Waiting" in done.stderr) == (2, True, False), done.stderr
    assert done.stderr.endswith("Check --db, or WARDPANELS_DB\n")


def test_setting_of_one_borough_goes_before_that_of_all_and_is_nobody_elses():
    common = {"WARDPANELS_SECRET": "all", "PATH": "/bin"}
    environ = common | {"WARDPANELS_SECRET__E09000001": "one"}

    assert settings_of(environ, "E09000001") == common | {"WARDPANELS_SECRET": "one"}
    assert settings_of(environ, "E09000002") == common


def test_what_is_made_of_boroughs_is_not_put_among_their_data(tmp_path):
    write_folder(tiny_borough(1), tmp_path / "boroughs" / "one")

    done = shell.run(tmp_path, "worker-all", "--boroughs", "boroughs", "--out", "boroughs/one")

    assert (done.returncode, "a folder of data" in done.stderr) == (2, True)
