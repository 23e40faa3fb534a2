"""A planner's whole way in a real browser on a phone, JavaScript off: move, cross, pin, release, call off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import shell
from tests.console.borough import NOW, SMALL, YEAR, make_released, publicise
from tests.console.served import ServedConsole, served
from wardpanels.console.screens import BASE

CODE, WARD = SMALL.profile.code, SMALL.wards[0].code
LONG = 120_000
"""Units: milliseconds. Jobs are processes, and the computer may be busy."""


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedConsole]:
    """The console of a released year that is told of on a channel, whose jobs have its moment."""
    shell.jobs_at(monkeypatch, NOW)
    with served(publicise(make_released(tmp_path), "facebook")) as found:
        yield found


@pytest.fixture
def pages(console: ServedConsole, browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Two people's phones."""
    phone = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
    contexts = [console.seen_by(browser, who, **phone) for who in ("planner", "sergeant")]
    yield tuple(each.new_page() for each in contexts)
    for each in contexts:
        each.close()


@pytest.mark.thorough
def test_planner_goes_the_whole_way_without_a_script_and_the_second_reads_what_the_first_did(console, pages):
    page, other = pages
    coming = [
        each.meeting_id
        for each in console.store.draft(CODE, YEAR.first_day).plan.meetings
        if each.starts_at > NOW and each.ward_code == WARD
    ]
    meeting, off = f"{BASE}/meetings/{coming[0]}", f"{BASE}/meetings/{coming[1]}/call-off"

    other.goto(meeting)
    page.goto(meeting)
    page.get_by_role("button", name="Move it here").first.click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    other.get_by_role("button", name="Move it here").nth(1).click()
    crossed = other.inner_text("main")
    page.get_by_text("Pin it, so that a new plan leaves it alone").click()
    page.locator("form[action$='/pin'] input[type=checkbox]").first.check()
    page.get_by_role("button", name="Keep these").click()
    pinned = console.store.draft(CODE, YEAR.first_day)

    page.goto(f"{BASE}/release")
    page.get_by_role("button", name="See what residents would be told").click()
    page.get_by_role("button", name="Release and tell everybody").click(timeout=LONG)
    expect(page.get_by_text("Release 2 is out")).to_be_visible(timeout=LONG)
    page.goto(off)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Call it off and tell them now").click()
    expect(page.get_by_role("heading", name="It is called off")).to_be_visible(timeout=LONG)
    told = page.inner_text("main")

    assert "Pia All" in crossed
    assert pinned.pins
    assert "Release 3 says that it is cancelled." in told
    assert "Who was told" in told
