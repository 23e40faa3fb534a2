"""A borough moves from one database to another in the middle of its year, and residents notice nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.store import copy_store, open_store
from scheduler.subscriber import Interest
from tests import shell
from tests.thorough import some

NOVEMBER, MARCH, LATER = "2026-11-28T10:00+00:00", "2027-03-10T10:00+00:00", "2027-03-10T12:00+00:00"
CODE = "E09000099"
CHANNELS = ("press", "facebook", "met-engage")


@dataclass(frozen=True)
class Place:
    """A folder with a borough's data, and the store that commands typed there are given."""

    folder: Path
    store: str

    def at(self, moment, *typed):
        """Type a command at a moment."""
        seconds = str(int(datetime.fromisoformat(moment).timestamp()))
        return shell.run(self.folder, *typed, SOURCE_DATE_EPOCH=seconds, WARDPANELS_DB=self.store)

    def told(self, moment, *typed):
        """Type a command that goes well, and return what it told a script."""
        told = self.at(moment, *typed, "--json")
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout)

    def everything(self, moment):
        """All that commands tell of the store."""
        typed = (["due", "--all"], ["ledger"], ["debts"], ["show"], ["subscribers", "list"], ["release", "--dry-run"])
        return {
            words[0]: self.told(moment, *words, *(() if "list" in words else ("--year", "2027"))) for words in typed
        }

    def everything_kept(self, file):
        """All that a SQLite file holds, as SQL."""
        with closing(sqlite3.connect(self.folder / file)) as connection:
            return list(connection.iterdump())

    def posted(self):
        """What went out and stands on the site: each file, what it says and when it was written."""
        files = [path for name in ("out", "site") for path in (self.folder / name).rglob("*") if path.is_file()]
        return {str(path.relative_to(self.folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


@pytest.fixture
def new_store(tmp_path, request):
    """Makes addresses of stores that are not there yet."""

    def made(kind, name):
        return next(request.getfixturevalue("postgres_databases")) if kind == "postgres" else f"sqlite:///{name}.db"

    return made


def a_borough(folder: Path, wards: int = 2) -> None:
    """A few wards, whose press, posts and messages go to a folder."""
    (folder / "data").mkdir()
    write_folder(borough(1, wards=wards), folder / "data")
    settings = folder / "data" / "borough.toml"
    plain = settings.read_text(encoding="utf-8").partition("\n[publicity]")[0]
    carriers = "".join(f'[channels.{each}]\ncarrier = "folder"\npath = "{folder}/out/{each}"\n' for each in CHANNELS)
    publicity = f'\n[publicity]\npress = "release"\nfacebook = 7\nmet_engage = 14\n{carriers}'
    settings.write_text(plain + publicity, encoding="utf-8")


@pytest.fixture(scope="module")
def lived(tmp_path_factory) -> Path:
    """A folder whose store, old.db, has lived until March: planned, released, sent all winter, a meeting recorded."""
    folder = tmp_path_factory.mktemp("lived")
    a_borough(folder)
    place = Place(folder, "sqlite:///old.db")
    place.told(NOVEMBER, "plan")
    place.told(NOVEMBER, "release")
    place.told(NOVEMBER, "deliver")
    meetings = place.told(NOVEMBER, "show")
    for day in range(10, 100, 10):
        moment = datetime.fromisoformat(NOVEMBER) + timedelta(days=day)
        place.told(moment.isoformat(), "deliver")
    first = min(meetings, key=lambda meeting: meeting["starts_at"])
    assert place.at(MARCH, "record", first["id"], "--residents", "12").returncode == 0
    place.told(MARCH, "publish", "--no-print")
    place.told(MARCH, "deliver")
    subscribe(place)
    return folder


def moved_house(lived: Path, folder: Path) -> None:
    """What lived in one folder lives in another."""
    shutil.copytree(lived, folder, dirs_exist_ok=True)
    settings = folder / "data" / "borough.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(str(lived), str(folder)), encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "target"), some([("sqlite", "sqlite"), ("sqlite", "postgres"), ("postgres", "sqlite")], every=3)
)
def test_borough_moves_in_mid_year_and_nothing_is_told_twice(source, target, lived, tmp_path, new_store):
    moved_house(lived, tmp_path)
    old, new = (Place(tmp_path, new_store(kind, name)) for kind, name in ((source, "old"), (target, "new")))
    if source == "postgres":
        copy_store(f"sqlite:///{tmp_path / 'old.db'}", old.store, None, datetime.fromisoformat(MARCH))
    before, posted = old.everything(MARCH), old.posted()

    copied = new.at(MARCH, "store", "copy", old.store, new.store)
    after = new.everything(MARCH)
    again = new.told(MARCH, "deliver")
    new.told(MARCH, "publish", "--no-print")

    assert (copied.returncode, "it was compared." in copied.stdout) == (0, True), copied.stderr
    assert len(posted) > len(CHANNELS)
    assert after == before
    assert [*again["items"]] == []
    assert new.posted() == posted

    changed = next(meeting["id"] for meeting in new.told(MARCH, "show") if meeting["starts_at"] > "2027-03-12")
    new.told(LATER, "cancel", changed)
    assert new.told(LATER, "release")["number"] == 2
    corrections = {item["key"] for item in new.told(LATER, "due", "--all")["items"] if changed in item["meetings"]}
    sent = new.told(LATER, "deliver")["items"]
    assert {each["key"] for each in sent} & {line["key"] for line in before["ledger"]["items"]} == set()
    assert {each["key"] for each in sent} <= corrections
    assert {each["became"] for each in sent} == {"issued"}
    new.told(LATER, "publish", "--no-print")
    was, now = (files[f"site/meetings/{changed}/meeting.ics"][1] for files in (posted, new.posted()))
    assert (b"SEQUENCE:0" in was, b"SEQUENCE:1" in now, b"STATUS:CANCELLED" in now) == (True, True, True)


def subscribe(place: Place) -> None:
    """Two people ask for mail, and one of them confirms it."""
    url = place.store if "postgresql" in place.store else f"sqlite:///{place.folder / 'old.db'}"
    asked_at = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    store = open_store(url)
    for name in ("ann", "bashir"):
        store.subscribers.ask(CODE, f"{name}@example.org", Interest(), name, asked_at, timedelta(days=1))
    store.subscribers.confirm("ann", asked_at, "I want emails.", asked_at + timedelta(hours=1))
    store.close()


def test_copy_that_is_refused_says_so_and_changes_nothing(lived, tmp_path):
    moved_house(lived, tmp_path)
    old = Place(tmp_path, "sqlite:///old.db")
    with closing(sqlite3.connect(tmp_path / "utf16.db")) as connection:
        connection.executescript("PRAGMA encoding = 'UTF-16le'; CREATE TABLE letter (words TEXT)")

    first = old.at(NOVEMBER, "store", "copy", old.store, "sqlite:///new.db", "--all")
    before = old.everything_kept("new.db")
    again, missing, itself, other_text, unreachable = (
        old.at(NOVEMBER, "store", "copy", source, target)
        for source, target in (
            (old.store, "sqlite:///new.db"),
            ("sqlite:///nowhere.db", "sqlite:///newer.db"),
            (old.store, old.store),
            (old.store, "sqlite:///utf16.db"),
            (old.store, "postgresql://u:hunter2@127.0.0.1:1/x"),
        )
    )

    assert (first.returncode, first.stdout.splitlines()[-1]) == (
        0,
        f"new.db now has all that old.db keeps of {CODE}: it was compared.",
    )
    for refused in (again, missing, itself, other_text, unreachable):
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.endswith("\nNothing was copied.\n")
        assert "hunter2" not in refused.stderr
    assert again.stderr.startswith(f"store new.db: found {CODE} there already, wanted a store without it\n")
    assert other_text.stderr.startswith("store utf16.db: found a database whose text is UTF-16le, wanted one in UTF-8")
    assert old.everything_kept("new.db") == before
    assert not (tmp_path / "newer.db").exists()


def test_every_borough_is_copied_where_there_is_no_folder_of_data(lived, tmp_path):
    moved_house(lived, tmp_path)
    old = Place(tmp_path, "sqlite:///old.db")
    (tmp_path / "data").rename(tmp_path / "elsewhere")

    refused = old.at(NOVEMBER, "store", "copy", old.store, "sqlite:///new.db", "--data", "data")
    copied = old.told(NOVEMBER, "store", "copy", old.store, "sqlite:///new.db", "--all", "--data", "data")

    assert (refused.returncode, "wanted a folder with borough.toml" in refused.stderr) == (2, True)
    assert (copied["boroughs"], copied["rows"]["plan_draft"]) == ([CODE], 1)
