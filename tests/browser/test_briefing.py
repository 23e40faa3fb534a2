"""The sergeant's page in a browser: on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from publishers.briefing_paper import html
from publishers.briefing_words import words_of
from tests.browser.looks import WCAG, looks
from tests.publishers.briefings import BARE, CROWDED, NASTY, USUAL
from tests.thorough import some

BRIEFINGS = {"hostile": NASTY, "bare": BARE, "usual": USUAL, "crowded": CROWDED}


@pytest.mark.parametrize("name", some([*BRIEFINGS]))
def test_page_fits_loads_nothing_and_has_no_axe_violation(scripted: BrowserContext, name: str) -> None:
    page = scripted.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.set_content(html("briefing.html", words_of(BRIEFINGS[name])).content.decode())
    seen = looks(page, *WCAG, "best-practice", widths=(360, 1280))
    page.close()

    assert (seen, asked) == ({360: ([], True), 1280: ([], True)}, [])
