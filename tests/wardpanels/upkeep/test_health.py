"""`wardpanels doctor`: one screen that says what is wrong before anybody stands outside a hall, and whom it calls."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from base64 import b64encode
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.items import ClosedChannel
from scheduler.store import open_store
from scheduler.upkeep import UpkeepKind, UpkeepLine
from tests import shell
from wardpanels.upkeep.every_check import CHECKS, QUICK

NOW = datetime.fromisoformat("2027-01-08T10:00+00:00")
KEY = b64encode(bytes(32)).decode()
CODE = "E09000099"
PUBLICITY = """
[publicity]
press = "release"

[channels.press]
carrier = "folder"
path = "{folder}/out"

[duty]
carrier = "webhook"
url = "http://{duty}"

[network]
allow = ["{duty}"]
"""


def told(place, *typed, at=NOW, **settings):
    given = {"SOURCE_DATE_EPOCH": str(int(at.timestamp())), "WARDPANELS_BACKUP_KEY": KEY, "WARDPANELS_YEAR": "2027"}
    return shell.run(place, *typed, **{**given, **settings})


def lines(place, at=NOW, **settings):
    answer = told(place, "doctor", "--json", at=at, **settings)
    assert answer.returncode in (0, 4), answer.stderr
    facts = json.loads(answer.stdout)
    assert (answer.returncode == 0) is facts["is_well"]
    return {line["name"]: (line["health"], line["found"]) for line in facts["checks"]}


@pytest.fixture(scope="module")
def kept_place(tmp_path_factory):
    """A borough that was released, sent and backed up, as it should be, beside a site that says so."""
    folder = tmp_path_factory.mktemp("well")
    (folder / "data").mkdir()
    write_folder(borough(1, wards=1), folder / "data")
    settings = folder / "data" / "borough.toml"
    plain = settings.read_text(encoding="utf-8").partition("\n[publicity]")[0]
    settings.write_text(plain + PUBLICITY.format(folder=folder, duty="127.0.0.1:9"), encoding="utf-8")
    for file in (folder / "data").iterdir():
        file.chmod(0o640)
    (folder / "site").mkdir()
    (folder / "site" / "meetings.json").write_text('{"release": {"number": 1}}', encoding="utf-8")
    before = NOW - timedelta(hours=2)
    for typed in (
        ["plan"],
        ["release"],
        ["deliver"],
        ["backup", "--to", "panels.backup"],
        ["restore", "--from", "panels.backup", "--dry-run"],
    ):
        done = told(folder, *typed, at=before)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def place(kept_place, tmp_path):
    return shutil.copytree(kept_place, tmp_path / "place")


def test_all_is_well_where_all_was_done(place):
    found = lines(place)

    assert {name: health for name, (health, _) in found.items() if health == "ill"} == {}
    assert list(found) == [check.name for check in CHECKS]
    assert found["backup"] == ("well", "2 hours old, of 8 January 2027 08:00 UTC")
    assert found["restore drill"][0] == found["site"][0] == found["database"][0] == found["file modes"][0] == "well"
    assert found["clock"] == ("look", "taken from SOURCE_DATE_EPOCH, not from the machine")


def test_a_person_reads_a_line_each_and_what_to_do(place):
    (place / "wardpanels.db").chmod(0o644)

    answer = told(place, "doctor")

    assert answer.returncode == 4
    assert "everybody on this machine can read wardpanels.db" in answer.stdout
    assert "\nfile modes: Type: chmod -R go-rwx wardpanels.db\n" in answer.stdout
    assert "1 to see to now" in answer.stdout


def test_a_look_makes_no_database_and_changes_none(place):
    """The alarm for a lost one went green with the first look, and an old one was brought up to date by it."""
    file = place / "wardpanels.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE wardpanels_layout SET version_num = '0020'")
    before = file.read_bytes()

    old = [lines(place)["database"] for _ in range(2)]
    kept = file.read_bytes()
    file.unlink()
    gone = [lines(place)["database"] for _ in range(2)]

    assert {health for health, _ in (*old, *gone)} == {"ill"}
    assert old[1][1].startswith("layout 0020, wanted ")
    assert gone[1][1].endswith("wardpanels.db: found no such file, wanted a store that is there")
    assert (kept == before, file.exists()) == (True, False)


def test_rows_that_do_not_read_are_something_to_see_to_now(place):
    with closing(sqlite3.connect(place / "wardpanels.db")) as database, database:
        database.execute("UPDATE plan_release SET release = x'00'")

    found, due = lines(place), told(place, "due")

    assert any(health == "ill" and "a release that does not read" in said for health, said in found.values())
    assert (due.returncode, "found a release that does not read" in due.stderr) == (2, True)
    assert "Traceback" not in due.stderr


def test_folder_that_may_not_be_read_is_something_to_see_to_now(place):
    """A name that is too long stands for one that nobody but root may enter: the tests are root."""
    found = lines(place, WARDPANELS_DATA="x" * 5000)

    assert found["data"][0] == "ill"
    assert found["data"][1].endswith("file name too long")


def test_files_that_name_officers_are_for_the_staff_alone(place):
    (place / "data" / "officers.csv").chmod(0o644)

    health, found = lines(place)["file modes"]

    assert (health, found) == ("look", "everybody on this machine can read data/officers.csv")


def test_however_many_can_be_read_three_are_named_and_one_line_mends_them(place):
    (place / "wardpanels.db").chmod(0o640)
    for number in range(40):
        (place / "data" / f"kept here {number:02}.csv").touch(0o644)

    said = told(place, "doctor").stdout
    (mending,) = re.findall(r"^file modes: Type: (.+)$", said, re.MULTILINE)
    subprocess.run(mending, shell=True, check=True, cwd=place)

    assert "its group can read wardpanels.db" in said
    assert mending == "chmod -R o-rwx data && chmod -R go-rwx wardpanels.db"
    assert max(map(len, said.splitlines())) < 200
    assert lines(place)["file modes"][0] == "well"


def no_backup(place):
    with closing(sqlite3.connect(place / "wardpanels.db")) as connection, connection:
        connection.execute("DELETE FROM upkeep_line")


def brought_back_since(place):
    store = open_store(f"sqlite:///{place / 'wardpanels.db'}")
    store.upkeep.add(CODE, UpkeepLine(UpkeepKind.RESTORE, NOW, NOW - timedelta(days=3)))
    store.close()


def only_brought_back(place):
    no_backup(place)
    brought_back_since(place)


def broken_database(place):
    content = bytearray((place / "wardpanels.db").read_bytes())
    content[8192:] = bytes(len(content) - 8192)
    (place / "wardpanels.db").write_bytes(content)


def another_layout(place):
    with closing(sqlite3.connect(place / "wardpanels.db")) as connection, connection:
        connection.execute("UPDATE wardpanels_layout SET version_num = '9999'")


def a_slip(place):
    wards = place / "data" / "wards.csv"
    wards.write_text(wards.read_text(encoding="utf-8").replace("E05", "X05", 1), encoding="utf-8")


def an_older_site(place):
    (place / "site" / "meetings.json").write_text('{"release": {"number": 0}}', encoding="utf-8")


def a_closed_channel(place):
    store = open_store(f"sqlite:///{place / 'wardpanels.db'}")
    store.outbox.close_channel(CODE, ClosedChannel("press", NOW, "worker", "It asked ann@example.org."))
    store.close()


def something_unsent(place):
    with closing(sqlite3.connect(place / "wardpanels.db")) as connection, connection:
        connection.execute("UPDATE outbox_item SET state = 'planned', due_at_utc = '2027-01-08 09:00:00.000000'")


def something_unapproved(place):
    something_unsent(place)
    with closing(sqlite3.connect(place / "wardpanels.db")) as connection, connection:
        connection.execute("UPDATE outbox_item SET needs_approval = 1, use_by_utc = '2027-01-09 09:00:00.000000'")


@pytest.mark.parametrize(
    ("harm", "name", "health", "says"),
    [
        (no_backup, "backup", "ill", "none was ever made"),
        (no_backup, "restore drill", "look", "none was ever made"),
        (
            brought_back_since,
            "restore drill",
            "well",
            "the backup of 5 January 2027 10:00 UTC was brought back 0 hours ago",
        ),
        (only_brought_back, "backup", "look", "3 days old, of 5 January 2027 10:00 UTC"),
        (broken_database, "database", "ill", "broken"),
        (another_layout, "database", "ill", "layout 9999, wanted "),
        (a_slip, "data", "ill", "found 'E05099001', wanted ward_code of a row"),
        (an_older_site, "site", "ill", "site shows release 0, the newest is 1"),
        (a_closed_channel, "channels", "ill", "closed: press since 8 January 10:00"),
        (something_unsent, "to send", "ill", "the oldest since 8 January 09:00; a sender last looked 8 January 08:00"),
        (something_unapproved, "to approve", "ill", "the first is of use until 9 January 09:00"),
    ],
)
def test_what_is_wrong_is_said_on_its_line(harm, name, health, says, place):
    harm(place)

    found = lines(place)

    assert (found[name][0], says in found[name][1]) == (health, True), found[name]
    assert "ann@example.org" not in str(found)


def test_database_that_is_away_hides_nothing_else(place):
    found = lines(place, WARDPANELS_DB="postgresql://u:hunter2@127.0.0.1:1/x")

    assert found["database"][0] == "ill"
    assert "not known" not in {found[name][0] for name in ("disk", "data", "versions")}
    assert {found[name][0] for name in ("to send", "channels", "backup")} == {"not known"}
    assert "hunter2" not in str(found)


def test_backups_grow_old(place):
    ages = {days: lines(place, at=NOW + timedelta(days=days))["backup"][0] for days in (0, 2, 9)}
    drills = {days: lines(place, at=NOW + timedelta(days=days))["restore drill"][0] for days in (30, 101)}

    assert ages == {0: "well", 2: "look", 9: "ill"}
    assert drills == {30: "well", 101: "look"}


def test_quick_checks_ask_no_network():
    assert {check.name for check in CHECKS} - {check.name for check in QUICK} == {
        "data",
        "database",
        "versions",
        "live host",
        "certificate",
    }
