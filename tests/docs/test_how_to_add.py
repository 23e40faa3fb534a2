"""docs/how-to-add.md is true: its blocks, written into a copy of the tree as it says, add what it says.

All of them go into one copy, so that they also live beside one another, and its commands run in the page's order.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests.publishers.carriers.peers import Reply, web_peer

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to-add.md"
ROOMS = ("scheduler", "publishers", "templates", "wardpanels")
TOOLS = ("Makefile", "babel.cfg", "pyproject.toml", ".importlinter")
BIN = Path(sys.executable).parent
NOW = 1_795_338_000
"""22 November 2026, 09:00 in UTC: the planned year is still to come."""

STEP_OR_BLOCK = re.compile(r"^\d+\. (?P<step>[^\n]*)$|^```(?P<kind>\w+)\n(?P<block>.*?)^```$", re.DOTALL | re.MULTILINE)
NAMED_FILE = re.compile(r"`([\w./]+/[\w.]+)`")
RUN = """
import contextlib, io, json, sys
from wardpanels.terminal.cli import run
told = []
for typed in json.load(sys.stdin):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(typed)
    told.append((code, said.getvalue()))
json.dump(told, sys.stdout)
"""
"""Runs commands one after the other in one interpreter, in the folder in which it is started."""


@dataclass(frozen=True)
class Block:
    """One block of the page, and the file that its step names."""

    kind: str
    text: str
    file: str


@dataclass(frozen=True)
class House:
    """The copy with everything added, and what each command of the page said there."""

    folder: Path
    said: dict[str, str]

    def of(self, command: str) -> str:
        """What the page's command of this name said."""
        return next(told for typed, told in self.said.items() if typed.split()[0] == command)


def blocks() -> list[Block]:
    found, file = [], ""
    for match in STEP_OR_BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if match["kind"]:
            found.append(Block(match["kind"], match["block"], file))
        else:
            file = (NAMED_FILE.findall(match["step"]) or [""])[0]
    return found


def write(block: Block, folder: Path) -> None:
    """Do what a step of the page tells."""
    file = folder / block.file
    file.parent.mkdir(parents=True, exist_ok=True)
    told = file.read_text(encoding="utf-8") if file.exists() else ""
    if block.kind == "diff":
        told = edited(told, block.text.splitlines())
    elif block.kind == "toml":
        told = with_settings(told, block.text)
    else:
        assert not told, f"{block.file} is there already"
        told = block.text
    file.write_text(told, encoding="utf-8")


def edited(told: str, lines: list[str]) -> str:
    """The text with one place of it changed, as a diff tells."""
    old = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
    new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
    assert told.count(old) == 1, old
    return told.replace(old, new)


def with_settings(told: str, block: str) -> str:
    """The settings with those of the block in place of what they had."""
    head, *lines = block.splitlines(keepends=True)
    if f"\n{head.strip()}" not in f"\n{told}":
        return f"{told}\n{block}"
    for line in lines:
        told = re.sub(rf"^{re.escape(line.partition(' = ')[0])} = .*\n", "", told, flags=re.MULTILINE)
    return re.sub(rf"^{re.escape(head.strip())}.*\n", lambda found: found[0] + "".join(lines), told, flags=re.MULTILINE)


def a_borough(folder: Path, parking: str) -> None:
    """A ward with the name that the page uses, and halls with the page's new column."""
    made = borough(1, wards=1)
    (ward,) = made.wards
    write_folder(replace(made, wards=(replace(ward, name="Limehouse", slug="limehouse"),)), folder)
    head, *rows = (folder / "venues.csv").read_text(encoding="utf-8").splitlines()
    told = [f"{head},parking", *(f"{row},{parking}" for row in rows)]
    (folder / "venues.csv").write_text("\n".join(told) + "\n", encoding="utf-8")


def as_the_community_centre(folder: Path):
    """What The Events Calendar would answer that lists the first meeting rightly and no other."""

    def reply(request):
        told = json.loads((folder / "site" / "meetings.json").read_text(encoding="utf-8"))
        meeting, ward_by_code = told["meetings"][0], {ward["code"]: ward["name"] for ward in told["wards"]}
        event = {
            "title": f"{ward_by_code[meeting['ward_code']]} ward panel",
            "description": "<p>All are welcome.</p>",
            "start_date": meeting["starts_at"][:19].replace("T", " "),
            "venue": {"venue": f"{meeting['venue']['name']}, {meeting['venue']['postcode']}"},
        }
        return Reply(body={"events": [event, {**event, "start_date": "2026-12-24 15:00:00", "venue": []}]})

    return web_peer(reply)


