"""A borough that has nothing yet begins in the browser: its settings, an administrator, its wards, its first plan."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from scheduler.account import AccountRole, StaffSession
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests.console.borough import CHEAP, NOW
from tests.console.conftest import Seat
from tests.wardpanels.beginning.boundary_files import collection, grid
from wardpanels import wiring
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.console.house import House
from wardpanels.people.tokens import digest_of
from wardpanels.terminal.cli import run
from wardpanels.year.planning import plan_problem, problem_of

CODE = "E09000098"


@pytest.fixture
def begun(tmp_path, monkeypatch, capsys):
    """The folder as two commands leave it, and the seat of the administrator whom they made."""
    monkeypatch.chdir(tmp_path)
    for name in ("WARDPANELS_DB", "WARDPANELS_DATA", "WARDPANELS_YEAR"):
        monkeypatch.delenv(name, raising=False)
    db = f"sqlite:///{tmp_path / 'wardpanels.db'}"
    assert run(["begin", "Marshside", "--code", CODE, "--in", "marsh"]) == 0
    ada = ["users", "add", "Ada Price", "ada@police.example", "--role", "administrator"]
    assert run([*ada, "--data", "marsh", "--db", db]) == 0
    link = re.search(r"/console/welcome/\S+", capsys.readouterr().out)[0]
    store = open_store(db)
    at = wiring.now()
    client = application(House(tmp_path / "marsh", db, store, lambda: at, hashing=CHEAP)).test_client()
    words = "four quiet words here"
    assert client.post(link, data={"passphrase": words, "again": words}).status_code == 303
    (account,) = store.staff.accounts.listed(CODE)
    assert account.roles == (AccountRole.ADMINISTRATOR,)
    store.staff.sessions.add(StaffSession(digest_of("key"), account.id, CODE, at, at, "127.0.0.1", "token"))
    client.set_cookie(guard.SESSION, "key")
    yield Seat(client)
    store.close()


def sent(seat, content, name="wards.geojson", **more):
    return seat.send("/set-up/begin", boundaries=(io.BytesIO(content.encode()), name), **more)


def test_wards_are_sent_and_the_year_can_be_planned(begun):
    today, before = begun.look("/"), begun.look("/set-up")

    answer = sent(begun, collection(grid(2, 2)))

    after, again = begun.look("/set-up"), begun.look("/set-up/begin")
    problem = problem_of(Path("marsh"), calendar_year(2027), None, NOW)
    assert (today.status_code, today.location) == (303, "/console/set-up")
    assert "Marshside has no wards yet" in before.text
    assert answer.status_code == 303
    assert "Marshside has 4 wards now" in after.text
    assert "The files are fine. They hold 4 wards" in after.text
    assert "by Ada Price" in after.text
    assert "only stand in" in after.text
    assert again.status_code == 303
    assert len(plan_problem(problem).plan.meetings) == 16
    assert "/tmp" not in "".join(each.name for each in Path("marsh").iterdir())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("no json", "wards.geojson"),
        (collection(grid(1, 1)).replace(CODE, "E09000097"), "Marshside"),
        ('{"type": "FeatureCollection", "features": []}', "wards.geojson"),
    ],
    ids=["no JSON", "another borough's", "empty"],
)
def test_what_cannot_be_used_is_refused_in_words_and_nothing_is_made(begun, content, told):
    before = sorted(Path("marsh").iterdir())

    answer, nothing = sent(begun, content), begun.send("/set-up/begin")

    assert (answer.status_code, nothing.status_code) == (422, 422)
    assert told in answer.text
    assert "Choose a boundary file" in nothing.text
    assert sorted(Path("marsh").iterdir()) == before


@pytest.mark.parametrize("name", ["..", "a/..", "x" * 300 + ".geojson", "a\0.geojson"])
def test_boundaries_under_a_strange_name_are_taken(begun, name):
    assert sent(begun, collection(grid(1, 1)), name).status_code == 303


def test_settings_alone_need_a_code_and_are_never_written_over(begun, capsys):
    assert run(["begin", "Marshside", "--in", "other"]) == 2
    assert run(["begin", "Marshside", "--code", CODE, "--in", "marsh"]) == 2
    told = capsys.readouterr().err
    assert "wanted the borough's ONS code" in told
    assert "settings already" in told
    assert not Path("other").exists()
