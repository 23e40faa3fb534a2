"""The tutorial holds word by word: its commands run in order on a fresh demo, and print what the page shows.

`make readme` (ACCEPT_GOLDEN=1) writes what they print into the page; the difference is then reviewed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.wardpanels.terminal.conftest import Told, typed

PAGE = Path(__file__).parents[3] / "docs" / "tutorial.md"
STEP = re.compile(
    r"^```console\n\$ (?P<shown>wardpanels [^\n]+)\n.*?^```|^    (?P<told>wardpanels [^\n]+)", re.M | re.S
)
INLINE = re.compile(r"`(--\w+) ([^`]+)`")


@pytest.fixture(scope="module")
def steps(planned, tmp_path_factory) -> tuple[Path, dict[str, Told]]:
    """The folder in which the page's commands were typed in order, and what each told."""
    folder = shutil.copytree(planned, tmp_path_factory.mktemp("tutorial") / "demo")
    lines = [step["shown"] or step["told"] for step in STEP.finditer(PAGE.read_text(encoding="utf-8"))]
    return folder, {line: typed(folder, *shlex.split(line)[1:]) for line in lines}


def test_commands_of_the_tutorial_print_what_it_shows(steps):
    _, told = steps
    page = PAGE.read_text(encoding="utf-8")

    true = STEP.sub(lambda step: _block(step["shown"], told[step["shown"]]) if step["shown"] else step[0], page)

    if os.environ.get("ACCEPT_GOLDEN"):
        PAGE.write_text(true, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == true


def test_one_change_is_refused_and_every_other_command_does_what_the_page_says(steps):
    folder, told = steps

    assert [line for line, one in told.items() if one.code] == ['wardpanels move 2027-E05009317-4 --date "16 Dec"']
    assert (folder / "schedule.xlsx").is_file()


def test_tiers_are_owed_what_the_tutorial_says(steps):
    _, told = steps

    heads, _, *rows = told["wardpanels tiers"].out.splitlines()

    evening, daytime = heads.index("Evening"), heads.index("Daytime")
    owed = {tuple(int(row[at : at + 7]) for at in (evening, daytime)) for row in rows[:-1] if "low " in row}
    assert (owed, heads.split()[-1]) == ({(2, 2)}, "Why")
    assert {tuple(int(row[at : at + 7]) for at in (evening, daytime)) for row in rows[:-1] if " well att" in row} == {
        (4, 2)
    }


def test_options_that_the_tutorial_names_are_understood(planned, tmp_path):
    folder = shutil.copytree(planned, tmp_path / "demo")
    options = INLINE.findall(PAGE.read_text(encoding="utf-8"))

    told = [typed(folder, "move", "2027-E05009317-4", "--year", "2027", name, *shlex.split(to)) for name, to in options]

    assert [name for name, _ in options] == ["--start", "--venue"]
    assert [(one.code, one.err) for one in told] == [(0, ""), (0, "")]


def _block(line: str, told: Told) -> str:
    return f"```console\n$ {line}\n{told.out}{told.err if told.code else ''}```"
