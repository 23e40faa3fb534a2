"""A borough is backed up in the middle of its year, lost, and brought back: nothing is lost, nothing is told twice."""

from __future__ import annotations

import os
import stat
from base64 import b64encode

import pytest

from scheduler.store import open_store, tell_store
from scheduler.upkeep import UpkeepKind
from tests import shell
from tests.shell import Kill
from tests.thorough import some
from tests.wardpanels.test_store_command import CODE, NOVEMBER, Place, a_borough, moved_house, subscribe
from wardpanels.upkeep.backup_file import files_of

JANUARY = "2027-01-06T10:00+00:00"
KEY = b64encode(bytes(range(32))).decode()
PAIRS = some([("sqlite", "postgres"), ("sqlite", "sqlite"), ("postgres", "sqlite")], every=3)
"""From what a backup is made, and where it comes back."""


@pytest.fixture(autouse=True)
def key(monkeypatch):
    """Commands get no settings of this machine but those that are given: so this one is given with each."""
    of_the_machine = shell.environment
    monkeypatch.setattr(shell, "environment", lambda **given: of_the_machine(**{"WARDPANELS_BACKUP_KEY": KEY, **given}))


@pytest.fixture
def new_store(request):
    def made(kind, name):
        return next(request.getfixturevalue("postgres_databases")) if kind == "postgres" else f"sqlite:///{name}.db"

    return made


