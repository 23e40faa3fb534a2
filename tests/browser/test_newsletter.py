"""The newsletters' HTML parts in a browser as wide as a phone and as most mail readers, by day and by night."""

from __future__ import annotations

from functools import cache

import pytest
from playwright.sync_api import BrowserContext

from publishers import newsletter
from publishers.channels import every_channel
from tests.browser.looks import looks_of_mail
from tests.publishers.examples import a_release
from tests.thorough import some

MAILS = some(("newsletter", "2027-03", "2027-03.bn", "2027-E05009328-1", "2027-E05009328-3.ar"), every=5)


@cache
def mails() -> dict[str, str]:
    """Each mail that is looked at: the whole year's, a month's in two languages, a moved and a cancelled meeting's."""
    release = a_release(languages=("en", "bn", "ar"))
    whole = next(made.content.decode() for made in newsletter.publish(release) if made.path == newsletter.HTML_PART)
    issues = every_channel.copies(release, every_channel.named("newsletter"))
    named = {copy.path.rpartition("/")[2].removesuffix(".html"): copy.text for copy in issues if "html" in copy.path}
    return {"newsletter": whole, **named}


@pytest.mark.parametrize("mail", MAILS)
def test_newsletter_fits_loads_nothing_and_has_no_axe_violation(scripted: BrowserContext, mail: str) -> None:
    narrow_and_wide = {360: ([], True), 600: ([], True)}

    seen = looks_of_mail(scripted, mails()[mail], (360, 600))

    assert seen == ({"light": narrow_and_wide, "dark": narrow_and_wide}, [])


def test_newsletter_is_dark_where_the_reader_is(scripted: BrowserContext) -> None:
    page = scripted.new_page()
    page.emulate_media(color_scheme="dark")
    page.set_content(mails()["2027-03"])
    grounds = page.evaluate(
        "['.paper', '.ground'].map(one => getComputedStyle(document.querySelector(one)).backgroundColor)"
    )
    page.close()

    assert grounds == ["rgb(29, 34, 36)", "rgb(11, 12, 12)"]
