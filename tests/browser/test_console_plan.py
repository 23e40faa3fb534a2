"""Planning and releasing in a real browser: the page follows its job by itself, with a script and without."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import shell
from tests.browser.looks import WCAG, looks
from tests.console.borough import NOW, make_released
from tests.console.served import ServedConsole, served
from wardpanels.console.screens import BASE

LONG = 120_000
"""Units: milliseconds. Jobs are processes, and the computer may be busy."""


@pytest.fixture(scope="module")
def planning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedConsole]:
    """The console of a released year, whose jobs have its moment."""
    with served(make_released(tmp_path_factory.mktemp("planning"))) as found, pytest.MonkeyPatch.context() as patch:
        shell.jobs_at(patch, NOW)
        yield found


@pytest.fixture
def page(browser: Browser, planning: ServedConsole) -> Iterator[Page]:
    with planning.seen_by(browser, "planner") as context:
        yield context.new_page()


@pytest.fixture
def plain(browser: Browser, planning: ServedConsole) -> Iterator[Page]:
    with planning.seen_by(browser, "planner", java_script_enabled=False) as context:
        yield context.new_page()


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_without_a_script_the_page_refreshes_itself_until_the_look_ahead_is_done(plain):
    plain.goto(f"{BASE}/release")
    plain.get_by_role("button", name="See what residents would be told").click()
    plain.get_by_role("heading", name="What residents would be told of 2027", exact=True).wait_for(timeout=LONG)

    assert "There is nothing to release" in plain.inner_text("main")


def test_a_search_is_stopped_by_a_button_that_stays_where_it_is(page, planning):
    page.goto(f"{BASE}/plan")
    page.get_by_role("button", name="See what it comes to").click()
    page.wait_for_url("**/jobs/*")
    (job,) = planning.store.jobs.under_way(planning.house.profile().code)
    os.killpg(job.process.pid, signal.SIGSTOP)  # else it is done before anybody presses the button
    stop = page.get_by_role("button", name="Stop")
    stop.focus()
    for _ in range(2):
        page.wait_for_event("response")  # the page has asked anew
    is_focused = stop.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Stopped: comparing the policies for 2027").wait_for(timeout=LONG)

    assert is_focused
    assert "Pia All stopped it." in page.inner_text("main")
