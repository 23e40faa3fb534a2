"""Planning and releasing in a real browser: the page follows its job by itself, with a script and without."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from scheduler.store import open_store
from tests.browser.looks import WCAG, looks
from tests.console.borough import NOW, SMALL, house_in, make_released, sign_in, url_of
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.console.screens import BASE

ROOT = Path(__file__).parents[2]
LONG = 120_000
"""Units: milliseconds. Jobs are processes, and the computer may be busy."""


@pytest.fixture(scope="module")
def planning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where a console answers, and the key of a planner's cookie. Its jobs have its moment."""
    folder = make_released(tmp_path_factory.mktemp("planning"))
    store = open_store(url_of(folder))
    server = make_server("127.0.0.1", 0, application(house_in(folder, store)), threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        yield f"http://127.0.0.1:{server.server_port}", sign_in(store, SMALL.profile.code, "planner")
    server.shutdown()
    server.server_close()
    thread.join()
    store.close()


def seated(browser: Browser, planning: tuple[str, str], *, has_script: bool) -> Iterator[Page]:
    address, key = planning
    context = browser.new_context(java_script_enabled=has_script, base_url=address)
    context.add_cookies([{"name": guard.SESSION, "value": key, "url": address}])
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser, planning: tuple[str, str]) -> Iterator[Page]:
    yield from seated(browser, planning, has_script=True)


@pytest.fixture
def plain(browser: Browser, planning: tuple[str, str]) -> Iterator[Page]:
    yield from seated(browser, planning, has_script=False)


def test_a_search_is_followed_to_its_end_and_then_asked_for_no_more(page):
    page.goto(f"{BASE}/plan")
    shown = [looks(page, *WCAG, widths=(360, 1280))]
    page.get_by_role("button", name="Plan the rest again").click()
    page.wait_for_url("**/jobs/*")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("heading", name="A new plan for the rest of 2027").wait_for(timeout=LONG)
    followed = len(asked)
    page.wait_for_timeout(1500)
    shown.append(looks(page, *WCAG, widths=(360, 1280)))

    assert followed >= 1
    assert len(asked) == followed
    assert page.get_by_role("button", name="Stop").count() == 0
    assert shown == [{360: ([], True), 1280: ([], True)}] * 2


def test_without_a_script_the_page_refreshes_itself_until_the_look_ahead_is_done(plain):
    plain.goto(f"{BASE}/release")
    plain.get_by_role("button", name="See what residents would be told").click()
    plain.get_by_role("heading", name="What residents would be told of 2027", exact=True).wait_for(timeout=LONG)

    assert "There is nothing to release" in plain.inner_text("main")


def test_a_search_is_stopped_by_a_button_that_stays_where_it_is(page):
    page.goto(f"{BASE}/plan")
    page.get_by_role("button", name="Compare the policies").click()
    stop = page.get_by_role("button", name="Stop")
    stop.focus()
    page.wait_for_timeout(2200)
    is_focused = stop.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Stopped: comparing the policies for 2027").wait_for(timeout=LONG)

    assert is_focused
    assert "Pia All stopped it." in page.inner_text("main")
