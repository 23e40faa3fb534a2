"""Moving a meeting in a real browser: checked, refused, moved and taken back, with and without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from scheduler.plan import PlannedMeeting
from scheduler.store import Store
from tests.browser.looks import WCAG, looks
from tests.console.borough import NOW, SMALL, YEAR, make_released
from tests.console.served import ServedConsole, served
from tests.thorough import some
from wardpanels.console.screens import BASE

CODE, WARD = SMALL.profile.code, SMALL.wards[0].code


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedConsole]:
    """The console of a released year."""
    with served(make_released(tmp_path_factory.mktemp("console"))) as found:
        yield found


def to_come(store: Store) -> PlannedMeeting:
    plan = store.draft(CODE, YEAR.first_day).plan
    return next(each for each in plan.meetings if each.starts_at > NOW and each.ward_code == WARD)


@pytest.mark.parametrize(("has_script", "width"), some([(False, 1280), (True, 360)], every=2))
def test_sergeant_is_refused_checks_moves_and_takes_it_back(console, browser: Browser, has_script, width):
    address, store = console.address, console.store
    meeting = to_come(store)
    size = {"width": width, "height": 740}
    context = console.seen_by(browser, "sergeant", java_script_enabled=has_script, viewport=size)
    page = context.new_page()
    page.goto(f"{address}{BASE}/meetings/{meeting.meeting_id}")

    page.get_by_label("Day", exact=True).last.fill("25")
    page.get_by_label("Month").fill("12")
    page.get_by_role("button", name="Check").last.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert page.get_by_label("Month").input_value() == "12"
    if has_script:
        assert {at: found for at, found in looks(page, *WCAG).items() if found != ([], True)} == {}

    page.goto(f"{address}{BASE}/meetings/{meeting.meeting_id}")
    page.get_by_role("button", name="Move it here").first.click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    page.get_by_role("link", name="Undo, or earlier drafts").click()
    page.get_by_role("button", name="Take the last change back").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert to_come(store) == meeting

    page.goto(f"{address}{BASE}/meetings/{meeting.meeting_id}")
    page.get_by_role("button", name="Check").last.click()
    expect(page.get_by_role("button", name="Change it so")).to_be_visible()
    context.close()
