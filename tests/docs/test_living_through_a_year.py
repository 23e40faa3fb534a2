"""A year lived by the page that tells of it: its commands typed on the days of its headings, from March over New Year.

`make readme` (ACCEPT_GOLDEN=1) writes what they print into the page; the difference is then reviewed.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.store import open_store
from tests.pages import BLOCK, run_block

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to-live-through-a-year.md"
DAY = re.compile(r"^## (\d+ \w+ \d{4}): ", re.MULTILINE)
ROWS = re.compile(r"^```csv (\S+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
STEP = re.compile(f"{BLOCK.pattern}|{ROWS.pattern}", re.DOTALL | re.MULTILINE)
BOROUGH, FIRST_DAY = "E09000030", date(2027, 3, 11)


@pytest.fixture(scope="module")
def lived(tmp_path_factory) -> tuple[Path, str]:
    """The folder in which the page was done, and the page as it then reads."""
    folder = tmp_path_factory.mktemp("lived")
    shutil.copytree(ROOT / "data", folder / "data")
    head, *days = re.split(r"(?=^## )", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return folder, head + "".join(_done(day, folder) for day in days)


def _done(day: str, folder: Path) -> str:
    """One day of the page with what its commands print at ten in the morning."""
    morning = datetime.strptime(f"{DAY.match(day)[1]} 10", "%d %B %Y %H").replace(tzinfo=ZoneInfo("Europe/London"))

    def step(found: re.Match[str]) -> str:
        typed, file, rows = found.groups()
        if typed is not None:
            return f"```console\n{run_block(typed, folder, int(morning.timestamp()))}```"
        with (folder / file).open("a", encoding="utf-8") as table:
            table.write(rows)
        return found[0]

    return STEP.sub(step, day)


def test_commands_of_the_page_print_what_it_shows(lived):
    _, true = lived

    if os.environ.get("ACCEPT_GOLDEN"):
        PAGE.write_text(true, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == true


def test_what_was_over_at_a_release_is_told_by_every_later_one_as_it_was(lived):
    folder, _ = lived
    store = open_store(f"sqlite:///{folder}/wardpanels.db")

    releases = [store.release(BOROUGH, FIRST_DAY, number) for number in store.releases(BOROUGH, FIRST_DAY)]

    assert len(releases) >= 4
    for earlier, later in pairwise(releases):
        over = [each for each in earlier.meetings if each.starts_at <= later.released_at]
        now = [later.meeting_by_id[each.meeting_id] for each in over]
        assert [(each.starts_at, each.hall, each.state) for each in now] == [
            (each.starts_at, each.hall, each.state) for each in over
        ]
    assert any(each.starts_at <= releases[-1].released_at for each in releases[-1].meetings)
    store.close()
