"""The commands for the person who runs it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.store import open_store
from scheduler.subscriber import Interest
from tests.scheduler.examples import utc
from tests.wardpanels.subscriptions.examples import BOW_EAST, DATA, MILE_END, SECRET, TOWER_HAMLETS, borough_folder
from tests.wardpanels.subscriptions.test_bounces import postfix
from tests.wardpanels.terminal.test_cli import wardpanels

ASKED = utc("2027-01-10 09:00")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose store has two subscribers, one of whom confirmed."""
    store = open_store(f"sqlite:///{tmp_path / 'wardpanels.db'}")
    for name, choice in (("ann", Interest((BOW_EAST,), "bn", only_changes=True)), ("=bob", Interest())):
        store.subscribers.ask(TOWER_HAMLETS, f"{name}@example.org", choice, f"{len(name)}1", ASKED, timedelta(hours=1))
    store.subscribers.confirm("31", ASKED, "I want these emails.", ASKED)
    store.close()
    return tmp_path


def run(folder: Path, *typed: str, **environment: str) -> tuple[int, str, str]:
    found = wardpanels(*typed, "--data", str(DATA), folder=folder, **environment)
    return found.returncode, found.stdout, found.stderr


def test_list_shows_who_wants_what_and_how_many_confirmed(folder):
    code, shown, _ = run(folder, "subscribers", "list")

    assert code == 0
    assert "ann@example.org" in shown
    assert shown.splitlines()[-1] == "2 subscribers: 1 asked, 1 confirmed."
    told = {each["address"]: each for each in json.loads(run(folder, "subscribers", "list", "--json")[1])}
    assert told["ann@example.org"]["wards"] == [BOW_EAST]
    assert told["ann@example.org"]["wording"] == "I want these emails."


def test_list_shows_the_wish_that_counts(folder):
    store, later = open_store(f"sqlite:///{folder / 'wardpanels.db'}"), ASKED + timedelta(days=1)
    for name in ("ann", "=bob"):
        other = Interest((MILE_END,), "ar")
        store.subscribers.ask(TOWER_HAMLETS, f"{name}@example.org", other, "other", later, timedelta(hours=1))
    store.close()

    told = {each["address"]: each for each in json.loads(run(folder, "subscribers", "list", "--json")[1])}

    found = {name: (each["wards"], each["language"], each["only_changes"]) for name, each in told.items()}
    assert found == {
        "ann@example.org": ([BOW_EAST], "bn", "yes"),  # she gets these until she confirms the others
        "=bob@example.org": ([MILE_END], "ar", "no"),
    }


def test_list_of_nobody_says_so(tmp_path):
    assert run(tmp_path, "subscribers", "list")[1] == "Nobody is on the list.\n"


def test_export_writes_everybody_and_no_cell_is_a_formula(folder):
    code, said, warned = run(folder, "subscribers", "export", "--to", "list.csv")

    assert (code, said) == (0, "list.csv holds 2 subscribers.\n")
    assert warned == "It holds people's addresses: keep it safe, and delete it when you are done.\n"
    text = (folder / "list.csv").read_text(encoding="utf-8-sig")
    assert "ann@example.org,confirmed,Bow East,bn,yes,2027-01-10T09:00:00+00:00" in text
    assert "'=bob@example.org,asked,the whole borough" in text


NO_BACKUP = "No backup is known here. Whoever brings one back that was made before has to delete them again."


@pytest.mark.parametrize("who", ["ANN@example.org", "31"])
def test_delete_takes_an_address_or_an_id_and_leaves_nothing(folder, who):
    code, shown, _ = run(folder, "subscribers", "delete", who)

    assert (code, shown.splitlines()) == (0, ["Deleted. No more emails go there.", NO_BACKUP])

    assert "ann@" not in run(folder, "subscribers", "list")[1]
    assert run(folder, "subscribers", "delete", who) == (
        2,
        "",
        f"subscriber: found nobody as {who!r}, wanted an address or an id on the list\n"
        f"To see the list, type: wardpanels subscribers list --data {DATA}\n",
    )


def test_bounces_are_counted_by_what_became_of_them(folder):
    (folder / "report.eml").write_bytes(postfix(name="<another@mail.example>"))

    code, shown, _ = run(folder, "bounces", "report.eml", WARDPANELS_SECRET=SECRET)

    assert (code, shown.splitlines()[-1]) == (0, "Read 1 report.")
    assert "1   not about a mail of ours: left" in shown


@pytest.mark.parametrize("typed", [("bounces", "x"), ("subscriptions",)])
def test_missing_secret_is_said_plainly(tmp_path, typed):
    code, shown, said = run(tmp_path, *typed)

    assert (code, shown) == (2, "")
    assert said.startswith("WARDPANELS_SECRET: found nothing, wanted a secret of 32 characters or more")


def test_borough_that_sends_no_mail_is_told_what_to_set(tmp_path):
    assert run(tmp_path, "subscriptions", WARDPANELS_SECRET=SECRET) == (
        2,
        "",
        "borough.toml: found no channel that sends mail to subscribers, wanted a line such as email = 14 under "
        '[publicity], and [channels.email] with carrier = "smtp"\n',
    )


@pytest.mark.thorough
def test_subscriptions_prints_its_address_and_leaves_quietly_on_ctrl_c(tmp_path):
    data = borough_folder(tmp_path / "data", 25)
    running = subprocess.Popen(
        [sys.executable, "-m", "wardpanels", "subscriptions", "--port", "0", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "WARDPANELS_SECRET": SECRET},
    )
    told = running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, complaint = running.communicate(timeout=10)

    assert told.endswith("/ward-panels/subscribe/ has the pages. Press Ctrl-C to stop.\n")
    assert (complaint, running.returncode) == ("Stopped.\n", 0)


def test_port_that_is_taken_is_named(tmp_path):
    data = borough_folder(tmp_path / "data", 25)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = wardpanels(
            "subscriptions", "--port", str(port), "--data", str(data), folder=tmp_path, WARDPANELS_SECRET=SECRET
        )

    told = f"127.0.0.1:{port}: found address already in use, wanted an address that is free: try --port 0\n"
    assert (found.returncode, found.stderr) == (2, told)
