"""The comparison's page in a browser: on a phone, on a desk, and on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext

from publishers.comparison_page import publish
from tests.browser.test_site import AXE, WCAG, faults
from tests.publishers.test_comparison_page import AS_IS, COMPARISON, MORE


@pytest.mark.parametrize("width", [360, 1280])
def test_page_fits_loads_nothing_and_has_no_axe_violation(scripted: BrowserContext, width: int) -> None:
    page = scripted.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.set_content(publish(COMPARISON)[0].content.decode())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    seen = (page.evaluate("document.documentElement.scrollWidth") <= width, faults(page, *WCAG, "best-practice"), asked)
    page.close()

    assert seen == (True, [], [])


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
