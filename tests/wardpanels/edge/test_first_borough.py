"""A server that began before its borough had wards has all that belongs to it once they are there."""

from __future__ import annotations

from contextlib import ExitStack, closing
from threading import Event

import pytest
from werkzeug.test import Client

from benchmarks.boroughs import tiny_borough, write_folder
from scheduler.store import open_store
from wardpanels.console.settled import Settling
from wardpanels.edge.behind import Means, mounts_of
from wardpanels.edge.receiving import Turns
from wardpanels.edge.serving import EdgeSettings, worker_beside
from wardpanels.publicity.signed_links import SECRET

BY_MAIL = """
[publicity]
email = 14

[channels.email]
carrier = "smtp"
host = "localhost"
port = "25"
security = "none"
sender = "Ward panels <panels@example.org>"
"""


@pytest.fixture
def bare(tmp_path):
    """A folder whose wards are elsewhere yet."""
    data = tmp_path / "data"
    write_folder(tiny_borough(1), data)
    with (data / "borough.toml").open("a", encoding="utf-8") as settings:
        settings.write(BY_MAIL)
    (data / "wards.csv").rename(tmp_path / "wards.csv")
    return data


def test_sign_up_pages_are_there_as_soon_as_there_are_wards(bare):
    settings, environ = EdgeSettings(None, "memory:", bare), {SECRET: "s" * 40}
    with closing(open_store("memory:")) as store, ExitStack() as until_the_end:
        mounts = mounts_of(settings, bare, Means(store, environ, Turns(1, 1), Settling()), until_the_end)
        (place,) = (path for path in mounts if path.endswith("/subscribe"))
        visitor = Client(mounts[place].app)
        before = visitor.get(f"{place}/")
        (bare.parent / "wards.csv").rename(bare / "wards.csv")
        after = visitor.get(f"{place}/")

    assert (before.status_code, before.text) == (404, "There is no such page here.\n")
    assert (after.status_code, "email" in after.text) == (200, True)


@pytest.mark.thorough
def test_worker_beside_the_server_begins_once_there_are_wards(bare, capfd, monkeypatch):
    monkeypatch.setenv(SECRET, "s" * 40)
    told = ""
    with worker_beside(EdgeSettings(None, f"sqlite:///{bare.parent / 'panels.db'}", bare)):
        while "wards.csv: found no such file" not in told:
            Event().wait(0.05)
            told += capfd.readouterr().err
        (bare.parent / "wards.csv").rename(bare / "wards.csv")
        while "looks every 30 seconds" not in told:
            Event().wait(0.05)
            told += capfd.readouterr().err
    assert "Stopped." in capfd.readouterr().err
