"""The publicity desk in a real browser: twenty items cleared, words changed and approved, with and without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.console.borough import make_released, publicise
from tests.console.served import ServedConsole, served
from wardpanels.console.screens import BASE

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedConsole]:
    """The console of a released year that is told of on three channels."""
    with served(publicise(make_released(tmp_path_factory.mktemp("console")), "x", "facebook", "nextdoor")) as found:
        yield found


@pytest.fixture
def opened(browser: Browser, console: ServedConsole) -> Iterator[Opened]:
    """Open a page as somebody, with a script or without."""
    contexts: list[BrowserContext] = []

    def page_of(who: str, path: str, *, has_script: bool = True) -> Page:
        context = console.seen_by(browser, who, java_script_enabled=has_script)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{BASE}{path}")
        return page

    yield page_of
    for each in contexts:
        each.close()


def more_about(page: Page) -> None:
    page.get_by_role("link", name="More about").first.click()


@pytest.mark.thorough
def test_drafter_changes_words_and_a_sender_approves_what_was_looked_at(opened):
    page = opened("drafter", "/publicity?channel=facebook")
    more_about(page)
    page.get_by_role("link", name="Change the words").click()
    page.get_by_label("Words", exact=True).fill("Come and say what worries you.")
    page.get_by_role("button", name="Keep these words").click()
    heading = page.get_by_role("heading", level=1).inner_text()
    said = page.get_by_role("alert").inner_text()

    sender = opened("sender", "/publicity?state=to-approve", has_script=False)
    words = sender.locator(".con-words__text").first.inner_text()
    sender.get_by_role("checkbox").first.check()
    sender.get_by_role("button", name="Approve the ticked ones").click()

    assert "They wait until somebody else has approved them." in said
    assert words == "Come and say what worries you."
    assert "1 item approved." in sender.get_by_role("alert").inner_text()
    assert heading.startswith("Facebook, ")


def test_words_are_copied_and_the_button_says_so(opened):
    page = opened("drafter", "/publicity?channel=nextdoor")
    button = page.get_by_role("button", name="Copy").first
    button.click()
    page.get_by_role("button", name="Copied").first.wait_for()

    assert "ward panel" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.thorough
def test_comms_officer_clears_a_day_of_twenty_without_a_script(opened):
    page = opened("drafter", "/publicity", has_script=False)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="The ticked ones went out").click()

    assert "20 items went out." in page.get_by_role("alert").inner_text()


@pytest.mark.thorough
def test_viewer_reads_the_words_and_finds_no_button(opened):
    page = opened("viewer", "/publicity", has_script=False)

    assert page.get_by_role("checkbox").count() == 0
    assert page.get_by_role("button", name="went out").count() == 0