def lines_of(place):
    """All that a store keeps."""
    lines = []
    tell_store(
        place.store.replace("sqlite:///", f"sqlite:///{place.folder}/"), None, lambda layout, codes: lines.append
    )
    return sorted(lines)


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A folder with a borough whose year is planned in old.db."""
    folder = tmp_path_factory.mktemp("planned")
    a_borough(folder)
    Place(folder, "sqlite:///old.db").told(NOVEMBER, "plan")
    return folder


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_borough_comes_back_in_mid_year_on_either_database_and_nothing_is_told_twice(
    source, target, tmp_path, new_store
):
    """A worker goes on after the backup, then all is lost: what it sent is sent again, and changes nothing there."""
    a_borough(tmp_path, wards=3)
    old, new = (Place(tmp_path, new_store(kind, name)) for kind, name in ((source, "old"), (target, "new")))
    for typed in ("plan", "release", "deliver"):
        assert old.at(NOVEMBER, typed).returncode == 0
    subscribe(old)
    kept, data = lines_of(old), {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()}

    made = old.told(NOVEMBER, "backup", "--to", "panels.backup")
    sent_after = old.told(JANUARY, "deliver")["items"]
    posted = old.posted()
    (tmp_path / "data").rename(tmp_path / "lost")
    drilled = new.told(JANUARY, "restore", "--from", "panels.backup", "--dry-run")
    came = new.told(JANUARY, "restore", "--from", "panels.backup")

    assert stat.S_IMODE((tmp_path / "panels.backup").stat().st_mode) == 0o600
    assert b"example.org" not in (tmp_path / "panels.backup").read_bytes()
    assert (made["boroughs"], made["files"]) == ([CODE], len(data))
    assert {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()} == data
    assert came["rows"] == drilled["rows"] == made["rows"]
    assert lines_of(new) == kept
    assert new.at(JANUARY, "ledger", "--verify").returncode == 0
    again = new.told(JANUARY, "deliver")["items"]
    assert sent_after
    assert {item["key"] for item in again} == {item["key"] for item in sent_after}
    assert {name: told for name, (_, told) in new.posted().items()} == {
        name: told for name, (_, told) in posted.items()
    }


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_who_was_deleted_since_the_backup_does_not_come_back(source, target, tmp_path, new_store):
    a_borough(tmp_path)
    old, new = (Place(tmp_path, new_store(kind, name)) for kind, name in ((source, "old"), (target, "new")))
    old.told(NOVEMBER, "plan")
    subscribe(old)
    old.told(NOVEMBER, "backup", "--to", "panels.backup")

    said = old.at(NOVEMBER, "subscribers", "delete", "ann@example.org")
    (tmp_path / "data").rename(tmp_path / "lost")
    drilled = new.told(NOVEMBER, "restore", "--from", "panels.backup", "--dry-run")
    came = new.at(NOVEMBER, "restore", "--from", "panels.backup")

    kept = tmp_path / "wardpanels-deleted.json"
    assert f"{kept} says so" in said.stdout
    assert (stat.S_IMODE(kept.stat().st_mode), b"ann" in kept.read_bytes()) == (0o600, False)
    assert (drilled["left_out"], drilled["has_deletion_list"]) == (1, True)
    assert "Subscribers who were deleted since, by wardpanels-deleted.json: 1. None of them came back." in came.stdout
    assert [each["id"] for each in new.told(NOVEMBER, "subscribers", "list")] == ["bashir"]
    new.told(NOVEMBER, "backup", "--to", "again.backup")
    kept.unlink()
    (tmp_path / "data").rename(tmp_path / "lost again")
    third = Place(tmp_path, "sqlite:///third.db")
    assert third.told(NOVEMBER, "restore", "--from", "panels.backup")["left_out"] == 0
    assert (
        "No wardpanels-deleted.json is beside it"
        in third.at(NOVEMBER, "restore", "--dry-run", "--from", "panels.backup").stdout
    )


def test_who_is_deleted_after_a_move_or_a_restore_comes_back_by_no_backup(tmp_path):
    """The new store knows where the backups of the old one are."""
    a_borough(tmp_path)
    old, moved, third = (Place(tmp_path, f"sqlite:///{name}.db") for name in ("old", "moved", "third"))
    old.told(NOVEMBER, "plan")
    subscribe(old)
    old.told(NOVEMBER, "backup", "--to", "panels.backup")
    assert shell.run(tmp_path, "store", "copy", old.store, moved.store).returncode == 0
    said = [moved.at(NOVEMBER, "subscribers", "delete", "ann@example.org").stdout]
    (tmp_path / "data").rename(tmp_path / "lost")
    assert third.told(NOVEMBER, "restore", "--from", "panels.backup")["left_out"] == 1

    said.append(third.at(NOVEMBER, "subscribers", "delete", "bashir@example.org").stdout)
    (tmp_path / "data").rename(tmp_path / "lost again")
    came = Place(tmp_path, "sqlite:///fourth.db").told(NOVEMBER, "restore", "--from", "panels.backup")

    assert all(f"{tmp_path / 'wardpanels-deleted.json'} says so" in each for each in said)
    assert came["left_out"] == 2


@pytest.mark.parametrize("there", [".keep", ".git/config", "empty/", "wards.csv"])
def test_folder_that_holds_nothing_of_its_own_is_filled(there, place_with_backup, tmp_path):
    """It was taken for the borough's own, and left without a file."""
    data, wanted = tmp_path / "data", files_of(place_with_backup / "data")
    (data / there).parent.mkdir(parents=True)
    if there.endswith("/"):
        (data / there).mkdir()
    else:
        (data / there).write_bytes(wanted.get(there, b""))

    came = shell.run(tmp_path, "restore", "--from", str(place_with_backup / "whole"), **{"WARDPANELS_BACKUP_KEY": KEY})

    assert (came.returncode, files_of(data)) == (0, wanted)
    assert (data / there).exists()
    assert {stat.S_IMODE(path.stat().st_mode) for path in data.glob("*.csv") if path.name != there} == {0o600}


def test_folder_that_is_a_link_to_an_empty_one_is_filled(place_with_backup, tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "data").symlink_to("disk")

    came = shell.run(tmp_path, "restore", "--from", str(place_with_backup / "whole"), **{"WARDPANELS_BACKUP_KEY": KEY})

    assert came.returncode == 0, came.stderr
    assert files_of(tmp_path / "disk") == files_of(place_with_backup / "data")


def test_file_that_is_a_link_inside_the_folder_is_backed_up(planned, tmp_path):
    moved_house(planned, tmp_path)
    place, data = Place(tmp_path, "sqlite:///old.db"), tmp_path / "data"
    (data / "wards.csv").rename(data / ".wards-2027.csv")
    (data / "wards.csv").symlink_to(".wards-2027.csv")
    (data / "out.csv").symlink_to(tmp_path / "old.db")
    place.told(NOVEMBER, "backup", "--to", "panels.backup")
    data.rename(tmp_path / "lost")

    Place(tmp_path, "sqlite:///new.db").told(NOVEMBER, "restore", "--from", "panels.backup")

    assert (data / "wards.csv").read_bytes() == (tmp_path / "lost" / ".wards-2027.csv").read_bytes()
    assert not (data / "out.csv").exists()


