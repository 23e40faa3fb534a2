"""`python -m benchmarks.console`: how long each page of the console takes, warm, and how much of it is sent.

The shipped borough's 20 wards, planned and released for real, in March, as an administrator sees it. Each page is told
beside a peer in the same run: a page of the same size from the same web framework that only hands its bytes out.
"""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import click
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.evidence import once
from benchmarks.report import tell
from scheduler.store import Store, open_store
from tests.console.borough import YEAR, house_in, make_released, sign_in, url_of
from wardpanels import wiring
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.console.screens import BASE

ROUNDS = 20
Row = tuple[str, str, str, str, str]


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
        bare = Flask("peer")
        bare.add_url_rule("/", "peer", lambda content=page.data: content)
        took, peer = p95(client, f"{BASE}{path}"), p95(bare.test_client(), "/")
        sent = len(gzip.compress(page.data))
        yield path, f"{took * 1000:,.0f}", f"{took / peer:,.0f}", f"{len(page.data) / 1024:,.1f}", f"{sent / 1024:,.1f}"


def p95(client: FlaskClient, path: str) -> float:
    """Units: seconds of one processor."""
    took = [once(lambda: client.get(path)) for _ in range(ROUNDS)]
    return quantiles(took, n=20)[-1]


@click.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the table to this file.")
def main(out: Path | None) -> None:
    """Time the pages of the console."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_released(Path(folder), wiring.shipped_data())
        store = open_store(url_of(made))
        house = house_in(made, store)
        client = application(house).test_client()
        client.set_cookie(guard.SESSION, sign_in(store, house.profile().code, "administrator"))
        heads = ("Page", "Processor, milliseconds, p95", "Times the peer", "KB", "KB compressed")
        found = list(rows(client, store, house.profile().code))
        store.close()
    tell("console", "How long a page of the console takes", __doc__, heads, found, out)


if __name__ == "__main__":
    main()
