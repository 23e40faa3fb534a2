"""Recording last night, its minutes and the action plan in a real browser: on a phone, with and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from scheduler.store import Store, open_store
from tests.console.borough import NOW, SMALL, YEAR, house_in, make_released, sign_in, url_of
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.console.screens import BASE

CODE, WARD = SMALL.profile.code, SMALL.wards[0].code
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(url_of(make_released(tmp_path_factory.mktemp("console"))))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = next(tmp_path_factory.getbasetemp().glob("console*"))
    server = make_server("127.0.0.1", 0, application(house_in(folder, store)), threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def phone(browser: Browser, store: Store, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param, base_url=address)
    key = sign_in(store, CODE, "sergeant")
    context.add_cookies([{"name": guard.SESSION, "value": key, "url": address}])
    yield context.new_page()
    context.close()


@pytest.fixture
def over(store: Store) -> list[str]:
    """The sergeant's meetings that are over."""
    plan = store.released_plan(CODE, YEAR.first_day, 1)
    return [each.meeting_id for each in plan.meetings if each.ward_code == WARD and each.starts_at < NOW]


def test_sergeant_records_last_night_in_under_ten_taps_from_today(phone, store, over):
    """A letter typed is a tap: open, into the field, two figures, send."""
    before = len(store.records.lines(CODE))
    phone.goto(f"{BASE}/record/{over[0]}" if before else f"{BASE}/")
    if not before:
        phone.get_by_role("button", name="Record").first.click()
    phone.get_by_label("How many residents came?").fill("24")
    phone.get_by_role("button", name="Correct it" if before else "Record it").click()

    expect(phone.get_by_role("alert")).to_contain_text("24 residents")
    assert len(store.records.lines(CODE)) == before + 1


def test_what_was_left_out_is_said_where_it_belongs_and_nothing_typed_is_lost(phone, over):
    phone.goto(f"{BASE}/record/{over[0]}")
    phone.get_by_label("How many residents came?").fill("")
    phone.locator("summary").click() if not phone.locator("details[open]").count() else None
    phone.get_by_label("What are the police to work on?").fill("Mopeds <b>")
    phone.keyboard.press("Tab")
    phone.locator("main form > .govuk-button").click()

    expect(phone.get_by_role("alert")).to_contain_text("Type how many residents came")
    phone.get_by_role("link", name="Type how many residents came").click()
    expect(phone.get_by_label("How many residents came?")).to_be_focused()
    expect(phone.get_by_label("What are the police to work on?")).to_have_value("Mopeds <b>")
