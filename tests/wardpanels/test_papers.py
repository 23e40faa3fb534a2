"""From a record to what the public reads: a draft, issued minutes, the site, the next agenda."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests import shell
from tests.thorough import some

WARD, SECRET = "2027-E05099002", "Bikes stolen by the gate"


class Desk:
    """A borough of three wards with a released year, at a moment."""

    def __init__(self, folder: Path):
        self.folder, self.now = folder, datetime(2026, 11, 22, 9, tzinfo=UTC)

    def run(self, *words, **more):
        settings = {"SOURCE_DATE_EPOCH": str(int(self.now.timestamp())), "WARDPANELS_YEAR": "2027"}
        return shell.run(self.folder, *words, **settings, WARDPANELS_BY="secretary", **more)

    def typed(self, *words):
        ended = self.run(*words)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def refused(self, *words):
        ended = self.run(*words)
        assert (ended.returncode, ended.stdout) == (2, ""), ended.stderr
        return ended.stderr

    def on(self, year, month, day):
        self.now = datetime(year, month, day, 9, tzinfo=UTC)
        return self

    def public(self) -> bytes:
        """All that the site says to its readers."""
        self.typed("publish", "--no-print")
        return b"".join(path.read_bytes() for path in (self.folder / "site").rglob("*.*") if path.is_file())


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    write_folder(borough(1, wards=3), folder / "data")
    desk = Desk(folder)
    desk.typed("plan")
    desk.typed("release")
    return folder


@pytest.fixture
def desk(released, tmp_path) -> Desk:
    (tmp_path / "data").symlink_to(released / "data")
    (tmp_path / "wardpanels.db").write_bytes((released / "wardpanels.db").read_bytes())
    return Desk(tmp_path)


def recorded(desk, number=1):
    meeting = f"{WARD}-{number}"
    words = ("--residents", "24", "--first-timers", "3", "--roles", "sergeant,pcso", "--ages", "under 18=2,18-29=9")
    agreed = ("--priority", SECRET, "--action", "Fix the gate; council; 4 Feb 2027", "--action", "Ask the school; dwo")
    desk.typed("record", meeting, *words, *agreed)
    return meeting


def test_nothing_that_was_written_down_is_public_before_the_minutes_are_issued(desk):
    meeting = recorded(desk.on(2027, 1, 9))

    drafted = desk.typed("minutes", meeting)
    assert "A draft: nobody else sees it." in drafted
    desk.typed("release")
    before = desk.public()
    for words in (SECRET.encode(), b"Fix the gate", b"24 residents"):
        assert words not in before

    desk.typed("minutes", meeting, "--issue")
    public = desk.public()
    assert SECRET.encode() in public
    assert b"24 residents came, 3 of them for the first time." in public
    assert b"under 18" not in public


def test_issued_minutes_stay_as_they_were_until_they_are_issued_again(desk):
    meeting = recorded(desk.on(2027, 1, 9))
    files = [desk.folder / "papers" / f"{meeting}-minutes.{ending}" for ending in ("html", "pdf", "docx")]
    desk.typed("minutes", meeting, "--issue")
    first = [file.read_bytes() for file in files]

    desk.on(2027, 1, 20).typed("note", "action", f"{meeting}/1", "--done", "--on", "2027-01-19")
    page = desk.folder / "site" / "meetings" / meeting / "minutes" / "index.html"
    desk.public()
    assert "done on 19 January" not in page.read_text(encoding="utf-8")
    ahead = (desk.folder / "site" / "meetings" / f"{WARD}-2" / "index.html").read_text(encoding="utf-8")
    assert f">{SECRET}</bdi>" in ahead
    assert "Fix the gate</bdi> (the council)<br>\nDone on Tuesday 19 January 2027." in ahead
    assert "Residents who came: 24." in ahead

    assert "Issued on 20 Jan 2027." in desk.typed("minutes", meeting, "--issue")
    assert "Issued as it is on 20 Jan 2027 already." in desk.on(2027, 2, 1).typed("minutes", meeting, "--issue")
    desk.public()
    assert "done on 19 January 2027" in page.read_text(encoding="utf-8")
    assert [file.read_bytes() for file in files] != first
    papers = json.loads(desk.typed("note", "list", "--kind", "paper", "--json"))
    assert [line["noted"]["on"] for line in papers] == ["2027-01-09", "2027-01-20"]


def test_same_record_gives_the_same_bytes_on_another_day(desk):
    meeting = recorded(desk.on(2027, 1, 9))
    folder = desk.folder / "papers"
    desk.typed("minutes", meeting, "--issue")
    first = {path.name: path.read_bytes() for path in folder.iterdir()}

    desk.on(2027, 6, 1).typed("minutes", meeting, "--issue")

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_agenda_has_the_open_actions_of_the_meetings_before_and_is_public_once_issued(desk):
    recorded(desk.on(2027, 1, 9))
    desk.typed("note", "action", f"{WARD}-1/2", "--done")
    agenda = f"{WARD}-2"

    told = json.loads(desk.typed("agenda", agenda, "--json"))["told"]
    assert [each["state"]["what"] for each in told["earlier"]] == ["Fix the gate", "Ask the school"]
    assert [each["state"]["turn"] for each in told["earlier"]] == [None, "done"]
    assert [each["priority"] for each in told["asked_before"]] == [SECRET]

    desk.typed("agenda", agenda, "--issue")
    assert b"2. Actions of last time" in desk.public()
    assert f"{agenda}/agenda/" in (desk.folder / "site" / "sitemap.xml").read_text(encoding="utf-8")


def test_paper_that_cannot_be_made_is_refused(desk):
    meeting = f"{WARD}-1"

    assert "found no record of it" in desk.on(2027, 1, 9).refused("minutes", meeting)
    assert "found a meeting that has begun, wanted one to come" in desk.refused("agenda", meeting)
    assert "meeting: found '2027-E05099002-99'" in desk.refused("minutes", "2027-E05099002-99")
    ended = shell.run(desk.folder, "agenda", f"{WARD}-2", "--issue", SOURCE_DATE_EPOCH=str(int(desk.now.timestamp())))
    assert "Say with --by who issues it" in ended.stderr


@pytest.mark.thorough
def test_correction_takes_what_was_agreed_from_the_next_issue(desk):
    meeting = recorded(desk.on(2027, 1, 9))
    desk.typed("minutes", meeting, "--issue")

    desk.typed("record", meeting, "--not-held", "hall-locked", "--correct")
    desk.typed("minutes", meeting, "--issue")

    public = desk.public()
    assert b"This meeting was not held" in public
    assert SECRET.encode() not in public


@pytest.mark.parametrize("door", some([("add_lines", "return"), ("SqlRecords.add", "call"), ("_row", "return")]))
def test_record_that_is_killed_in_between_leaves_all_of_it_or_nothing(desk, door):
    desk.on(2027, 1, 9)
    words = ("record", f"{WARD}-1", "--residents", "24", "--priority", "Bikes", "--action", "Fix the gate")

    assert desk.run(*words, kill=shell.Kill(door=door)).returncode < 0

    assert desk.typed("note", "list") == "Nothing was written down yet.\n"
    assert "found no record of it" in desk.refused("minutes", f"{WARD}-1")
    desk.typed(*words)
    assert len(json.loads(desk.typed("note", "list", "--json"))) == 2