def test_backup_goes_where_a_link_leads(place_with_backup):
    link, other = place_with_backup / "link", place_with_backup / "mounted"
    other.mkdir()
    link.symlink_to(other / "panels.backup")
    made = {"WARDPANELS_DB": "sqlite:///old.db", "WARDPANELS_BACKUP_KEY": KEY, "WARDPANELS_YEAR": "2027"}

    assert shell.run(place_with_backup, "backup", "--to", "link", **made).returncode == 0
    assert link.is_symlink()
    assert (other / "panels.backup").is_file()


@pytest.mark.parametrize("content", [b"This is no database.", b"SQLite format 3\0" + bytes(40)], ids=["text", "cut"])
def test_drill_answers_where_the_database_is_broken(content, place_with_backup, tmp_path):
    """That is when somebody most needs to know whether the backup would come."""
    (tmp_path / "old.db").write_bytes(content)
    made = {"WARDPANELS_DB": "sqlite:///old.db", "WARDPANELS_BACKUP_KEY": KEY}

    came = shell.run(tmp_path, "restore", "--from", str(place_with_backup / "whole"), "--dry-run", **made)

    assert came.returncode == 0, came.stderr
    assert "would bring back all of" in came.stdout
    assert "could not be written down. store old.db: found " in came.stdout
    assert (tmp_path / "old.db").read_bytes() == content


def test_what_may_have_been_mailed_since_waits_for_somebody_who_knows(planned, tmp_path):
    moved_house(planned, tmp_path)
    with (tmp_path / "data" / "borough.toml").open("a", encoding="utf-8") as settings:
        settings.write('[channels.council-page]\ncarrier = "smtp"\nhost = "127.0.0.1"\nsender = "p@example.org"\n')
    settings = tmp_path / "data" / "borough.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace(
            'press = "release"', 'press = "release"\ncouncil_page = "release"'
        ),
        encoding="utf-8",
    )
    old, new, still = (Place(tmp_path, f"sqlite:///{name}.db") for name in ("old", "new", "still"))
    old.told(NOVEMBER, "release")
    due = {item["key"] for item in old.told(NOVEMBER, "due")["items"] if item["channel"] == "council-page"}
    old.told(NOVEMBER, "backup", "--to", "panels.backup")

    came = new.at(NOVEMBER, "restore", "--from", "panels.backup")
    moved = still.told(NOVEMBER, "restore", "--from", "panels.backup", "--nothing-sent-since")
    held = {
        item["key"]: item for item in new.told(NOVEMBER, "due", "--all")["items"] if item["channel"] == "council-page"
    }

    assert due
    assert f"{len(due)} held back, for they may have gone out since." in came.stdout
    assert moved["held"] == 0
    assert {key for key, item in held.items() if item["held_by"] == "restore"} == due


def test_place_that_is_not_empty_stays_as_it_is(planned, tmp_path):
    moved_house(planned, tmp_path)
    old = Place(tmp_path, "sqlite:///old.db")
    assert old.at(NOVEMBER, "backup", "--to", "panels.backup").returncode == 0
    kept = old.everything_kept("old.db")

    there = old.at(NOVEMBER, "restore", "--from", "panels.backup")
    wards = tmp_path / "data" / "wards.csv"
    wards.write_bytes(wards.read_bytes() + b"\n")
    other = Place(tmp_path, "sqlite:///new.db").at(NOVEMBER, "restore", "--from", "panels.backup")

    assert (there.returncode, other.returncode) == (2, 2)
    assert f"found {CODE} there already" in there.stderr
    assert "data: found other files than the backup's: wards.csv, wanted an empty folder" in other.stderr
    assert old.everything_kept("old.db") == kept
    assert not (tmp_path / "new.db").exists() or old.everything_kept("new.db") == []


