"""The newsletter's HTML part in a browser as wide as a phone, and as wide as most mail readers show it."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from publishers import newsletter
from tests.browser.test_site import AXE, WCAG, faults
from tests.publishers.examples import a_release


@pytest.mark.parametrize("width", [360, 600])
def test_newsletter_fits_loads_nothing_and_has_no_axe_violation(scripted: BrowserContext, width: int) -> None:
    html = next(made for made in newsletter.publish(a_release()) if made.path == "newsletter.html")
    page = scripted.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.set_content(html.content.decode())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # Without axe's best practice, which asks of a page for landmarks that mail readers put around a mail themselves.
    seen = (page.evaluate("document.documentElement.scrollWidth") <= width, faults(page, *WCAG), asked)
    page.close()

    assert seen == (True, [], [])
