"""The README and the docs are true: their tables come from the code, and their commands run as shown.

`make readme` (ACCEPT_GOLDEN=1) rewrites both; the difference is then reviewed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.licences import LICENCE_TABLES
from tests.pages import BLOCK, run_block
from wardpanels.terminal.cli import COMMANDS, cli
from wardpanels.terminal.manual import TABLES

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
TYPING_PAGES = [page for page in PAGES if page.name != "how-to-add.md"]
"""Those whose commands are there today; the other one adds its own, and tests/docs/test_how_to_add.py runs them."""

ACCEPTS = bool(os.environ.get("ACCEPT_GOLDEN"))
TABLE = re.compile(r"<!-- (?P<name>[\w ]+): begin -->\n(?P<rows>.*?)<!-- (?P=name): end -->", re.DOTALL)
TYPED = re.compile(r"^(?:\$ |    )(wardpanels [^\n]+)", re.MULTILINE)
FILE = re.compile(r"`((?:scheduler|publishers|templates|wardpanels|benchmarks|data)/[\w./]*)`")
INTO = re.compile(r"\]\((?!https?:)([^)#]*)#([^)]+)\)")
NOW = 1_795_338_000
"""22 November 2026, 09:00 in UTC: the planned year is still to come."""
VARIES = ((r"in \d+\.\d s", "in 0.0 s"),)
"""What differs from run to run: how long it took."""

LONGEST_README = 150
LARGEST_PICTURE = 60_000
"""Units: bytes."""


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_tables_are_those_of_the_code(page):
    told = page.read_text(encoding="utf-8")

    true = TABLE.sub(lambda found: _table(found["name"]), told)

    if ACCEPTS:
        page.write_text(true, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == true


def test_commands_of_the_readme_print_what_it_shows(tmp_path):
    page = ROOT / "README.md"
    told = page.read_text(encoding="utf-8")
    shutil.copytree(ROOT / "data", tmp_path / "data")

    true = BLOCK.sub(lambda found: f"```console\n{run_block(found[1], tmp_path, NOW)}```", told)

    if ACCEPTS:
        page.write_text(true, encoding="utf-8")
    assert _steady(page.read_text(encoding="utf-8")) == _steady(true)


def test_readme_is_short_enough_to_be_read():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= LONGEST_README


def test_pictures_of_the_docs_are_small():
    large = [path.name for path in (ROOT / "docs").glob("*.png") if path.stat().st_size > LARGEST_PICTURE]

    assert large == []


def test_map_of_the_rooms_has_every_room_of_the_application():
    named = re.findall(r"^\| · `(\w+)/`", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(named) == sorted(package.parent.name for package in ROOT.glob("wardpanels/*/__init__.py"))


def test_every_page_of_the_docs_is_reached_from_their_index():
    folder = ROOT / "docs"
    found, waiting = set(), [folder / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in found:
            found.add(page)
            links = re.findall(r"\]\(([\w./-]+\.md)", page.read_text(encoding="utf-8"))
            waiting += [(page.parent / link).resolve() for link in links]

    assert set(folder.rglob("*.md")) - found == set()


@pytest.mark.parametrize("page", TYPING_PAGES, ids=[page.name for page in TYPING_PAGES])
def test_every_command_and_option_on_the_page_exists(page):
    unknown = []
    for typed in TYPED.findall(page.read_text(encoding="utf-8")):
        _, name, *words = shlex.split(typed)
        known = _options(name)
        unknown += [typed for word in words if word.startswith("-") and word not in known]
    assert unknown == []


def test_licences_that_ask_something_are_spoken_of_by_name():
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    spoken_of = TABLE.sub("", page)

    asking = re.findall(r"^\| (`[^`]+`) \| [^|]*(?:GPL|Mozilla|MPL)[^|]* \|", page, re.MULTILINE)

    assert "`recurring-ical-events`" in asking
    assert [name for name in asking if name not in spoken_of] == []


@pytest.mark.parametrize("page", TYPING_PAGES, ids=[page.name for page in TYPING_PAGES])
def test_files_that_the_page_names_are_there(page):
    named = FILE.findall(page.read_text(encoding="utf-8"))

    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_into_a_page_lead_to_a_heading(page):
    links = INTO.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if link[1] not in _anchors(page.parent / link[0] if link[0] else page)] == []


def test_make_demo_is_the_demo():
    make = ["make", "-n", "--no-print-directory", "demo"]
    planned = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert planned.splitlines()[-1] == ".venv/bin/wardpanels demo"


def _anchors(page: Path) -> set[str]:
    """What each heading of a page is called in a link, as GitHub calls it."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _table(name: str) -> str:
    return f"<!-- {name}: begin -->\n{ {**TABLES, **LICENCE_TABLES}[name]() }\n<!-- {name}: end -->"


def _options(name: str) -> set[str]:
    assert name in COMMANDS, name
    command = cli.get_command(None, name)
    commands = (command, *getattr(command, "commands", {}).values())
    parameters = [parameter for each in commands for parameter in each.params]
    return {option for each in parameters for option in (*each.opts, *each.secondary_opts)} | {"--help"}


def _steady(text: str) -> str:
    for varying, steady in VARIES:
        text = re.sub(varying, steady, text)
    return text
