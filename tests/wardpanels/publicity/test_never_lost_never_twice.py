"""Two workers are killed outright, again and again; every receiver that knows keys gets each item exactly once."""

from __future__ import annotations

import json
import os
import random  # noqa: TID251 - the instants of the kills: seeded, so the same on every run
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Semaphore

import pytest

from publishers.packing import unpacked
from scheduler.items import ItemState
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.publishers.carriers.peers import Reply, web_peer
from tests.scheduler.examples import a_borough, utc
from tests.thorough import enough
from tests.wardpanels.publicity.delivering_worker import ENVIRON, FILED, KEYED, YEAR, the_desk, the_plan
from wardpanels.publicity import desk as outbox
from wardpanels.publicity import sending
from wardpanels.publicity.address_book import AddressBook

ROOT = Path(__file__).parents[3]
KILLS, MEETINGS, MOST_REQUESTS, LONGEST_WAIT_SECONDS = enough(12, 400), enough(6, 120), 5, 0.005
RELEASED = utc("2027-01-04 09:00")
STEP = sending.LEASE_OF_THE_DEAD + timedelta(seconds=1)
"""Far less than a lease: whoever looks after a kill knows who is dead, and what they had is free at the next step."""


class Receiver:
    """What a receiver that knows keys does: it takes each key once, and says yes to it again."""

    def __init__(self):
        self.taken: dict[str, dict] = {}
        self._asked = Semaphore(0)

    def reply(self, request):
        self.taken.setdefault(request.headers["idempotency-key"], request.json)
        self._asked.release()
        return Reply(200, b"taken")

    def wait_for(self, requests):
        """Let so many requests come in; none come any more where everything is sent."""
        for _ in range(requests):
            if not self._asked.acquire(timeout=0.2):
                return


@contextmanager
def forker():
    command = [sys.executable, "-m", "tests.wardpanels.publicity.delivering_worker"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


def told(process, order):
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    return process.stdout.readline()


def start(process, order):
    return int(told(process, order).removeprefix("ready "))


@pytest.fixture(params=["postgres", pytest.param("sqlite", marks=pytest.mark.thorough)])
def url(request, tmp_path):
    is_sqlite = request.param == "sqlite"
    return f"sqlite:///{tmp_path / 'panels.db'}" if is_sqlite else request.getfixturevalue("postgres_url")


@pytest.fixture
def store(url):
    store = open_store(url)
    yield store
    store.close()


def test_two_workers_killed_again_and_again_lose_nothing_and_send_nothing_twice(url, store, tmp_path):
    receiver, instants, moment = Receiver(), random.Random(20270104), RELEASED
    store.append_release(next_release(a_borough(), the_plan(MEETINGS), None, RELEASED), the_plan(MEETINGS))
    with web_peer(receiver.reply) as peer, forker() as process:
        desk = the_desk(store, peer.place, tmp_path)
        outbox.fill(desk, RELEASED)
        for _ in range(KILLS // 2):
            moment += STEP
            order = {"url": url, "at": moment.isoformat(), "place": peer.place, "folder": str(tmp_path)}
            for worker in [start(process, order) for _ in range(2)]:
                receiver.wait_for(instants.randrange(MOST_REQUESTS))
                Event().wait(instants.uniform(0, LONGEST_WAIT_SECONDS))
                os.kill(worker, signal.SIGKILL)
                assert told(process, worker) == f"dead {worker}\n"
            sending.prepare(desk, None, moment)
        interrupted = sum(item.attempts > 1 for item in store.outbox.items(desk.code, YEAR.first_day))
        last = sending.Dispatch("last", lambda: moment, ENVIRON, AddressBook(store, desk.borough, None))
        moment += STEP
        sending.deliver(desk, last)

    items = store.outbox.items(desk.code, YEAR.first_day)
    keyed = {item.key: item for item in items if item.channel in KEYED}
    assert len(items) == MEETINGS * (len(KEYED) + len(FILED))
    assert receiver.taken.keys() == keyed.keys()
    assert all(body["subject"] == keyed[key].subject for key, body in receiver.taken.items())
    assert {item.state for item in items} == {ItemState.ISSUED}
    assert_filed_whole(store, items, tmp_path)
    assert_ledger_is_true(store, desk, items)
    assert interrupted > KILLS / 4, "the kills came when there was nothing to do"


def assert_filed_whole(store, items, folder):
    for item in items:
        if item.channel in FILED:
            for artifact in unpacked(store.outbox.content(item.digest)):
                (found,) = (folder / item.channel).rglob(artifact.path.rpartition("/")[2])
                assert found.read_bytes() == artifact.content


def assert_ledger_is_true(store, desk, items):
    """Each item was planned once and issued once, in this order, with the words that it had."""
    told = store.outbox.entries(desk.code, YEAR.first_day)
    assert Counter(entry.key for entry in told) == Counter({item.key: 2 for item in items})
    digests = {item.key: item.digest for item in items}
    for item_key in digests:
        planned, issued = (entry for entry in told if entry.key == item_key)
        assert (planned.event, issued.event) == (ItemState.PLANNED, ItemState.ISSUED)
        assert planned.digest == issued.digest == digests[item_key]
