"""Another borough in an hour, by the page that tells of it: its commands typed, and its cells mended, in its order.

`make readme` (ACCEPT_GOLDEN=1) writes what they print into the page; the difference is then reviewed.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import openpyxl
import pytest

from tests.pages import BLOCK, run_block
from tests.worked_example.larkhythe import put_files
from wardpanels.tidying.mending import SHEET

PAGE = Path(__file__).parents[2] / "docs" / "how-to-your-own-borough.md"
NOW = 1_795_338_000
"""22 November 2026, 09:00 in UTC: the planned year is still to come."""
MENDED = re.compile(
    r"^\| `(?P<sheet>[^`!]+)!(?P<cell>[A-Z]+\d+)` \| (?P<says>[^|]+) \| (?P<write>[^|]+) \|$", re.MULTILINE
)
STEP = re.compile(f"{BLOCK.pattern}|{MENDED.pattern}", re.DOTALL | re.MULTILINE)
COPY = "panels.to-mend.xlsx"


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> tuple[Path, str]:
    """The folder in which the page was done, and the page as it then reads."""
    folder = tmp_path_factory.mktemp("another")
    put_files(folder)

    def step(found: re.Match[str]) -> str:
        if found[1] is not None:
            return f"```console\n{run_block(found[1], folder, NOW)}```"
        _mend(folder / COPY, found["sheet"], found["cell"], found["says"], found["write"])
        return found[0]

    return folder, STEP.sub(step, PAGE.read_text(encoding="utf-8"))


def _mend(book: Path, sheet: str, cell: str, says: str, write: str) -> None:
    """Write one cell, as a person who opens the workbook would."""
    opened = openpyxl.load_workbook(book)
    assert opened[sheet][cell].value == says
    assert opened[sheet][cell].comment is not None
    opened[sheet][cell].value = write
    opened.save(book)


def test_commands_of_the_page_print_what_it_shows(done):
    _, true = done

    if os.environ.get("ACCEPT_GOLDEN"):
        PAGE.write_text(true, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == true


def test_everything_that_was_mended_is_asked_no_more(done):
    folder, _ = done
    mended = {f"{sheet}!{cell}" for sheet, cell, *_ in MENDED.findall(PAGE.read_text(encoding="utf-8"))}

    first, second = (
        {row[0].value for row in openpyxl.load_workbook(folder / name)[SHEET].iter_rows(min_row=4)}
        for name in (COPY, "panels.to-mend-2.xlsx")
    )

    assert mended <= first
    assert mended & second == set()


def test_the_site_tells_of_every_ward_and_of_no_officer(done):
    folder, _ = done
    meetings = json.loads((folder / "site" / "meetings.json").read_text(encoding="utf-8"))["meetings"]
    pages = "".join(page.read_text(encoding="utf-8") for page in (folder / "site").rglob("*.html"))

    assert len({meeting["ward_code"] for meeting in meetings}) == 8
    assert "St Quill" in pages
    assert [name for name in ("Heron", "Egret", "Bittern", "Crake") if name in pages] == []
