"""Recording last night, its minutes and the action plan in a real browser: on a phone, with and without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from scheduler.store import Store
from tests.console.borough import NOW, SMALL, YEAR, make_released
from tests.console.served import ServedConsole, served
from wardpanels.console.screens import BASE

CODE, WARD = SMALL.profile.code, SMALL.wards[0].code
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedConsole]:
    """The console of a released year."""
    with served(make_released(tmp_path_factory.mktemp("console"))) as found:
        yield found


@pytest.fixture
def store(console: ServedConsole) -> Store:
    return console.store


@pytest.fixture(params=[True, pytest.param(False, marks=pytest.mark.thorough)], ids=["script", "plain"])
def phone(browser: Browser, console: ServedConsole, request: pytest.FixtureRequest) -> Iterator[Page]:
    with console.seen_by(browser, "sergeant", viewport=PHONE, java_script_enabled=request.param) as context:
        yield context.new_page()


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
