"""The public pages on another day than the one they were made for: the browser's clock folds what has passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from publishers import every_publisher
from scheduler.release.edition import Edition
from scheduler.release.value import PostcodeArea, Release
from tests.browser.looks import WCAG, looks, opened
from tests.scheduler.examples import utc
from tests.thorough import some

MADE_ON = {"in-january": "2027-01-11 12:00", "in-june": "2027-06-17 12:00", "in-december": "2027-12-20 12:00"}
CLEAN = {320: ([], True), 1280: ([], True)}
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def sites(folder: Path, origin: str, release: Release) -> dict[str, str]:
    """The same release as it is published on three days, by the name of the day."""
    areas = (
        PostcodeArea("E3", "E05009317", "2AA 2AB", "515301,-250 515302,-251"),
        PostcodeArea("E3", "E05009328", "4AA", "515260,-350"),
        PostcodeArea("E14", "E05009328", "9GE", "515100,-200"),
    )
    for name, day in MADE_ON.items():
        told = replace(release, site_url=f"{origin}/{name}", postcodes=areas, languages=("en", "bn", "ar"))
        edition = replace(Edition.of(told), now=utc(day))
        for artifact in (recipe.artifact() for recipe in every_publisher.recipes(edition, "site")):
            path = folder / name / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artifact.content)
    return {name: f"{origin}/{name}" for name in MADE_ON}


@pytest.fixture(scope="module")
def clocked(browser: Browser) -> Iterator[Page]:
    """One page for all visits, with a clock that can be set: a new one is a new process."""
    with browser.new_context() as context:
        context.clock.install(time=utc("2027-01-11 12:00"))
        yield context.new_page()


@pytest.fixture
def visit(clocked: Page, sites: dict[str, str]) -> Visit:
    """Open a page that was made on one day with the clock of another, by somebody who has typed nothing yet."""

    def page_at(made: str, path: str, clock: str) -> Page:
        clocked.clock.set_system_time(utc(clock))
        clocked.set_viewport_size({"width": 360, "height": 800})
        if not clocked.url.startswith("http"):
            clocked.goto(f"{sites[made]}/404.html")
        clocked.evaluate("window.sessionStorage.clear()")
        clocked.goto(f"{sites[made]}/{path}")
        return clocked

    return page_at


@pytest.mark.parametrize(
    ("clock", "shown", "folded"),
    some(
        [
            ("2027-01-11 12:00", 8, 0),
            ("2027-03-25 18:00", 8, 0),
            ("2027-03-25 21:00", 7, 1),
            ("2027-06-17 08:00", 3, 5),
            ("2027-12-31 12:00", 0, 8),
        ],
        every=2,
    ),
)
def test_list_made_in_january_folds_what_has_passed_since(visit: Visit, clock: str, shown: int, folded: int) -> None:
    page = visit("in-january", "find/", clock)

    assert page.locator("[data-meeting]:visible").count() == shown
    assert page.locator("[data-over] [data-meeting]").count() == folded
    assert page.get_by_role("status").inner_text() == f"Meetings shown: {shown}"
    assert page.get_by_text("These are the meetings from").is_visible() == (folded == 0)
    assert page.get_by_text("There are no more meetings up to").is_visible() == (shown == 0)


def test_choice_stands_in_the_address_that_is_passed_on_and_one_that_leaves_nothing_says_so(visit: Visit) -> None:
    page = visit("in-january", "find/?session=weekend&month=nothing", "2027-01-11 12:00")
    assert page.get_by_role("status").inner_text() == "Meetings shown: 1"
    assert page.url.endswith("/find/?session=weekend")

    page.get_by_label("Hearing loop").check()
    said = "Meetings shown: 0. No meetings like this have been set yet."
    assert page.get_by_role("status").inner_text() == said
    page.goto(page.url)
    assert page.get_by_role("status").inner_text() == said


def test_map_has_one_stop_for_each_ward(scripted: BrowserContext, site: str) -> None:
    page, _ = opened(scripted, f"{site}/map/", 360)

    stops = page.locator("main a:not([tabindex='-1'])").all_inner_texts()
    assert len(stops) == len(set(stops)) == page.locator(".app-map__list > li").count()
    dot = page.locator("a:has(.app-map__dot)").first
    assert dot.locator("title").text_content()
    assert "meetings/2027-" in (dot.get_attribute("href") or "")


def test_pages_in_the_dark_have_no_axe_violation_and_paper_has_no_navigation(visit: Visit) -> None:
    seen = {}
    for path in some(("find/", "", "wards/mile-end/", "meetings/2027-E05009328-3/")):
        page = visit("in-january", path, "2027-01-11 12:00")
        page.emulate_media(color_scheme="dark")
        seen[path] = looks(page, *WCAG, widths=(320,))[320]
    page.emulate_media(media="print", color_scheme="light")
    hidden = [page.locator(each).first.is_visible() for each in ("nav", ".govuk-skip-link", ".app-footer")]
    page.emulate_media(media="screen")

    assert {path: found for path, found in seen.items() if found != ([], True)} == {}
    assert hidden == [False] * 3


def test_pages_of_a_meeting_and_of_a_ward_take_one_sheet_of_a4_each(visit: Visit) -> None:
    sheets = {}
    paths = ("meetings/2027-E05009328-1/", "wards/mile-end/", "ar/meetings/2027-E05009328-1/", "bn/wards/mile-end/")
    for path in some(paths, every=3):
        page = visit("in-january", path, "2027-01-11 12:00")
        assert page.locator(".app-way svg").count() == ("meetings/" in path)
        page.emulate_media(media="print")
        sheets[path] = page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")
    page.emulate_media(media="screen")

    assert {path: count for path, count in sheets.items() if count != 1} == {}


def test_page_that_is_late_says_the_same_next_meeting_as_one_of_the_day(visit: Visit) -> None:
    for made in ("in-january", "in-june"):
        page = visit(made, "wards/bow-east/", "2027-06-17 08:00")

        expect(page.locator(".app-answer")).to_contain_text("Thursday 28 October 2027")
        assert page.locator("[data-over] a").count() == 2


@pytest.mark.parametrize(("clock", "shown"), [("2027-06-17 08:00", 2), ("2027-12-31 12:00", 0)])
def test_next_meetings_of_a_late_page_come_from_the_list_of_all(visit: Visit, clock: str, shown: int) -> None:
    page = visit("in-january", "ar/", clock)
    seen = page.locator("[data-meeting]:visible")

    expect(seen).to_have_count(shown)
    assert page.locator("[data-emptied]").is_visible() == (shown == 0)
    if shown:
        seen.first.locator("a").click()
        page.wait_for_url("**/in-january/ar/meetings/*/")


def test_ward_page_offers_the_next_meeting_to_save_only_while_it_is_to_come(visit: Visit) -> None:
    seen = [
        visit("in-june", "wards/bow-east/", clock).get_by_role("link", name="Save this one date").is_visible()
        for clock in ("2027-10-28 18:00", "2027-10-28 20:45")
    ]

    assert seen == [True, False]


def test_meeting_page_offers_nothing_dead_once_the_meeting_is_over(visit: Visit) -> None:
    path = "meetings/2027-E05009317-3/"
    for clock, is_over in (("2027-10-28 18:00", False), ("2027-10-29 08:00", True)):
        page = visit("in-june", path, clock)

        assert page.get_by_role("link", name="Save this one date").is_visible() != is_over
        assert page.get_by_text("The time of this meeting is over.").is_visible() == is_over


@pytest.mark.parametrize(
    ("made", "paths"),
    some(
        [
            ("in-december", ("", "wards/mile-end/", "find/")),
            ("in-june", ("ar/wards/bow-east/", "ar/meetings/2027-E05009328-1/", "postcodes/")),
            ("in-january", ("bn/", "bn/wards/mile-end/", "bn/postcodes/e3/")),
        ],
        every=3,
    ),
)
def test_pages_of_the_day_have_no_axe_violation_and_fit(visit: Visit, made: str, paths: tuple[str, ...]) -> None:
    seen = {}
    for path in paths:
        page = visit(made, path, MADE_ON[made])
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        seen[path] = looks(page, *WCAG, "best-practice")

    assert {path: found for path, found in seen.items() if found != CLEAN} == {}


@pytest.mark.parametrize(
    ("typed", "path"),
    some(
        [
            ("E3", "postcodes/e3/"),
            ("e14", "postcodes/e14/"),
            ("EI4 9GE", "wards/mile-end/"),
            ("El49GE", "wards/mile-end/"),
            ("E3 4", "wards/mile-end/"),
            ("E3 2", "wards/bow-east/"),
            ("town hall", "meetings/2027-E05009328-1/"),
            ("Twon Haal", "meetings/2027-E05009328-1/"),
            ("Mile Edn", "wards/mile-end/"),
            ("Bw East", "wards/bow-east/"),
        ],
        every=2,
    ),
)
def test_part_of_a_postcode_a_slip_of_the_finger_or_a_hall_leads_on(visit: Visit, typed: str, path: str) -> None:
    page = visit("in-january", "bn/", "2027-01-11 12:00")

    page.locator("#q").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/in-january/bn/{path}")


@pytest.mark.parametrize(
    ("typed", "said", "leads_elsewhere"),
    [
        ("SW1A 1AA", "SW1A 1AA is not in Tower Hamlets.", True),
        ("nowhere", "We do not know this postcode, ward or place.", False),
        ("", "Type a postcode, such as E3 2AA, or the name of a ward or a meeting place.", False),
    ],
)
def test_what_was_not_found_is_said_in_a_summary_that_has_the_focus(
    visit: Visit, typed: str, said: str, leads_elsewhere: bool
) -> None:
    page = visit("in-january", "", "2027-01-11 12:00")
    page.locator("#q").fill(typed)
    page.keyboard.press("Enter")

    problem = page.locator("[data-problem]")
    expect(problem).to_be_focused()
    expect(problem).to_contain_text(said)
    assert page.locator("#q-said").inner_text().startswith("Error:")
    assert page.title().startswith("Error:")
    assert page.get_by_role("link", name="Find your own police team at police.uk").is_visible() == leads_elsewhere
    if leads_elsewhere:
        assert looks(page, *WCAG, "best-practice", widths=(320,)) == {320: ([], True)}
    problem.get_by_role("link", name=said).click()
    expect(page.locator("#q")).to_be_focused()


def test_postcode_says_how_far_each_place_is_and_which_is_nearest_and_stays_out_of_the_address(visit: Visit) -> None:
    page = visit("in-january", "", "2027-01-11 12:00")
    page.locator("#q").fill("E3 4AA")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wards/mile-end/")

    expect(page.locator(".app-answer .app-far")).to_have_text("About 0.3 miles from E3 4AA in a straight line")
    assert page.locator("[data-at]:visible").count() >= 2
    assert "E3" not in page.url


def test_without_script_every_way_leads_on_in_one_tap(scriptless: BrowserContext, sites: dict[str, str]) -> None:
    page, _ = opened(scriptless, f"{sites['in-january']}/ar/", 360)
    page.locator("#q").fill("E3 4AA")
    page.locator(".app-find button").click()
    reached = []
    for name in ("E3", "Mile End", "Town Hall"):
        page.get_by_role("link", name=name, exact=True).first.click()
        reached.append(page.url.partition("/ar/")[2])
        page.go_back()

    assert reached == ["postcodes/e3/", "wards/mile-end/", "meetings/2027-E05009328-1/"]
