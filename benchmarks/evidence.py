"""`python -m benchmarks.evidence`: how long the action plan's colours take, and its report with all files.

The shipped borough's 20 wards and channels, planned for real, a year told and every meeting recorded. The peer counts
the same promises with one query of SQLite, over rows that are in memory already. A city is 35 such boroughs, each in a
store of its own that is opened anew; its peer asks the query of each borough's rows.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import click

from benchmarks.report import tell
from scheduler.evidence.action_plan import PlanReport, plan_report
from scheduler.facts import Role
from scheduler.period import calendar_year
from scheduler.plan import Plan
from scheduler.records import MeetingRecord
from scheduler.release.making import next_release
from scheduler.store import open_store
from wardpanels.evidence.gathering import year_known
from wardpanels.evidence.reporting import report_on
from wardpanels.facts.report_files import report_files
from wardpanels.publicity import desk as outbox
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import read_publicity
from wardpanels.year import planning, reading

DATA = Path(__file__).parents[1] / "data"
YEAR = calendar_year(2027)
RELEASED = datetime(2026, 11, 2, 9, tzinfo=UTC)
AFTER = datetime(2028, 1, 10, 9, tzinfo=UTC)
ROUNDS = 9
BOROUGHS = 35
"""London has 32 and the City; a few more for room. All their colours are wanted within ten seconds."""

COUNT = """SELECT measure, COALESCE(SUM(broken = 0 AND kept <= due), 0), COALESCE(SUM(broken = 0 AND kept > due), 0),
SUM(broken = 1 AND due < :day), SUM(kept IS NULL AND due < :day)
FROM (SELECT p.measure, p.due, MIN(f.at) AS kept, COALESCE(MAX(f.breaks), 0) AS broken FROM promises p LEFT JOIN facts f
ON f.measure = p.measure AND f.key = p.key AND f.at <= :day GROUP BY p.measure, p.key) GROUP BY measure"""


@dataclass(frozen=True, slots=True)
class Timed:
    """One thing that was done. Units: seconds of one processor, the least of several rounds; `peer` its peer's."""

    what: str
    seconds: float
    peer: float
    promises: int


def a_lived_desk(folder: Path, plan: Plan) -> Desk:
    """A desk whose year is over: released, handed out, and every meeting recorded."""
    store = open_store(f"sqlite:///{folder}/panels.db")
    desk = Desk(store, reading.check(DATA).borough, read_publicity(DATA), YEAR)
    store.append_release(next_release(desk.borough, plan, None, RELEASED), plan)
    outbox.fill(desk, RELEASED)
    for meeting in plan.meetings:
        record = MeetingRecord(meeting.meeting_id, 20, 3, (Role.SERGEANT, Role.DWO))
        store.records.add(desk.code, record, after=0, at=meeting.ends_at + timedelta(1), by="sergeant")
    return desk


def timings(plan: Plan) -> Iterator[Timed]:
    """The colours from the store, once read, by the peer, and the report with all its files."""
    with tempfile.TemporaryDirectory() as folder:
        desk = a_lived_desk(Path(folder), plan)
        year = year_known(desk, AFTER)
        report = plan_report(year)
        count = sum(len(each.status.judged) for each in report.measures)
        peer = least(counted_by_sqlite(report))
        yield Timed("Colours, from the store", least(lambda: plan_report(year_known(desk, AFTER))), peer, count)
        yield Timed("Colours, once read", least(lambda: plan_report(year)), peer, count)
        yield Timed("The same counts by one query of SQLite", peer, peer, count)
        files = least(lambda: list(report_files(report_on(desk, AFTER))), 3)
        yield Timed("The report with all its files", files, peer, count)
        desk.store.close()
        queries = [counted_by_sqlite(report) for _ in range(BOROUGHS)]
        peer, count = least(lambda: [query() for query in queries], 3), BOROUGHS * count
        yield Timed(
            f"Colours of {BOROUGHS} boroughs, from their stores", least(a_city(desk, Path(folder)), 3), peer, count
        )
        yield Timed(f"The same counts by {BOROUGHS} queries of SQLite", peer, peer, count)


def a_city(desk: Desk, folder: Path) -> Callable[[], list[PlanReport]]:
    """What works out the colours of many boroughs: copies of one, each opened, read and closed again."""
    urls = []
    for number in range(BOROUGHS):
        copied = shutil.copy(folder / "panels.db", folder / f"borough-{number}.db")
        urls.append(f"sqlite:///{copied}")

    def of(url: str) -> PlanReport:
        with closing(open_store(url)) as store:
            return plan_report(year_known(replace(desk, store=store), AFTER))

    return lambda: [of(url) for url in urls]


def counted_by_sqlite(report: PlanReport) -> Callable[[], list[tuple[str, int, int, int, int]]]:
    """What counts a report's promises by a query. The rows are put there before, which is not counted."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE promises (measure TEXT, key TEXT, due TEXT)")
    base.execute("CREATE TABLE facts (measure TEXT, key TEXT, at TEXT, breaks INTEGER)")
    for each in report.measures:
        for one in each.status.judged:
            name, promise = each.measure.name, one.promise
            base.execute("INSERT INTO promises VALUES (?, ?, ?)", (name, promise.key, promise.due.isoformat()))
            rows = [(name, promise.key, fact.on.isoformat(), not fact.keeps) for fact in one.facts]
            base.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", rows)
    base.execute("CREATE INDEX of_promise ON facts (measure, key)")
    day = {"day": report.year.as_of.isoformat()}
    return lambda: base.execute(COUNT, day).fetchall()


def least(do: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time of some rounds, in seconds."""
    return min(once(do) for _ in range(rounds))


def once(do: Callable[[], object]) -> float:
    """The processor time of one round, in seconds."""
    began = process_time()
    do()
    return process_time() - began


@click.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the table to this file.")
def main(out: Path | None) -> None:
    """Time the action plan's colours and its report."""
    plan = planning.plan_borough(reading.check(DATA).borough, YEAR).plan
    found = list(timings(plan))
    rows = [
        (each.what, f"{each.seconds * 1000:,.0f}", f"{each.seconds / each.peer:.1f}", f"{each.promises:,}")
        for each in found
    ]
    heads = ("What", "Processor, milliseconds", "Times the peer", "Promises")
    tell("evidence", "How fast the action plan's colours are", __doc__, heads, rows, out)


if __name__ == "__main__":
    main()
