"""Processes that send mail until somebody kills them: as `delivering_worker`, by lines of `{"url", "at", "port"}`."""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import datetime

import publishers.carriers.smtp  # noqa: F401 - loaded before any fork, as what follows is
import scheduler.store.sql  # noqa: F401
from scheduler.store import open_store
from tests.publishers.carriers.mail_peer import MailPeer
from tests.wardpanels.publicity.delivering_worker import say
from tests.wardpanels.publicity.test_mailing import a_desk, deliver


def send(order: dict[str, str]) -> None:
    """Send all that is due at the moment of the order, then wait for the end."""
    store = open_store(order["url"])
    say("ready", os.getpid())
    deliver(a_desk(store, MailPeer(port=int(order["port"])), "email"), datetime.fromisoformat(order["at"]))
    signal.pause()


if __name__ == "__main__":
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            send(json.loads(line))
        os.waitpid(worker, 0)
        say("dead", worker)