def run_all(folder: Path, commands: list[list[str]]) -> list[tuple[int, str]]:
    """The exit code and the words of each command, in a new interpreter that finds the copy's packages first."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("WARDPANELS_")}
    run = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=folder,
        env={**plain, "SOURCE_DATE_EPOCH": str(NOW), "COLUMNS": "160", "WARDPANELS_ALLOW": "127.0.0.1"},
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> House:
    folder = tmp_path_factory.mktemp("house")
    for name in ROOMS:
        shutil.copytree(ROOT / name, folder / name)
    for name in TOOLS:
        shutil.copy2(ROOT / name, folder / name)
    a_borough(folder / "data", "yes")
    a_borough(folder / "bad", "perhaps")
    for block in blocks():
        if block.kind != "console":
            write(block, folder)
    subprocess.run(["make", "-s", "-o", "setup", f"BIN={BIN}", "catalogues"], cwd=folder, check=True)
    typed = [line.removeprefix("$ wardpanels ") for each in blocks() if each.kind == "console"
             for line in each.text.splitlines()]  # fmt: skip  # one list
    begun = [["plan", "--year", "2027"], ["release", "--year", "2027"]]
    with as_the_community_centre(folder) as centre:
        words = [shlex.split(line.replace("https://centre.example.org", centre.url)) for line in typed]
        told = run_all(folder, [*begun, *words, ["check", "--data", "bad"]])
    assert [(line, *said) for line, said in zip(typed, told[len(begun) :], strict=False) if said[0]] == []
    return House(folder, dict(zip([*typed, "bad"], [said for _, said in told[len(begun) :]], strict=True)))


@pytest.mark.thorough
def test_new_channel_has_copy_and_is_due(house):
    slides = sorted((house.folder / "copy" / "copy" / "library-screen").glob("*.txt"))

    assert slides
    assert all(len(slide.read_text(encoding="utf-8").splitlines()) == 4 for slide in slides)
    assert "library-screen." in house.of("due")


def test_new_carrier_carries_every_parcel_once(house):
    slides = sorted(
        path.read_text(encoding="utf-8") for path in (house.folder / "copy" / "copy" / "library-screen").iterdir()
    )
    carried = [json.loads(line) for line in (house.folder / "screens.jsonl").read_text(encoding="utf-8").splitlines()]

    assert sorted(each["text"] for each in carried) == slides
    assert len({each["key"] for each in carried}) == len(slides)
    assert re.search(rf"library-screen +{len(slides)} +0 +0 +{len(slides)}\b", house.of("ledger"))


def test_new_language_goes_out_and_its_catalogue_has_every_sentence(house):
    page = (house.folder / "site" / "pl" / "index.html").read_text(encoding="utf-8")
    catalogue = (house.folder / "publishers" / "locale" / "pl" / "LC_MESSAGES" / "wardpanels.po").read_text("utf-8")

    assert '<html lang="pl"' in page
    assert "Znajdź swoją dzielnicę" in page
    assert 'msgid "Your first meeting"' in catalogue
    assert "Polski" in house.of("translations")


def test_new_column_is_read_and_a_bad_cell_is_told_with_line_and_column(house):
    read = "from pathlib import Path; from scheduler.reading import read_borough as r; print(r(Path('data')).venues[0])"
    hall = subprocess.run([sys.executable, "-c", read], cwd=house.folder, capture_output=True, text=True, check=True)

    assert "parking=<Known.YES: 'yes'>" in hall.stdout
    assert "venues.csv line 2, parking: found 'perhaps', wanted one of yes, no, unknown" in house.said["bad"]


def test_listings_of_the_new_source_are_compared(house):
    verdicts = [line for line in house.of("listings").splitlines() if "/wp-json/tribe/events/" in line]

    assert sum(bool(re.search(r" listed *$", line)) for line in verdicts) == 1
    assert sum(" missing" in line for line in verdicts) == len(verdicts) - 1


def test_new_page_is_in_the_site_in_each_language_and_led_to(house):
    site = house.folder / "site"

    assert "Come as you are." in (site / "first-time" / "index.html").read_text(encoding="utf-8")
    assert (site / "pl" / "first-time" / "index.html").is_file()
    assert 'href="first-time/"' in (site / "index.html").read_text(encoding="utf-8")
    assert "/first-time/</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_new_command_is_in_the_help_and_runs(house):
    assert "Show the halls that a ward can use." in house.of("--help")
    assert "Holds" in house.of("halls")


def test_new_measure_is_in_the_report(house):
    assert re.search(r"^–  +first_timers_counted( +0){4} +[1-9]", house.of("report"), re.MULTILINE)


def test_what_the_page_adds_passes_the_checks_of_the_house(house):
    added = [each.file for each in blocks() if each.file.endswith(".py")]
    checks = (["ruff", "format", "--check", *added], ["ruff", "check", *added], ["lint-imports"])

    for check in checks:
        run = subprocess.run(
            [BIN / check[0], *check[1:]], cwd=house.folder, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stdout + run.stderr


def test_every_seam_of_the_first_table_has_its_steps():
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[[^]]+\]\((?P<page>[\w.-]*)#(?P<anchor>[\w-]+)\)", page, re.MULTILINE)

    headings = {re.sub(r"\W+", "-", line[3:].lower()) for line in page.splitlines() if line.startswith("## ")}
    assert {anchor for named, anchor in rows if not named} == headings
    assert [named for named, _ in rows if named] == ["rules.md"]
