"""Processes that deliver what is due, until somebody kills them.

Run it, and write lines of JSON to its standard input: `{"url", "at", "places", "folder"}`. For each it forks a
worker, which says `ready PID` once its store is open and delivers at that moment. For a line that is a number it waits
for the end of that worker, and says `dead PID`. (A fork takes a hundredth of the time of a new interpreter.)
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

import psycopg  # noqa: F401 - loaded before any fork, as what follows is
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite  # noqa: F401

import publishers.carriers.folder
import publishers.carriers.webhook  # noqa: F401
import scheduler.store.layout
import scheduler.store.sql  # noqa: F401
from publishers.carriers.carrier import Outlet
from publishers.due_times import Voice
from scheduler.period import calendar_year
from scheduler.store import Store, open_store
from tests.scheduler.examples import a_borough, a_meeting, a_plan, at
from wardpanels.alive import signature
from wardpanels.publicity import sending
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import Publicity, Way

YEAR = calendar_year(2027)
KEYED = ("keyed-1", "keyed-2", "keyed-3", "keyed-4")
FILED = ("filed-1", "filed-2", "filed-3", "filed-4")
COPY = "police-uk"
SIGNING_KEY = "whsec_" + "QUFB" * 8
ENVIRON = {Outlet(channel, "webhook").variable("signing_key"): SIGNING_KEY for channel in KEYED}


def the_plan(meetings: int):
    """A plan of so many meetings in spring, one an hour."""
    first = at("Mon 2027-03-29 08:00")
    return a_plan(
        *(
            a_meeting(meeting_id=f"2027-X-{place}", starts_at=first + timedelta(hours=place))
            for place in range(meetings)
        )
    )


def the_desk(store: Store, place: str, folder: Path) -> Desk:
    """Eight channels, all due at the release: four to a web server, four to a folder."""
    hooks = (Outlet(name, "webhook", {"url": f"http://{place}/{name}"}, {}, (place,)) for name in KEYED)
    folders = (Outlet(name, "folder", {"path": str(folder / name)}) for name in FILED)
    ways = (Way(Voice(outlet.channel, (None,)), COPY, outlet) for outlet in (*hooks, *folders))
    return Desk(store, a_borough(), Publicity(tuple(ways)), YEAR)


def deliver(order: dict[str, str]) -> None:
    """Deliver all that is due at the moment of the order, which is this worker's clock; then wait for the end."""
    store = open_store(order["url"])
    moment = datetime.fromisoformat(order["at"])
    say("ready", os.getpid())
    desk = the_desk(store, order["place"], Path(order["folder"]))
    sending.deliver(
        desk, sending.Dispatch(signature(), lambda: moment, ENVIRON, AddressBook(store, desk.borough, None))
    )
    signal.pause()


def say(what: str, process: int) -> None:
    """Tell whoever listens, at once."""
    sys.stdout.write(f"{what} {process}\n")
    sys.stdout.flush()


def do(order: dict[str, str] | int) -> None:
    """Start a worker, or wait for the end of one."""
    if isinstance(order, int):
        os.waitpid(order, 0)
        say("dead", order)
    elif os.fork() == 0:
        deliver(order)


if __name__ == "__main__":
    for line in sys.stdin:
        do(json.loads(line))
