"""A borough with the five files that it must have and no other: what goes out of it shows what there is, no more."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.publishers import paper
from tests.wardpanels.year.crawled import Shown, dead_links
from tests.wardpanels.year.lived import HACKNEY, NOVEMBER, Lived

OTHER_WARD = re.compile(r"\|?E0500937[2-7]")
SHIPPED = Path(__file__).parents[3] / "data"
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}\b")
NOT_OURS = ("Tower Hamlets", "OWL", "MOPAC", "Met Engage", "Crown copyright", "Royal Mail", "Open Government Licence")
TEXTS = (".html", ".txt", ".ics", ".json", ".csv", ".atom", ".xml", ".svg", ".conf", ".js")


@pytest.fixture(scope="module")
def hackney(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the year of two wards is out: the site, the newsletter and the copy for every channel."""
    lived = Lived.in_folder(tmp_path_factory.mktemp("bare"))
    for file in (lived.folder / "data").glob("*.csv"):
        rows = [row for row in file.read_text(encoding="utf-8").splitlines() if _is_kept(row)]
        file.write_text("\n".join(OTHER_WARD.sub("", row) for row in rows) + "\n", encoding="utf-8")
    lived.done(NOVEMBER, "plan", "--year", "2027")
    lived.done(NOVEMBER, "release", "--year", "2027")
    lived.done(NOVEMBER, "publish", "--year", "2027", "--copy", "copy")
    return lived.folder


def _is_kept(row: str) -> bool:
    """Whether a row of a file is of Brownswood or Clissold, or of no ward."""
    return OTHER_WARD.search(row) is None or any(code in row for code in ("E05009370", "E05009371"))


@pytest.fixture(scope="module")
def told(hackney: Path) -> dict[str, str]:
    """The words of every file that goes out, by its path."""
    files = [path for out in ("site", "newsletter", "copy") for path in (hackney / out).rglob("*") if path.is_file()]
    words = {path: path.read_text("utf-8") for path in files if path.suffix in TEXTS and path.name[0] != "."}
    words |= {path: paper.text(path.read_bytes()) for path in files if path.suffix == ".pdf"}
    return {path.relative_to(hackney).as_posix(): said for path, said in words.items()}


@pytest.fixture(scope="module")
def pages(told: dict[str, str]) -> dict[str, Shown]:
    """Every page, by its path in the site."""
    pages = {path: Shown(said) for path, said in told.items() if path.startswith("site/") and path.endswith(".html")}
    return {path.removeprefix("site/"): page for path, page in pages.items()}


def test_nothing_of_another_borough_is_told(told: dict[str, str]) -> None:
    with (SHIPPED / "wards.csv").open(encoding="utf-8", newline="") as file:
        others = [row["name"] for row in csv.DictReader(file)]
    wrong = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in (*NOT_OURS, *others)))

    found = {path: wrong.findall(said) for path, said in told.items() if wrong.search(said)}

    assert len(others) == 20
    assert found == {}


def test_every_postcode_is_one_of_the_borough_s_own_halls(told: dict[str, str]) -> None:
    with (HACKNEY / "venues.csv").open(encoding="utf-8", newline="") as file:
        own = {row["postcode"] for row in csv.DictReader(file)}

    assert {found for said in told.values() for found in POSTCODE.findall(said)} == own


def test_no_list_is_empty_and_no_heading_has_nothing_under_it(told: dict[str, str]) -> None:
    empty = {path: Shown(said).empty for path, said in told.items() if path.endswith(".html")}

    assert {path: found for path, found in empty.items() if found} == {}


def test_every_link_leads_to_a_file_of_the_site_and_a_place_on_it(hackney: Path, pages: dict[str, Shown]) -> None:
    assert dead_links(hackney / "site", pages) == []


def test_pages_that_would_show_nothing_are_not_there(pages: dict[str, Shown]) -> None:
    folders = {path.split("/")[0] for path in pages}

    assert not {"map", "postcodes"} & folders
    assert not any("glossary" in link for page in pages.values() for link in page.links)


@pytest.mark.parametrize(
    ("html", "empty"),
    [
        ("<ul> </ul>", ["ul"]),
        ("<h2>Agenda</h2><h2>Cost</h2><p>Free</p>", ["h2"]),
        ("<main><h2>Agenda</h2></main><p>The end</p>", ["h2"]),
        ("<h2>Calendar</h2><h3>Subscribe</h3><p>Here</p>", []),
        ("<h2>Calendar</h2><h3>Subscribe</h3>", ["h2", "h3"]),
        ("<table><tbody></tbody></table>", ["tbody", "table"]),
        ("<h2>Code</h2><img src='qr.svg'>", []),
    ],
)
def test_what_holds_nothing_is_seen(html: str, empty: list[str]) -> None:
    assert Shown(html).empty == empty
