"""The report to the board in a browser: on a phone, on a desk, and as the checker of the W3C reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.looks import WCAG, looks, opened, remarks
from tests.browser.test_site import IE_RULE
from tests.thorough import some
from tests.wardpanels.evidence.reported import FIRST, report
from wardpanels.facts.report_files import report_files

PAGES = (
    "index.html",
    "stated.html",
    "sources.html",
    f"meetings/{FIRST.meeting_id}.html",
    "figures.html",
    "equality.html",
    "measures/told_by_police.html",
)


@pytest.fixture(scope="module")
def board(folder: Path, origin: str) -> str:
    """The address of the report."""
    for file in report_files(report()):
        path = folder / "board" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return f"{origin}/board"


@pytest.mark.parametrize("path", some(PAGES, every=3))
def test_page_fits_and_has_no_axe_violation_and_asks_no_other_host(
    scripted: BrowserContext, board: str, origin: str, path: str
) -> None:
    page, asked = opened(scripted, f"{board}/{path}")

    assert looks(page, *WCAG, "best-practice", widths=(360, 1280)) == {360: ([], True), 1280: ([], True)}
    assert [each for each in asked if not each.startswith((origin, "data:"))] == []


def test_record_leads_to_a_colour_and_back(scripted: BrowserContext, board: str) -> None:
    page, _ = opened(scripted, f"{board}/index.html")
    page.get_by_role("link", name="A sergeant and a ward officer come to every meeting.").first.click()
    page.get_by_role("link", name="no ward officer came").click()
    assert page.url.endswith(f"meetings/{FIRST.meeting_id}.html#record/{FIRST.meeting_id}")

    record = page.locator(f'[id="record/{FIRST.meeting_id}"]')
    record.get_by_role("link", name="Sergeant and ward officer").click()
    row = page.locator("tr:target")
    assert "no ward officer came" in row.inner_text()


@pytest.mark.thorough
def test_checker_of_the_w3c_has_nothing_to_say(folder: Path, board: str) -> None:
    found = remarks(folder / "board")

    faults = [(each["message"], each.get("extract", "")) for each in found if each["type"] == "error"]
    assert [each for each in faults if IE_RULE not in each[1]] == []
