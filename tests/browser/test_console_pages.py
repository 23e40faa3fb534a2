"""Every kind of page of the console, found by walking: as axe, the checker of the W3C and a narrow screen see it."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from scheduler.store import open_store
from tests.browser.looks import WCAG, looks, opened, remarks
from tests.console.borough import SMALL, house_in, make_released, sign_in, url_of
from tests.console.conftest import Seat
from tests.console.crawling import pages
from wardpanels.console import guard
from wardpanels.console.app import application

FOLDED = "details:not([open]) > summary"


@pytest.fixture(scope="module")
def console(tmp_path_factory) -> Iterator[tuple[str, str, Seat]]:
    """Where the console of a released borough answers, a key for the cookie, and a seat in it."""
    folder = make_released(tmp_path_factory.mktemp("console"))
    store = open_store(url_of(folder))
    app = application(house_in(folder, store))
    key = sign_in(store, SMALL.profile.code, "administrator")
    client = app.test_client()
    client.set_cookie(guard.SESSION, key)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", key, Seat(client)
    server.shutdown()
    server.server_close()
    thread.join()
    store.close()


def test_every_kind_of_page_is_clean_on_a_phone_fits_a_wide_screen_too_and_asks_nobody_else(
    console, browser: Browser, tmp_path
):
    origin, key, seat = console
    context = browser.new_context()
    context.add_cookies([{"name": guard.SESSION, "value": key, "url": origin}])
    faults, shown = {}, 0
    for path, status, _, html in pages(seat, most_of_a_kind=1):
        if status != 200 or not html:
            continue
        shown += 1
        (tmp_path / f"{shown}.html").write_text(html, encoding="utf-8")
        page, asked = opened(context, f"{origin}{path}")
        page.evaluate(f"document.querySelectorAll({FOLDED!r}).forEach(each => each.parentElement.open = true)")
        ((_, (found, fits)),) = looks(page, *WCAG, "best-practice", widths=(320,)).items()
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


def test_somebody_opens_an_account_signs_in_and_out_without_a_script_too(console, browser: Browser):
    origin, _, seat = console
    link = seat.send("/people/new", name="Nia New", address="nia@police.example", roles="viewer").text
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