@pytest.mark.parametrize(
    ("typed", "settings", "told"),
    [
        (
            ("backup", "--to", "b"),
            {"WARDPANELS_BACKUP_KEY": ""},
            "the environment: found no WARDPANELS_BACKUP_PASSPHRASE",
        ),
        (("backup", "--to", "data"), {}, "data: found a folder, wanted a file that can be written"),
        (("backup", "--to", "old.db"), {}, "old.db: found a file that is no backup"),
        (("backup", "--to", "none/b"), {}, "none/b: found no folder none"),
        (("backup", "--to", "data/b"), {}, "data/b: found a place in the borough's folder, wanted one outside"),
        (("backup", "--to", "pipe"), {}, "pipe: found a device or a pipe, wanted the name of a file"),
        (("restore", "--from", "none"), {}, "none: found no such file or directory, wanted a backup"),
        (("restore", "--from", "old.db"), {}, "the backup: found a file of another kind"),
        (("restore", "--from", "torn"), {}, "the backup: found that it was changed or broken off"),
        (
            ("restore", "--from", "whole"),
            {"WARDPANELS_BACKUP_KEY": b64encode(bytes(32)).decode()},
            "WARDPANELS_BACKUP_KEY: found another than the backup was locked with",
        ),
    ],
)
def test_what_cannot_be_used_is_said_with_its_reason(typed, settings, told, place_with_backup):
    said = shell.run(
        place_with_backup, *typed, WARDPANELS_DB="sqlite:///old.db", **{"WARDPANELS_BACKUP_KEY": KEY, **settings}
    )

    assert said.returncode == 2
    assert said.stderr.partition("\n")[0].startswith(told) or f"\n{told}" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.fixture(scope="module")
def place_with_backup(planned, tmp_path_factory):
    folder = tmp_path_factory.mktemp("backed-up")
    moved_house(planned, folder)
    made = {"WARDPANELS_DB": "sqlite:///old.db", "WARDPANELS_BACKUP_KEY": KEY, "WARDPANELS_YEAR": "2027"}
    assert shell.run(folder, "backup", "--to", "whole", **made).returncode == 0
    whole = (folder / "whole").read_bytes()
    (folder / "torn").write_bytes(whole[:-1])
    os.mkfifo(folder / "pipe")
    return folder


@pytest.mark.parametrize(
    "door", some([("Sealer._seal", "return"), ("Sealer.close", "return"), ("SqlUpkeep.add", "call")], every=2)
)
def test_backup_that_is_killed_leaves_the_old_file_or_the_new_one_whole(door, place_with_backup, tmp_path):
    given = {"WARDPANELS_DB": "sqlite:///old.db", "WARDPANELS_BACKUP_KEY": KEY}
    again = tmp_path / "again"
    again.write_bytes((place_with_backup / "whole").read_bytes())

    killed = shell.run(place_with_backup, "backup", "--to", str(again), kill=Kill(door=door), **given)

    assert killed.returncode == -9
    assert shell.run(place_with_backup, "restore", "--from", str(again), "--dry-run", **given).returncode == 0
    assert (again.read_bytes() == (place_with_backup / "whole").read_bytes()) is (door[0] != "SqlUpkeep.add")


@pytest.mark.parametrize(
    ("kind", "door", "is_there"),
    [
        pytest.param("sqlite", ("_take_table", "return"), False, marks=pytest.mark.thorough),
        ("sqlite", ("_place", "return"), False),
        ("sqlite", ("_came", "call"), True),
        pytest.param("postgres", ("_place", "call"), False, marks=pytest.mark.thorough),
        pytest.param("postgres", ("_place", "return"), False, marks=pytest.mark.thorough),
        pytest.param("postgres", ("_came", "call"), True, marks=pytest.mark.thorough),
    ],
)
def test_restore_that_is_killed_brought_back_all_or_is_done_again(
    kind, door, is_there, place_with_backup, tmp_path, new_store
):
    url = new_store(kind, tmp_path / "new")
    given = {"WARDPANELS_DB": url, "WARDPANELS_BACKUP_KEY": KEY, "WARDPANELS_DATA": str(tmp_path / "data")}

    killed = shell.run(place_with_backup, "restore", "--from", "whole", kill=Kill(door=door), **given)
    again = shell.run(place_with_backup, "restore", "--from", "whole", **given)

    assert (killed.returncode, again.returncode) == (-9, 2 if is_there else 0), again.stderr
    assert (f"found {CODE} there already" in again.stderr) is is_there
    store = open_store(url)
    (period,) = store.periods(CODE)
    assert len(store.drafts(CODE, period.period.first_day)) == 1
    assert store.upkeep.last(CODE, UpkeepKind.RESTORE)
    store.close()
    assert files_of(tmp_path / "data") == files_of(place_with_backup / "data")
