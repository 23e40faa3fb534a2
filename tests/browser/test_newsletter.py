"""The newsletters' HTML parts in a browser as wide as a phone and as most mail readers, by day and by night."""

from __future__ import annotations

from functools import cache
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext

from publishers import newsletter
from publishers.channels import every_channel
from tests.browser.test_site import AXE, WCAG, faults
from tests.publishers.examples import a_release

MAILS = ("newsletter", "2027-03", "2027-03.bn", "2027-E05009328-1", "2027-E05009328-3.ar")


@cache
def mails() -> dict[str, str]:
    """Each mail that is looked at: the whole year's, a month's in two languages, a moved and a cancelled meeting's."""
    release = a_release(languages=("en", "bn", "ar"))
    whole = next(made.content.decode() for made in newsletter.publish(release) if made.path == newsletter.HTML_PART)
    issues = every_channel.copies(release, every_channel.named("newsletter"))
    named = {copy.path.rpartition("/")[2].removesuffix(".html"): copy.text for copy in issues if "html" in copy.path}
    return {"newsletter": whole, **named}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 600])
@pytest.mark.parametrize("mail", MAILS)
def test_newsletter_fits_loads_nothing_and_has_no_axe_violation(
    scripted: BrowserContext, mail: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = scripted.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.set_content(mails()[mail])
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # Without axe's best practice, which asks of a page for landmarks that mail readers put around a mail themselves.
    seen = (page.evaluate("document.documentElement.scrollWidth") <= width, faults(page, *WCAG), asked)
    page.close()

    assert seen == (True, [], [])


def test_newsletter_is_dark_where_the_reader_is(scripted: BrowserContext) -> None:
    page = scripted.new_page()
    page.emulate_media(color_scheme="dark")
    page.set_content(mails()["2027-03"])
    grounds = page.evaluate(
        "['.paper', '.ground'].map(one => getComputedStyle(document.querySelector(one)).backgroundColor)"
    )
    page.close()

    assert grounds == ["rgb(29, 34, 36)", "rgb(11, 12, 12)"]
