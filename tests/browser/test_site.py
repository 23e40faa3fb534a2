"""The public pages as a resident's browser sees them, on a phone and on a wide screen."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Page

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WIDTHS = [360, 1280]
PAGES = {
    "home": "/",
    "ward": "/wards/mile-end/",
    "ward without meetings": "/wards/quiet-ward/",
    "ward with a hostile name": "/wards/st-hostile/",
    "meeting": "/meetings/2027-E05009317-2/",
    "moved meeting": "/meetings/2027-E05009328-1/",
    "meeting with a new place": "/meetings/2027-E05009328-2/",
    "cancelled meeting": "/meetings/2027-E05009328-3/",
    "meeting in a hostile hall": "/meetings/2027-E05009330-1/",
    "changes": "/changes/",
    "glossary": "/glossary/",
    "not found": "/404.html",
}
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


def opened(context: BrowserContext, address: str, width: int = 1280) -> tuple[Page, list[str]]:
    """The page, and every address that it asked for or complained about."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: asked.append(f"{response.status}") if response.status >= 400 else None)
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    page.goto(address, wait_until="load")
    return page, asked


def faults(page: Page, *standards: str) -> list[tuple[str, list[str]]]:
    """What axe finds wrong: the rule and the pieces of HTML that break it."""
    found = page.evaluate("tags => axe.run({runOnly: tags})", standards)
    assert len(found["passes"]) > 10, "axe looked at next to nothing"
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found["violations"]]


@every_page
def test_page_has_no_axe_violation_and_does_not_scroll_sideways(scripted: BrowserContext, site: str, path: str) -> None:
    page, _ = opened(scripted, site + path)
    page.evaluate(AXE.read_text(encoding="utf-8"))

    seen = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        seen[width] = (faults(page, *WCAG, "best-practice"), wide <= width)
    page.close()

    assert seen == {360: ([], True), 1280: ([], True)}


@every_page
def test_page_asks_no_other_host_and_says_the_same_without_javascript(
    scripted: BrowserContext, scriptless: BrowserContext, site: str, path: str
) -> None:
    page, asked = opened(scripted, site + path)
    plain, _ = opened(scriptless, site + path)

    said = [shown.locator("body").inner_text() for shown in (page, plain)]
    headings = plain.locator("h1").count()
    page.close()
    plain.close()

    assert [address for address in asked if not address.startswith(f"{site}/")] == []
    assert len(asked) >= 2  # the page and its style sheet
    assert said[0] == said[1]
    assert headings == 1


def test_resident_gets_from_the_front_page_to_a_calendar_file(scripted: BrowserContext, site: str) -> None:
    page, _ = opened(scripted, f"{site}/", 360)

    page.get_by_role("link", name="Mile End", exact=True).click()
    page.get_by_role("link", name="Tuesday 30 March 2027").click()
    button = page.get_by_role("link", name="Add to my calendar")
    feed = page.request.get(urljoin(page.url, str(button.get_attribute("href"))))

    assert page.url == f"{site}/meetings/2027-E05009328-1/"
    assert re.match(rb"BEGIN:VCALENDAR\r\n", feed.body())
    page.close()


def test_keyboard_reaches_the_content_first(scripted: BrowserContext, site: str) -> None:
    page, _ = opened(scripted, f"{site}/")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    assert first == "Skip to main content"
    assert page.url.endswith("#main-content")
    page.close()
