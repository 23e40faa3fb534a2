"""The whole way through the command line, on a borough of three wards: from its files to its calendars."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import openpyxl
import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests import shell
from tests.shell import CLOCK_TOLD

SETTINGS = {"SOURCE_DATE_EPOCH": "1795338000", "WARDPANELS_YEAR": "2027"}  # 22 November 2026, 09:00 in UTC


def run(folder: Path, *typed: str) -> subprocess.CompletedProcess[str]:
    """What a shell in `folder` would see."""
    return shell.run(folder, *typed, **SETTINGS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A folder in which the demo ran, and what it printed."""
    folder = tmp_path_factory.mktemp("borough")
    (folder / "data").mkdir()
    write_folder(borough(1, wards=3), folder / "data")
    return folder, run(folder, "demo")


def test_demo_makes_everything_and_says_what_to_type_next(demo):
    folder, told = demo

    assert (told.returncode, told.stdout.count("Proven optimal"), told.stdout.count("Release 1: 14 new.")) == (0, 1, 1)
    assert told.stdout.splitlines()[-4].split()[:2] == ["wardpanels", "serve"]
    assert {"site", "newsletter", "wardpanels.db"} <= {path.name for path in folder.iterdir()}


def test_demo_told_of_its_progress_on_standard_error(demo):
    _, told = demo

    assert told.stderr.startswith("Planning 2027: ")


def test_demo_can_be_run_again_and_finds_the_same(demo):
    folder, _ = demo
    before = (folder / "site" / "calendar.ics").stat().st_mtime_ns
    released = (folder / "site" / "meetings.json").read_bytes()

    told = run(folder, "demo")

    assert (told.returncode, told.stdout.count("Nothing changed since release 1: no release was made.")) == (0, 1)
    assert (folder / "site" / "calendar.ics").stat().st_mtime_ns == before
    assert (folder / "site" / "meetings.json").read_bytes() == released


def test_plan_file_is_the_same_to_the_byte_and_leaves_the_draft_alone(demo):
    folder, _ = demo
    drafts = [
        {name: fact for name, fact in meeting.items() if name not in ("is_before_a_poll", "ask_hall")}
        for meeting in json.loads(run(folder, "show", "--json").stdout)
    ]

    first = run(folder, "plan", "--no-store", "--out", "plan.json")
    again = shell.started(folder, "plan", "--no-store", "--json", **SETTINGS, PYTHONHASHSEED="1")

    assert (first.returncode, again.stdout) == (0, (folder / "plan.json").read_text(encoding="utf-8"))
    assert json.loads(again.stdout)["meetings"] == drafts


def test_one_wards_year_is_shown(demo):
    folder, _ = demo

    shown = run(folder, "show", "--ward", "ward 2").stdout.splitlines()

    assert [line.split()[0] for line in shown[2:]] == [f"2027-E05099002-{number}" for number in range(1, 7)]


def test_exported_workbook_holds_every_meeting_and_a_warning(demo):
    folder, _ = demo

    told = run(folder, "export", "--to", "schedule.xlsx")

    sheet = openpyxl.load_workbook(folder / "schedule.xlsx")["Schedule"]
    assert (told.returncode, told.stdout, sheet.max_row) == (0, "schedule.xlsx holds 14 meetings.\n", 15)
    assert told.stderr == "It names officers: keep it inside the police and the council.\n"


def test_slip_in_a_table_does_not_stop_what_was_released_from_being_published(demo):
    folder, _ = demo
    (folder / "slip").mkdir()
    (folder / "slip" / "borough.toml").write_bytes((folder / "data" / "borough.toml").read_bytes())
    (folder / "slip" / "venues.csv").write_text("nothing of use")

    told = run(folder, "publish", "--data", "slip")

    assert (told.returncode, told.stdout.splitlines()[0]) == (0, "Seedham, 2027: release 1 is published.")


@pytest.mark.thorough
def test_publishing_elsewhere_gives_the_same_bytes(demo):
    folder, _ = demo

    elsewhere = ("--to", "elsewhere/site", "--newsletter", "elsewhere/letter")
    shell.started(folder, "publish", *elsewhere, **SETTINGS, PYTHONHASHSEED="1").check_returncode()

    def contents(root: Path) -> dict[str, bytes]:
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    assert contents(folder / "elsewhere/site") == contents(folder / "site")
    assert contents(folder / "elsewhere/letter") == contents(folder / "newsletter")


def test_impossible_year_exits_3_and_names_the_ward(tmp_path):
    write_folder(borough(1, wards=1), tmp_path / "data")
    with (tmp_path / "data" / "days.csv").open("a", encoding="utf-8") as days:
        days.write("2027-04-01,2027-06-30,closed,any,Hall strike,test\n")

    told = run(tmp_path, "plan", "--out", "plan.json")

    assert (told.returncode, told.stdout, (tmp_path / "plan.json").exists()) == (3, "", False)
    assert "No plan keeps every must-rule.\n- " in told.stderr
    assert "Ward 1" in told.stderr


def test_ctrl_c_while_planning_leaves_quietly_and_stores_nothing(tmp_path):
    (tmp_path / "data").mkdir()
    write_folder(borough(2, wards=6), tmp_path / "data")
    command, settings = [*shell.PROGRAM, "plan"], shell.environment(**SETTINGS)

    with subprocess.Popen(
        command, cwd=tmp_path, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as planning:
        first = next(line for line in planning.stderr if not CLOCK_TOLD.match(line))
        planning.send_signal(signal.SIGINT)
        told, rest = planning.communicate(timeout=60)

    assert (first.startswith("Planning 2027"), told, planning.returncode) == (True, "", 130)
    assert "Traceback" not in rest
    assert not (tmp_path / "wardpanels.db").exists()
