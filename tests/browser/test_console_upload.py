"""A borough's own workbook, sent, looked at, taken and planned in a real browser without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import shell
from tests.console.borough import RELEASED_AT, UNTIDY, make_bare, sign_up
from tests.console.served import served
from wardpanels.console.screens import BASE

LONG = 120_000
"""Units: milliseconds. Jobs are processes, and the computer may be busy."""


@pytest.mark.thorough
def test_administrator_takes_an_untidy_workbook_from_upload_to_plan_without_a_script(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.jobs_at(monkeypatch, RELEASED_AT)
    with served(make_bare(tmp_path / "bare"), lambda: RELEASED_AT) as console:
        sign_up(console.store, "E09000012", [])
        context = console.seen_by(
            browser, "administrator", java_script_enabled=False, viewport={"width": 360, "height": 800}
        )
        page = context.new_page()
        page.goto(f"{BASE}/set-up")
        mended = page.get_by_role("heading", name="The files need mending").is_visible()
        page.get_by_role("button", name="Send a workbook or files").click()
        page.get_by_label("One workbook (.xlsx), or CSV files").set_input_files(UNTIDY)
        page.get_by_role("button", name="Look at it").click()
        read = page.get_by_text("is read as").first.is_visible()
        page.get_by_role("button", name="Take it").click()
        page.get_by_text("The files are fine. They hold 8 wards, 14 halls").wait_for(timeout=LONG)
        page.goto(f"{BASE}/plan")
        page.get_by_role("button", name="Plan the year").click()
        page.get_by_role("button", name="Keep it as the draft").wait_for(timeout=LONG)
        page.get_by_role("button", name="Keep it as the draft").click()
        page.wait_for_url(lambda address: "/jobs/" not in address, timeout=LONG)
        page.goto(f"{BASE}/year")
        meetings = page.locator("main a[href*='/meetings/2027-']").count()
        context.close()

    assert (mended, read) == (True, True)
    assert meetings == 34
