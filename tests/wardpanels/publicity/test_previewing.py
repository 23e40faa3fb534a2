"""A ward's campaign is looked at before anybody else sees it: words, pictures, and the room that each takes."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests.wardpanels.publicity.test_publicity_journey import run, say

PUBLICITY = "\n[publicity]\nsocial = [7, 1]\n"


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> Path:
    """A folder in which the year of a ward has been released."""
    folder = tmp_path_factory.mktemp("released")
    (folder / "data").mkdir()
    write_folder(borough(1, wards=1), folder / "data")
    say(folder, PUBLICITY)
    assert run(folder, "plan").returncode == 0
    assert run(folder, "release").returncode == 0
    return folder


def a_ward(folder: Path) -> str:
    lines = (folder / "data" / "wards.csv").read_text(encoding="utf-8").splitlines()
    return lines[1].split(",")[lines[0].split(",").index("slug")]


def test_preview_shows_every_channel_at_every_moment_and_which_are_in_the_timetable(year):
    told = run(year, "preview", a_ward(year))
    rows = [
        re.split(r"  +", line) for line in told.stdout.splitlines()[3:] if re.match(r"\w+  +[\w-]+  +(?:yes|no)", line)
    ]

    assert told.returncode == 0
    assert {(row[0], row[1]) for row in rows if row[2].strip() == "yes"} == {
        (moment, channel)
        for moment in ("week", "eve")
        for channel in ("x", "bluesky", "mastodon", "facebook", "nextdoor")
    }
    assert len(rows) == 9 * 7


def test_preview_of_one_channel_and_moment_prints_its_words_and_the_room_they_take(year):
    told = run(year, "preview", a_ward(year), "--channel", "x", "--moment", "day")

    assert re.search(r"── day, x, \d+ of 280 letters, as it counts\nCome as you are, with a question", told.stdout)
    assert "── eve" not in told.stdout


def test_preview_writes_one_page_without_script_whose_pictures_are_in_it(year):
    assert run(year, "preview", a_ward(year), "--to", "sheet.html").returncode == 0
    page = (year / "sheet.html").read_text(encoding="utf-8")

    assert "<script" not in page
    assert set(re.findall(r'(?:src|href)="([a-z]+:)', page)) == {"data:"}
    assert page.count("<article") == 9 * 7


def test_preview_sends_and_stores_nothing(year):
    before = (year / "wardpanels.db").read_bytes()

    run(year, "preview", a_ward(year))

    assert (year / "wardpanels.db").read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("nowhere",), "ward: found 'nowhere', wanted one of "),
        (("--channel", "poster"), "channel: found 'poster', wanted one of x, bluesky, mastodon"),
        (("--moment", "soon"), "'soon' is not one of 'first', 'weeks', 'week'"),
    ],
)
def test_preview_of_what_there_is_not_is_refused(year, typed, told):
    ward = () if "nowhere" in typed else (a_ward(year),)
    found = run(year, "preview", *ward, *typed)

    assert found.returncode == 2
    assert told in found.stderr


def a_week(folder: Path) -> str:
    """The week of the first meeting that is shown."""
    first = json.loads(run(folder, "show", "--json").stdout)[0]
    year, week, _ = date.fromisoformat(first["starts_at"][:10]).isocalendar()
    return f"{year}-W{week:02}"


def test_joint_pack_has_the_same_message_for_every_partner_in_its_own_channels(year):
    told = run(year, "pack", "--week", a_week(year))
    texts = {
        path: path.read_text(encoding="utf-8") for path in (year / "pack").rglob("*.txt") if ".alt" not in path.name
    }
    partners = {path.relative_to(year / "pack").parts[0] for path in texts}

    assert told.returncode == 0
    assert partners == {"safer-neighbourhood-board", "ward-panels", "police", "council"}
    assert all("work on next" in text or "comes next" in text or "by day" in text for text in texts.values())
    assert len({text for path, text in texts.items() if path.parent.name == "x"}) * 3 == sum(
        path.parent.name == "x" for path in texts
    )
    assert (year / "pack" / "index.html").read_text(encoding="utf-8").count("<article") == len(texts)


@pytest.mark.parametrize(
    ("week", "told"),
    [
        ("2027-W60", "found '2027-W60', wanted a week such as 2027-W09"),
        ("march", "found 'march', wanted a week such as 2027-W09"),
        ("2031-W01", "--week: found no meeting from Monday 30 December 2030 to Sunday 5 January 2031, "),
    ],
)
def test_joint_pack_of_what_is_no_week_or_has_no_meeting_is_refused(year, week, told):
    found = run(year, "pack", "--week", week, "--to", "none")

    assert found.returncode == 2
    assert told in " ".join(found.stderr.split())
    assert not (year / "none").exists()
