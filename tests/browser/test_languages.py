"""The other languages in a browser: accessible, from right to left where that is so, and linked to each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext

from publishers import every_publisher, languages
from tests.browser.conftest import QuietHandler
from tests.browser.looks import WCAG, WIDTHS, looks, opened
from tests.browser.seeing import seen
from tests.publishers.examples import a_release
from tests.thorough import IS_THOROUGH, some

OTHERS = tuple(tag for tag in languages.MANNERS if tag != languages.SOURCE)
MEETINGS = tuple(a_release().meeting_by_id)
PAGES = some(("", "wards/mile-end/", "find/", "meetings/2027-E05009328-1/", "glossary/"), every=3)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site in every language, on a real web server."""
    folder = tmp_path_factory.mktemp("spoken")
    for artifact in every_publisher.artifacts(a_release(languages=tuple(languages.MANNERS)), "site"):
        path = Path(folder / artifact.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("tag", OTHERS if IS_THOROUGH else ("ar",))  # from right to left, and another script
def test_page_in_another_language_has_no_axe_violation_and_does_not_scroll_sideways(
    scripted: BrowserContext, spoken: str, tag: str
) -> None:
    found = {}
    for path in PAGES:
        page, _ = opened(scripted, f"{spoken}/{tag}/{path}")
        found[path] = looks(page, *WCAG, "best-practice"), seen(page, tag, MEETINGS)

    assert found == dict.fromkeys(PAGES, (dict.fromkeys(WIDTHS, ([], True)), []))


def test_arabic_page_runs_from_right_to_left(scripted: BrowserContext, spoken: str) -> None:
    page, _ = opened(scripted, f"{spoken}/ar/meetings/2027-E05009328-1/")

    crumbs = [each.bounding_box() for each in page.locator(".govuk-breadcrumbs__list-item").all()]
    key, value = (page.locator(f".govuk-summary-list__{part}").first.bounding_box() for part in ("key", "value"))

    assert crumbs[0]["x"] > crumbs[1]["x"]
    assert key["x"] > value["x"]


def test_reader_changes_the_language_and_stays_on_the_same_meeting(scripted: BrowserContext, spoken: str) -> None:
    page, _ = opened(scripted, f"{spoken}/meetings/2027-E05009328-1/", 360)

    page.get_by_role("link", name="বাংলা").click()
    bengali = page.url
    page.get_by_role("link", name="Read this page in English").click()

    assert bengali == f"{spoken}/bn/meetings/2027-E05009328-1/"
    assert page.url == f"{spoken}/meetings/2027-E05009328-1/"
