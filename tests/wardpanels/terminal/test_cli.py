"""The command line: quick to help, and always with the exit code that a script relies on."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests import shell
from wardpanels.terminal.cli import COMMANDS, GROUPS, LISTED, cli

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
HEAVY = {
    "alembic", "apscheduler", "flask", "fsspec", "icalendar", "jinja2", "numba", "numpy", "openpyxl", "ortools",
    "requests", "rich", "sqlalchemy",
}  # fmt: skip  # one list, not one a line


def wardpanels(*typed: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a shell would see, in a folder with data of its own or with the shipped data."""
    return shell.run(folder, *typed, **(shell.data_of(folder) | environment))


def test_help_imports_nothing_that_is_slow(tmp_path):
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "wardpanels", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}
    assert (run.returncode, imported & HEAVY) == (0, set())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_the_summary_that_the_list_shows_and_help_for_every_option(name):
    with click.Context(cli) as ctx:
        command = cli.get_command(ctx, name)

    silent = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
    assert (command.name, command.short_help, silent) == (name, COMMANDS[name], [])
    assert command.help


def test_commands_are_listed_by_group_in_the_order_of_use(tmp_path):
    shown = wardpanels("--help", folder=tmp_path).stdout

    told = re.findall(r"^(\w+):$|^  (\S+)  ", shown.partition("help  ")[2], re.MULTILINE)
    in_order = [word for group in GROUPS for word in (group, *(name for of, name, _ in LISTED if of == group))]
    assert [group or name for group, name in told if group or name in COMMANDS] == in_order
    assert GROUPS == ("Start", "Plan", "Change", "Tell", "Check")


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        (("lisings",), "Did you mean 'listings'?"),
        (("standins",), "Did you mean 'stand-ins'?"),
        (("show", "--wards", "x"), "'--ward'"),
    ],
    ids=["a letter left out", "a hyphen left out", "an option"],
)
def test_slip_in_a_command_or_option_is_answered_with_a_guess(typed, guess, tmp_path):
    run = wardpanels(*typed, folder=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert guess in run.stderr


def test_good_data_is_said_to_be_fine(tmp_path):
    run = wardpanels("check", "--data", str(DATA), folder=tmp_path)

    assert (run.returncode, run.stderr, run.stdout.splitlines()) == (
        0,
        "",
        [
            f"Tower Hamlets: {DATA} is fine.",
            "Read 20 wards, 90 halls, 80 officers and 80 past meetings.",
            "Meetings owed: 92. Wards: 6 well attended, 7 steady, 7 low.",
            "No agendas (agendas.csv): nobody can read what a meeting will be about.",
            "Of 90 halls, not checked yet, and told so to the public: step-free access at 84, hearing loop at 90, "
            "accessible toilet at 85, entrance at 89.",
            f"To print a form for visits to the halls, type: wardpanels hall-check --data {DATA}",
        ],
    )


def test_check_says_what_residents_lose_by_each_file_that_is_left_out(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    for file in ("postcodes.csv", "wards.geojson", "groups.csv"):
        (data / file).unlink()
    (data / "acronyms.csv").write_text("acronym,expansion,plain_english\n")
    settings = (data / "borough.toml").read_text(encoding="utf-8")
    (data / "borough.toml").write_text(settings.replace('"020 7946 0000"', '""'), encoding="utf-8")

    said = wardpanels("check", "--data", str(data), folder=tmp_path).stdout.splitlines()[3:-2]
    told = json.loads(wardpanels("check", "--data", str(data), "--json", folder=tmp_path).stdout)["left_out"]

    assert said == [
        "No postcodes (postcodes.csv): the finder goes by ward name only.",
        "No borders (wards.geojson): the site has no map of the wards, and briefings have no crime figures.",
        "No agendas (agendas.csv): nobody can read what a meeting will be about.",
        "No acronyms (acronyms.csv): short forms such as SNT are not spelt out, and the site has no glossary.",
        "No groups (groups.csv): no meeting can go where people meet already.",
        "No phone number (borough.toml, contact_phone): nobody can call to ask for an interpreter or other help.",
    ]
    assert told[0] == {"file": "postcodes.csv", "loses": "the finder goes by ward name only"}
    assert len(told) == 6


@pytest.mark.parametrize("name", ["borough.xlsx", "Hackney halls.XLSX", "halls.csv"])
def test_file_where_the_folder_is_wanted_is_told_with_what_to_do(name, tmp_path):
    (tmp_path / name).write_bytes(b"PK")

    run = wardpanels("check", "--data", name, folder=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        f"{name}: found a file, wanted the folder that has borough.toml and the tables in it; "
        f"to make one of a file as people keep it, type: wardpanels tidy {shlex.quote(name)} --in FOLDER\n"
    )


@pytest.mark.parametrize("name", ["check", "tiers", "plan", "release", "publish", "due", "deliver", "cancel"])
def test_folder_without_data_is_never_taken_for_tower_hamlets(name, tmp_path):
    run = shell.run(tmp_path, name, *(["2027-E05009371-1"] if name == "cancel" else []))

    assert (run.returncode, run.stdout, run.stderr) == (
        2,
        "",
        "./data: found no such folder, wanted the borough's files there, or the folder's name with --data DIR\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_clock_from_the_environment_is_announced_once_and_leaves_results_clean(tmp_path):
    settings = shell.data_of(tmp_path) | {"SOURCE_DATE_EPOCH": "1795338000"}

    run = shell.started(tmp_path, "tiers", "--json", **settings)

    assert run.stderr == "The clock is taken from SOURCE_DATE_EPOCH: Sunday 22 November 2026 09:00 UTC.\n"
    assert len(json.loads(run.stdout)) == 20


@pytest.mark.parametrize("given", ["yesterday", "1e9", "-1", "99999999999", "9" * 20])
def test_clock_that_cannot_be_read_is_refused(given, tmp_path):
    run = wardpanels("tiers", folder=tmp_path, SOURCE_DATE_EPOCH=given)

    wanted = f"SOURCE_DATE_EPOCH: found '{given}', wanted whole seconds since 1970, such as 1795338000\n"
    assert (run.returncode, run.stdout, run.stderr) == (2, "", wanted)


def test_tiers_are_told_for_a_script(tmp_path):
    shown = json.loads(wardpanels("tiers", "--json", folder=tmp_path).stdout)

    assert (len(shown), shown[0]["ward"], shown[0]["tier"], shown[0]["mean_residents"]) == (
        20,
        "Bethnal Green East",
        "steady",
        13.75,
    )


def test_a_setting_can_come_from_the_environment(tmp_path):
    run = wardpanels("check", folder=tmp_path, WARDPANELS_DATA="elsewhere")

    assert (run.returncode, run.stderr) == (
        2,
        "elsewhere: found nothing there, wanted a folder with borough.toml, wards.csv and the other files\n",
    )


def test_every_problem_of_the_data_is_told_at_once_on_standard_error(tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in DATA.iterdir():
        (broken / file.name).write_bytes(file.read_bytes())
    (broken / "attendance.csv").write_text(
        "ward_code,held_on,session,residents\nE05009317,soon,evening,9\nE05009317,2020-01-22,evening,many\n"
    )

    run = wardpanels("check", "--data", "broken", folder=tmp_path)

    lines = run.stderr.splitlines()
    assert (run.returncode, run.stdout, lines[0], lines[-1]) == (
        2,
        "",
        "2 problems in the data:",
        "Correct the files, then type: wardpanels check --data broken",
    )
    assert [line.partition(":")[0] for line in lines[1:-1]] == [
        "- attendance.csv line 2, held_on",
        "- attendance.csv line 3, residents",
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            ("show", "--db", "sqlite:////no/such/folder/x.db"),
            "--db: found 'sqlite:////no/such/folder/x.db', wanted a database in a folder that exists: "
            "/no/such/folder does not\n",
        ),
        (
            ("plan", "--out", "no/such/plan.json"),
            "no/such/plan.json: found no folder no/such, wanted a file in a folder that exists\n",
        ),
        (("plan", "--out", "."), ".: found a folder, wanted a file that can be written\n"),
        (("show", "--year", "2027"), "2027: found no draft, wanted one\nType first: wardpanels plan --year 2027\n"),
        (
            ("publish", "--year", "2027"),
            "2027: found no release, wanted one\nType first: wardpanels release --year 2027\n",
        ),
        (
            ("serve", "nowhere"),
            "nowhere: found no index.html there, wanted a published site. "
            "Type first: wardpanels publish --to nowhere\n",
        ),
    ],
    ids=["no database folder", "no folder for the file", "a folder as file", "no draft", "no release", "no site"],
)
def test_what_cannot_be_done_is_told_in_one_sentence_and_exits_2(typed, told, tmp_path):
    run = wardpanels(*typed, folder=tmp_path)

    assert (run.returncode, run.stdout, run.stderr) == (2, "", told)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("move", "X"), "Say what to change: --date, --start, --venue, --sergeant or --officer."),
        (("move", "X", "--start", "25:00"), "found '25:00', wanted a time such as 18:30"),
        (("move", "X", "--date", "2027-02-30"), "found '2027-02-30', wanted a date such as 2027-02-04"),
        (("export", "--to", "x.doc"), "found 'x.doc', wanted a name that ends in .csv or .xlsx"),
        (("reschedule",), "No such command 'reschedule'."),
    ],
    ids=["nothing to change", "no such time", "no such date", "unknown format", "unknown command"],
)
def test_a_slip_in_typing_exits_2(typed, told, tmp_path):
    run = wardpanels(*typed, folder=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert told in run.stderr


def test_debug_shows_where_an_error_came_from(tmp_path):
    run = wardpanels("--debug", "show", folder=tmp_path)

    assert run.returncode == 2
    assert run.stderr.startswith("Traceback (most recent call last):")


def test_a_closed_pipe_is_quiet(tmp_path):
    run = subprocess.run(
        f"{sys.executable} -m wardpanels tiers --data {DATA} | true",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert run.stderr == b""


@pytest.mark.parametrize("closed", ["1", "2", "0 1 2"])
def test_a_closed_stream_is_one_that_leads_nowhere(closed, tmp_path):
    """Python has none in its place: what the command did depended on where it first spoke."""
    numbers = " ".join(f"{each}>&-" for each in closed.split())
    typed = f"exec {shlex.join(shell.PROGRAM)} check --data {DATA} {numbers}"

    run = subprocess.run(["sh", "-c", typed], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (run.returncode, "Traceback" in run.stderr) == (0, False)


@pytest.mark.parametrize("name", ["x" * 101, "Ann\nLee", "\x1b[31mAnn"])
def test_name_that_no_line_of_the_ledger_should_hold_is_refused(name, tmp_path):
    """SQLite kept one of any length, which no PostgreSQL would take over; and a line stays for good."""
    for words in (["approve", "--by"], ["move", "2027-E05009317-1", "--start", "19:00", "--by"]):
        run = wardpanels(*words, name, folder=tmp_path)

        assert (run.returncode, "wanted a name of at most 100 letters" in run.stderr) == (2, True)


def test_folder_named_data_is_never_passed_over_for_the_shipped_one(tmp_path):
    (tmp_path / "data").mkdir()

    run = wardpanels("check", folder=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert "borough.toml" in run.stderr
