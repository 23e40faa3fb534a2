"""Every kind of page of the console, found by walking: as axe, the checker of the W3C and a narrow screen see it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import WCAG, looks, opened, remarks, sniffed
from tests.console.borough import make_released
from tests.console.conftest import Seat
from tests.console.crawling import pages
from tests.console.served import ServedConsole, served
from tests.thorough import enough
from wardpanels.console import guard
from wardpanels.console.app import application

FOLDED = "details:not([open]) > summary"


@pytest.fixture(scope="module")
def console(tmp_path_factory) -> Iterator[ServedConsole]:
    """The console of a released year."""
    with served(make_released(tmp_path_factory.mktemp("console"))) as found:
        yield found


def seat_at(console: ServedConsole) -> Seat:
    """An administrator in front of it, without a browser."""
    client = application(console.house).test_client()
    client.set_cookie(guard.SESSION, console.key_of("administrator"))
    return Seat(client)


def test_kinds_of_page_are_clean_on_a_phone_fit_a_wide_screen_too_and_ask_nobody_else(
    console, browser: Browser, tmp_path
):
    origin, seat, context = console.address, seat_at(console), console.seen_by(browser, "administrator")
    faults, shown = {}, 0
    for path, status, _, html in pages(seat, most_of_a_kind=1):
        if status != 200 or not html:
            continue
        shown += 1
        (tmp_path / f"{shown}.html").write_text(html, encoding="utf-8")
        if shown % enough(14, 1):
            continue  # the browser sees every fourteenth on a change, the checker of the W3C each
        page, asked = opened(context, f"{origin}{path}")
        page.evaluate(f"document.querySelectorAll({FOLDED!r}).forEach(each => each.parentElement.open = true)")
        ((_, (found, fits)),) = looks(page, *WCAG, "best-practice", widths=(320,)).items()
        found += sniffed(page)
        page.set_viewport_size({"width": 1280, "height": 800})
        fits &= page.evaluate("document.documentElement.scrollWidth") <= 1280
        if found or not fits:
            faults[path] = (found, "fits" if fits else "does not fit")
        if elsewhere := [each for each in asked if not each.startswith((origin, "data:"))]:
            faults[f"{path} asked"] = elsewhere
    context.close()

    assert shown > 15
    assert faults == {}
    assert [(each["url"].rpartition("/")[2], each["message"]) for each in remarks(tmp_path)] == []


@pytest.mark.thorough
def test_somebody_opens_an_account_signs_in_and_out_without_a_script_too(console, browser: Browser):
    origin = console.address
    link = seat_at(console).send("/people/new", name="Nia New", address="nia@police.example", roles="viewer").text
    link = link.partition('id="link">')[2].partition("<")[0].replace("http://localhost", origin)
    for has_script in (False, True):
        context = browser.new_context(java_script_enabled=has_script, viewport={"width": 360, "height": 700})
        page = context.new_page()
        if not has_script:
            page.goto(link)
            page.get_by_label("Passphrase").fill("otter lamp gravel tulip")
            page.get_by_label("The same again").fill("otter lamp gravel tulip")
            page.get_by_role("button", name="Open my account").click()
            page.get_by_text("Your account is open").wait_for()
        page.goto(f"{origin}/console/proof")
        page.get_by_label("Email address").fill("nia@police.example")
        page.get_by_label("Passphrase").fill("otter lamp gravel tulip")
        page.get_by_role("button", name="Sign in").click()
        assert page.url.endswith("/console/proof")
        page.get_by_role("button", name="Sign out").click()
        assert page.url.endswith("/console/sign-in")
        context.close()
