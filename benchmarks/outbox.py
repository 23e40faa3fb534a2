"""`python -m benchmarks.outbox`: how long a release takes to fill the outbox, and how long `due` takes among many.

The shipped borough's 20 wards and channels, planned for real, in six languages. The release after one move is filled
twice: with what is known of the release before, and as if nothing were known. Then as many boroughs as asked for share
one database, and each is asked what is due, its files read anew. Each command starts Python besides.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

import click

from benchmarks.report import tell
from scheduler.edit import replaced
from scheduler.facts import Borough
from scheduler.items import Filling
from scheduler.period import calendar_year
from scheduler.plan import Plan
from scheduler.store import Store, open_store
from wardpanels.publicity import desk as outbox
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import read_publicity
from wardpanels.year import planning, reading, releasing

DATA = Path(__file__).parents[1] / "data"
YEAR = calendar_year(2027)
RELEASED = datetime(2026, 11, 2, 9, tzinfo=UTC)
LANGUAGES = ("en", "bn", "so", "ar", "it", "es")
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Timed:
    """One thing that was done. Units: seconds on the clock, and of one processor, which other programs leave alone."""

    what: str
    seconds: float
    processor_seconds: float
    items: int


def fillings(borough: Borough, plan: Plan) -> Iterator[Timed]:
    """The first release, the same with one meeting moved, and that once more as if nothing were known."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/panels.db")
        desk = Desk(store, borough, read_publicity(DATA), YEAR)
        _release(desk, plan, RELEASED)
        yield _timed("The first release", lambda: len(outbox.fill(desk, RELEASED).items))
        later = RELEASED + timedelta(days=7)
        _release(desk, with_one_move(plan), later)
        yield _timed("After one move", lambda: len(outbox.fill(desk, later).items))
        _forget(store, desk)
        yield _timed("After one move, all made anew", lambda: len(outbox.fill(desk, later).items))
        store.close()


def due_among(borough: Borough, plan: Plan, boroughs: int) -> Timed:
    """The slowest `due` of so many boroughs in one database."""
    with tempfile.TemporaryDirectory() as folder:
        store, publicity = open_store(f"sqlite:///{folder}/panels.db"), read_publicity(DATA)
        for number in range(boroughs):
            desk = Desk(store, _named(borough, number), publicity, YEAR)
            _release(desk, replace(plan, borough_code=desk.code), RELEASED)
            outbox.fill(desk, RELEASED)
        what = f"`due`, the slowest of {boroughs} boroughs"
        timed = [_timed(what, lambda number=number: _due(store, number)) for number in range(boroughs)]
        store.close()
    return max(timed, key=lambda each: each.processor_seconds)


def with_one_move(plan: Plan) -> Plan:
    """The plan with one of its meetings an hour later."""
    moved = plan.meetings[len(plan.meetings) // 2]
    return replaced(plan, replace(moved, starts_at=moved.starts_at + HOUR, ends_at=moved.ends_at + HOUR))


def in_six_languages(borough: Borough) -> Borough:
    """The borough with every language there is a catalogue for."""
    return replace(borough, profile=replace(borough.profile, languages=LANGUAGES))


def _due(store: Store, number: int) -> int:
    borough = _named(in_six_languages(reading.check(DATA).borough), number)
    desk = Desk(store, borough, read_publicity(DATA), YEAR)
    outbox.fill(desk, RELEASED)
    return len(outbox.waiting(desk, None, None, None, RELEASED))


def _named(borough: Borough, number: int) -> Borough:
    return replace(borough, profile=replace(borough.profile, code=f"E0900{number:04}"))


def _release(desk: Desk, plan: Plan, at: datetime) -> None:
    newest = desk.store.draft(desk.code, YEAR.first_day)
    desk.store.save_draft(plan, expected_revision=newest.revision if newest else None, saved_at=at)
    releasing.release_draft(desk.store, desk.borough, YEAR, at, allowed=None, dry_run=False)


def _forget(store: Store, desk: Desk) -> None:
    """Leave the items and let nothing be known of what recipes came to."""
    store.outbox.fill(desk.code, YEAR.first_day, (0, ""), lambda known: Filling(), {}.__getitem__, RELEASED)


def _timed(what: str, work: Callable[[], int]) -> Timed:
    began, busy = perf_counter(), process_time()
    items = work()
    return Timed(what, perf_counter() - began, process_time() - busy, items)


@click.command(help=__doc__)
@click.option("--boroughs", default=35, show_default=True, help="How many boroughs share one database.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the table as well.")
def main(boroughs: int, out: Path | None) -> None:
    """Time all and show the table."""
    drafted = planning.plan_borough(reading.check(DATA, YEAR).borough, YEAR)
    borough = in_six_languages(drafted.problem.borough)
    rows = (*fillings(borough, drafted.plan), due_among(borough, drafted.plan, boroughs))
    heads = ("What", "Seconds", "Processor, seconds", "Items")
    cells = [(each.what, f"{each.seconds:.2f}", f"{each.processor_seconds:.2f}", f"{each.items:,}") for each in rows]
    tell("outbox", "How fast a release fills the outbox", __doc__, heads, cells, out)


if __name__ == "__main__":
    main()
