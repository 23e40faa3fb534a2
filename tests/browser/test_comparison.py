"""The comparison's page in a browser: on a phone, on a desk, and on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext

from publishers.comparison_page import publish
from tests.browser.looks import WCAG, looks
from tests.publishers.test_comparison_page import AS_IS, COMPARISON, MORE

pytestmark = pytest.mark.thorough


def test_page_fits_loads_nothing_and_has_no_axe_violation(scripted: BrowserContext) -> None:
    page = scripted.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.set_content(publish(COMPARISON)[0].content.decode())
    seen = looks(page, *WCAG, "best-practice", widths=(360, 1280))
    page.close()

    assert (seen, asked) == ({360: ([], True), 1280: ([], True)}, [])


def test_paper_has_the_table_on_one_sheet_and_the_chart_on_the_next(scripted: BrowserContext) -> None:
    page = scripted.new_page()
    three = replace(
        COMPARISON,
        audiences=tuple(
            (f"audience {n}", "They are free by day, and say so in a sentence of this length.") for n in range(3)
        ),
        outcomes=tuple(replace(each, reach=each.reach * 3) for each in (MORE, AS_IS, AS_IS)),
    )
    page.set_content(publish(three)[0].content.decode())
    printed = page.pdf(prefer_css_page_size=True)
    page.close()

    assert printed.count(b"/Type /Page\n") == 2
