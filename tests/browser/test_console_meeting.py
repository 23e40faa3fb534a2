"""Moving a meeting in a real browser: checked, refused, moved and taken back, with and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from scheduler.plan import PlannedMeeting
from scheduler.store import Store, open_store
from tests.browser.looks import WCAG, looks
from tests.console.borough import NOW, SMALL, YEAR, house_in, make_released, sign_in, url_of
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.console.screens import BASE

CODE, WARD = SMALL.profile.code, SMALL.wards[0].code


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """Where the console of a released borough answers, and its store."""
    folder = make_released(tmp_path_factory.mktemp("console"))
    store = open_store(url_of(folder))
    server = make_server("127.0.0.1", 0, application(house_in(folder, store)), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", store
    server.shutdown()
    server.server_close()
    thread.join()
    store.close()


def to_come(store: Store) -> PlannedMeeting:
    plan = store.draft(CODE, YEAR.first_day).plan
    return next(each for each in plan.meetings if each.starts_at > NOW and each.ward_code == WARD)


@pytest.mark.parametrize(("has_script", "width"), [(True, 360), (False, 1280)])
def test_sergeant_is_refused_checks_moves_and_takes_it_back(place, browser: Browser, has_script, width):
    address, store = place
    meeting = to_come(store)
    context = browser.new_context(java_script_enabled=has_script, viewport={"width": width, "height": 740})
    context.add_cookies([{"name": guard.SESSION, "value": sign_in(store, CODE, "sergeant"), "url": address}])
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
