"""A worker is killed outright while it sends mail: nobody is left out, and at most one mail a kill goes out twice."""

from __future__ import annotations

import json
import os
import random  # noqa: TID251 - the instants of the kills: seeded, so the same on every run
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from scheduler.items import ItemState
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.scheduler.examples import a_borough, a_plan
from tests.thorough import enough
from tests.wardpanels.publicity.test_mailing import CODE, RELEASED, YEAR, a_desk, deliver, subscribe
from wardpanels.publicity import sending

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[3]
KILLS, SUBSCRIBERS, LONGEST_WAIT_SECONDS = enough(20, 200), enough(30, 300), 0.02
STEP = sending.LEASE + timedelta(minutes=1)


def test_mail_reaches_everybody_and_at_most_one_a_kill_goes_out_twice_under_the_same_name(tmp_path):
    url, instants, moment = f"sqlite:///{tmp_path / 'panels.db'}", random.Random(20270104), RELEASED
    store = open_store(url)
    store.append_release(next_release(a_borough(), a_plan(), None, RELEASED), a_plan())
    for number in range(SUBSCRIBERS):
        subscribe(store, f"a{number:02}")
    command = [sys.executable, "-m", "tests.wardpanels.publicity.mailing_worker"]
    with (
        mail_peer(MailPeer()) as peer,
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process,
    ):
        for _ in range(KILLS):
            moment += STEP
            order = {"url": url, "at": moment.isoformat(), "port": str(peer.port)}
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            worker = int(process.stdout.readline().removeprefix("ready "))
            had = len(peer.envelopes)
            for _ in range(200):
                if len(peer.envelopes) > had:
                    break
                Event().wait(0.005)
            Event().wait(instants.uniform(0, LONGEST_WAIT_SECONDS))
            os.kill(worker, signal.SIGKILL)
            assert process.stdout.readline() == f"dead {worker}\n"
        process.stdin.close()
        interrupted = sum(item.attempts > 1 for item in store.outbox.items(CODE, YEAR.first_day))
        deliver(a_desk(store, peer, "email"), moment + STEP)

    letters = [item for item in store.outbox.items(CODE, YEAR.first_day) if item.recipient]
    received = Counter(
        (envelope.rcpt_tos[0], mail["Message-ID"]) for envelope, mail in zip(peer.envelopes, peer.mails, strict=True)
    )
    twice = sum(received.values()) - len(received)
    store.close()
    assert len(letters) == SUBSCRIBERS * len(a_plan().meetings) == len(received)
    assert {item.state for item in letters} == {ItemState.ISSUED}
    assert twice <= KILLS
    assert interrupted > KILLS / 4, "the kills came when there was nothing to do"
