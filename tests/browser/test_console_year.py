"""The year in a real browser: the same list on a phone and on a wide screen, by keys, without a script and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looks import WCAG, looks
from tests.console.borough import SMALL, YEAR, make_released
from tests.console.served import ServedConsole, served
from tests.thorough import some
from wardpanels.console.screens import BASE

A3 = (1191, 842)
"""Units: points."""


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedConsole]:
    """The console of a released year."""
    with served(make_released(tmp_path_factory.mktemp("console"))) as found:
        yield found


@pytest.fixture
def page(browser: Browser, console: ServedConsole) -> Iterator[Page]:
    with console.seen_by(browser, "planner") as context:
        yield context.new_page()


@pytest.fixture
def plain(browser: Browser, console: ServedConsole) -> Iterator[Page]:
    with console.seen_by(browser, "planner", java_script_enabled=False) as context:
        yield context.new_page()


def middle(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize("path", some(["/year", "/year?state=troubled", f"/wards/{SMALL.wards[0].slug}"], every=2))
def test_page_fits_and_is_accessible_on_phones_and_wide_screens(page, path):
    page.goto(f"{BASE}{path}")

    assert looks(page, *WCAG, "best-practice", widths=(320, 360, 1280)) == {
        320: ([], True),
        360: ([], True),
        1280: ([], True),
    }


def test_meetings_stand_in_the_column_of_their_week_where_there_is_room(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{BASE}/year")
    chips = page.locator(".con-year a.con-chip")
    weeks = [int(each.evaluate("a => a.parentElement.className.slice(1)")) for each in chips.all()]
    lefts = [each.evaluate("a => a.getBoundingClientRect().left") for each in chips.all()]

    by_week = [left for _, left in sorted(zip(weeks, lefts, strict=True))]
    assert by_week == sorted(by_week)
    assert min(each.evaluate("a => Math.min(a.offsetWidth, a.offsetHeight)") for each in chips.all()) >= 24
    assert middle(page, ".con-year__behind .now") > middle(page, ".con-year__behind .w1")


def test_arrow_keys_walk_and_escape_puts_the_line_away(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{BASE}/year")
    chips = page.locator(".con-year ol ol").first.locator("a.con-chip")
    chips.first.focus()
    line = chips.nth(1).locator("span")

    page.keyboard.press("ArrowRight")
    shown = line.evaluate("each => getComputedStyle(each).clipPath")
    page.keyboard.press("Escape")
    hidden = line.evaluate("each => getComputedStyle(each).clipPath")

    assert chips.nth(1).evaluate("each => each === document.activeElement")
    assert (shown, hidden) == ("none", "inset(50%)")


def test_choice_is_shown_at_once_and_has_an_address_to_share(page):
    page.goto(f"{BASE}/year")
    page.get_by_text("Look for some meetings").click()

    page.get_by_label("Part of the week").select_option("evening")
    page.wait_for_url("**session=evening**")
    found = page.get_by_role("status").inner_text()
    many = page.locator("a.con-chip").count()
    page.goto(page.url)

    assert "Found" in found
    assert page.locator("a.con-chip").count() == many
    assert page.get_by_label("Part of the week").input_value() == "evening"


@pytest.mark.thorough
def test_choice_does_without_a_script(plain):
    plain.goto(f"{BASE}/year")
    plain.get_by_text("Look for some meetings").click()

    plain.get_by_label("Ward", exact=True).fill(SMALL.wards[0].name)
    plain.get_by_role("button", name="Show these").click()
    plain.locator(".con-year h2 a").first.click()

    assert plain.get_by_role("heading", level=1).inner_text() == SMALL.wards[0].name


def test_year_prints_on_one_sheet_of_a3_without_backgrounds(page, tmp_path: Path):
    page.goto(f"{BASE}/year")
    page.pdf(path=tmp_path / "year.pdf", prefer_css_page_size=True, print_background=False)

    with pypdfium2.PdfDocument(tmp_path / "year.pdf") as document:
        sizes = [tuple(round(each) for each in sheet.get_size()) for sheet in document]
        said = document[0].get_textpage().get_text_range()

    assert sizes == [A3]
    assert all(ward.name in said for ward in SMALL.wards)
    assert f"The year {YEAR}" in said
    assert "/console/" not in said
