"""`python -m benchmarks.console`: how long each page of the console takes, warm, and how much of it is sent.

The shipped borough's 20 wards, planned and released for real, in March, as an administrator sees it. Each page is told
beside a peer in the same run: a page of the same size from the same web framework that only hands its bytes out.
"""

from __future__ import annotations

import gc
import gzip
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import click
from flask import Flask
from flask.testing import FlaskClient

from benchmarks import watchers
from benchmarks.evidence import once
from benchmarks.report import table, tell
from scheduler.store import Store, open_store
from tests.console.borough import YEAR, house_in, make_large, make_released, sign_in, url_of
from tests.console.conftest import Seat
from tests.console.crawling import pages
from wardpanels import wiring
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.console.screens import BASE

ROUNDS = 20
Row = tuple[str, ...]


def paths(store: Store, code: str) -> Iterator[str]:
    """One page of each kind that people wait for."""
    release = store.latest_release(code, YEAR.first_day)
    assert release is not None
    over, coming = release.meetings[0].meeting_id, release.meetings[-1].meeting_id
    yield from ("/", "/year", f"/wards/{release.wards[0].slug}", f"/meetings/{coming}", f"/meetings/{over}")
    yield f"/meetings/{coming}/call-off"
    yield from ("/plan", "/release", "/publicity", "/publicity/ledger", f"/record/{over}", f"/minutes/{over}")
    yield from ("/proof", "/notes", "/debts", "/set-up", "/people")


def rows(client: FlaskClient, store: Store, code: str) -> Iterator[Row]:
    """Each page: its p95, that of the peer, and its size."""
    for path in paths(store, code):
        page = client.get(f"{BASE}{path}")
        assert page.status_code == 200, path
        took, peer = p95(client, f"{BASE}{path}"), p95(peer_of(page.data), "/")
        sent = len(gzip.compress(page.data))
        yield path, f"{took * 1000:,.0f}", f"{took / peer:,.0f}", f"{len(page.data) / 1024:,.1f}", f"{sent / 1024:,.1f}"


def wide_rows(client: FlaskClient) -> Iterator[Row]:
    """The slowest pages of a large borough, among one of each kind: warm, with the links on them."""
    found = []
    for path, status, page, html in pages(Seat(client), most_of_a_kind=1):
        if status == 200 and html:
            found.append((once(lambda path=path: client.get(path)), path, len(page.links), html))
    for took, path, links, html in sorted(found, reverse=True)[:10]:
        peer = p95(peer_of(html.encode()), "/")
        yield path.removeprefix(BASE), f"{took * 1000:,.0f}", f"{took / peer:,.0f}", f"{links}"
    yield f"the most links of all {len(found)} kinds", "", "", f"{max(links for _, _, links, _ in found)}"


def peer_of(content: bytes) -> FlaskClient:
    """The same web framework, which hands these bytes out."""
    bare = Flask("peer")
    bare.add_url_rule("/", "peer", lambda: content)
    return bare.test_client()


def p95(client: FlaskClient, path: str) -> float:
    """Units: seconds of one processor."""
    took = [once(lambda: client.get(path)) for _ in range(ROUNDS)]
    return quantiles(took, n=20)[-1]


@contextmanager
def seated(made: Path) -> Iterator[tuple[FlaskClient, Store, str]]:
    """An administrator in front of the console of a folder that was made."""
    store = open_store(url_of(made))
    gc.collect()
    gc.freeze()  # what has planned the year here is no part of a server, and would be walked by its collector
    house = house_in(made, store)
    client, code = application(house).test_client(), house.profile().code
    client.set_cookie(guard.SESSION, sign_in(store, code, "administrator"))
    yield client, store, code
    store.close()


@click.command()
@click.option("--wards", default=700, show_default=True, help="How many the large borough has.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the tables to this file.")
def main(wards: int, out: Path | None) -> None:
    """Time the pages of the console."""
    heads = ("Page", "Processor, milliseconds, p95", "Times the peer", "KB", "KB compressed")
    with tempfile.TemporaryDirectory() as folder, seated(make_large(Path(folder), wards)) as (client, _, _):
        wide = list(wide_rows(client))
    with tempfile.TemporaryDirectory() as folder:
        made = make_released(Path(folder), wiring.shipped_data())
        with seated(made) as (client, store, code):
            found = list(rows(client, store, code))
            busy, wanted = list(watchers.rows(made, sign_in(store, code, "administrator"))), os.getloadavg()[0]
    more = (
        "## While a year is searched for",
        f"{' '.join((watchers.__doc__ or '').split())} Processes that wanted a core when it ended: {wanted:.1f}.",
        table(("What", "Milliseconds on the clock, p95", "The peer", "Asked"), busy),
        f"## {wards} wards in one borough",
        "A made-up borough with four evenings a ward, which nobody has searched for. The slowest of all kinds of page.",
        table(("Page", "Processor, milliseconds", "Times the peer", "Links"), wide),
    )
    tell("console", "How long a page of the console takes", __doc__, heads, found, out, more)


if __name__ == "__main__":
    main()
