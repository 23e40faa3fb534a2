"""Processes that save drafts and make releases without end, until somebody kills them.

Run it, and write a store's URL to its standard input: it forks a writer, which says `ready PID` before it opens the
store, then `draft N` and `release N` once each is stored. What it stores follows from N alone. When the writer is dead,
`dead PID` is said, and the next URL is read. (A fork takes a hundredth of the time of a new interpreter.)
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import alembic.command  # noqa: F401 - loaded before any fork, so that little lies between "ready" and the first table

import scheduler.store.sql  # noqa: F401 - likewise
from scheduler.period import calendar_year
from scheduler.release.making import next_release
from scheduler.store import Store, open_store
from tests.scheduler.examples import a_borough, a_meeting, a_plan, at, the_meetings, utc

TOWER_HAMLETS, YEAR = "E09000030", 2027
STARTED = utc("2026-11-22 09:00")


def plan_of(number: int):
    """A plan of 42 meetings that differs from that of any other number."""
    others = [a_meeting(meeting_id=f"2027-X-{place}", starts_at=at("Fri 2027-05-07 19:00")) for place in range(40)]
    first = a_meeting(starts_at=at("Thu 2027-03-25 19:00") + timedelta(days=number % 50))
    return a_plan(first, the_meetings()[1], *others, cost=number, cost_by_rule={"hire_cost": number})


def say(what: str, number: int) -> None:
    """Tell whoever listens, at once."""
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


def write_on(store: Store) -> None:
    """Save the next draft, release it, and so on."""
    draft = store.draft(TOWER_HAMLETS, calendar_year(YEAR).first_day)
    release = store.latest_release(TOWER_HAMLETS, calendar_year(YEAR).first_day)
    revision = draft.revision if draft else None
    while True:
        plan = plan_of((revision or 0) + 1)
        revision = store.save_draft(plan, expected_revision=revision, saved_at=STARTED)
        say("draft", revision)
        number = release.number + 1 if release else 1
        released_at = STARTED + timedelta(minutes=number)
        release = next_release(a_borough(), plan_of(number), release, released_at)
        store.append_release(release, plan_of(number))
        say("release", number)


def fork_writer(url: str) -> None:
    """Start a writer and wait for its death."""
    writer = os.fork()
    if writer == 0:
        say("ready", os.getpid())
        write_on(open_store(url))
    os.waitpid(writer, 0)
    say("dead", writer)


if __name__ == "__main__":
    for line in sys.stdin:
        fork_writer(line.strip())
