"""The public pages as a resident's browser sees them, on a phone and on a wide screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, expect

from publishers import addresses
from scheduler.release.value import Release
from tests.browser.conftest import SITE, on_the_day
from tests.browser.looks import WCAG, looks, opened, remarks, sniffed
from tests.browser.seeing import seen, unfocused
from tests.thorough import IS_THOROUGH, some

IE_RULE = "(min-width: 0"
"""GOV.UK Frontend's own rule for Internet Explorer 11, which is not CSS on purpose."""

PAGES = {
    "home": "/",
    "ward without meetings": "/wards/quiet-ward/",
    "ward": "/wards/mile-end/",
    "ward with a hostile name": "/wards/st-hostile/",
    "meeting": "/meetings/2027-E05009317-2/",
    "meeting with a new place": "/meetings/2027-E05009328-2/",
    "moved meeting": "/meetings/2027-E05009328-1/",
    "meeting in a hostile hall": "/meetings/2027-E05009330-1/",
    "cancelled meeting": "/meetings/2027-E05009328-3/",
    "list of evenings": "/find/evening/",
    "list": "/find/",
    "list without meetings": "/find/hearing-loop/",
    "map": "/map/",
    "postcodes that begin alike": "/postcodes/e3/",
    "postcodes": "/postcodes/",
    "reuse": "/reuse/",
    "action plan": "/action-plan/",
    "changes": "/changes/",
    "not found": "/404.html",
    "glossary": "/glossary/",
}
KINDS = ("home", "ward", "meeting", "list", "map", "postcodes", "action plan", "not found")
JUDGED = [*PAGES] if IS_THOROUGH else KINDS
"""What judges look at: on a change one page of a kind."""


@pytest.mark.parametrize("kind", JUDGED)
def test_page_has_no_fault_that_a_judge_finds_and_does_not_scroll_sideways(
    scripted: BrowserContext, site: str, release: Release, kind: str
) -> None:
    page, _ = opened(scripted, site + PAGES[kind])

    assert looks(page, *WCAG, "best-practice") == {320: ([], True), 1280: ([], True)}
    assert sniffed(page) == []
    assert [*seen(page, "en", tuple(release.meeting_by_id)), *unfocused(page)] == []


@pytest.mark.thorough
def test_action_plan_in_the_dark_has_no_axe_violation(scripted: BrowserContext, site: str) -> None:
    page, _ = opened(scripted, f"{site}/action-plan/")
    page.emulate_media(color_scheme="dark")

    seen = looks(page, *WCAG, widths=(320,))
    page.emulate_media(color_scheme="light")

    assert seen == {320: ([], True)}


@pytest.mark.parametrize("path", some([*PAGES.values()], every=7), ids=some([*PAGES], every=7))
def test_page_asks_no_other_host_and_says_as_much_without_javascript(
    scripted: BrowserContext, scriptless: BrowserContext, site: str, path: str
) -> None:
    page, asked = opened(scripted, site + path)
    plain, _ = opened(scriptless, site + path)

    said = [shown.locator("body").inner_text() for shown in (page, plain)]
    headings = plain.locator("h1").count()

    assert [address for address in asked if not address.startswith(f"{site}/")] == []
    assert len(asked) >= 2  # the page and its style sheet
    lacking = [line for line in said[1].splitlines() if line not in said[0].splitlines()]
    assert lacking == []
    assert headings == 1


@pytest.mark.parametrize("path", some([*PAGES.values()], every=7, after=1), ids=some([*PAGES], every=7, after=1))
def test_page_does_all_it_does_under_its_own_content_security_policy(browser: Browser, site: str, path: str) -> None:
    with on_the_day(browser.new_context()) as guarded:
        page, refused = guarded.new_page(), []
        page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
        answer = page.goto(site + path, wait_until="load")
        assert answer is not None
        assert "default-src 'none'" in answer.headers["content-security-policy"]

    assert refused == []


def test_script_that_somebody_slips_into_a_page_is_refused(browser: Browser, site: str) -> None:
    with on_the_day(browser.new_context()) as guarded:
        page = guarded.new_page()
        page.goto(site + "/")
        page.evaluate("""() => {
            const script = document.createElement("script")
            script.textContent = "window.slippedIn = true"
            document.head.append(script)
        }""")

        assert page.evaluate("window.slippedIn") is None


def test_resident_gets_from_the_front_page_to_a_calendar_file(scripted: BrowserContext, site: str) -> None:
    page, _ = opened(scripted, f"{site}/", 360)

    page.get_by_role("link", name="Mile End", exact=True).click()
    page.get_by_role("link", name="Tuesday 30 March 2027", exact=True).last.click()
    button = page.get_by_role("link", name="Save this one date")
    feed = page.request.get(urljoin(page.url, str(button.get_attribute("href"))))

    assert page.url == f"{site}/meetings/2027-E05009328-1/"
    assert re.match(rb"BEGIN:VCALENDAR\r\n", feed.body())


def test_keyboard_reaches_the_content_first(scripted: BrowserContext, site: str) -> None:
    page, _ = opened(scripted, f"{site}/")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    assert first == "Skip to main content"
    assert page.url.endswith("#main-content")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        pytest.param("E3 4AA", "/wards/mile-end/", marks=pytest.mark.thorough),
        (" e34aa ", "/wards/mile-end/"),
        pytest.param("e1w-1aa", "/wards/st-hostile/", marks=pytest.mark.thorough),
        pytest.param("mile end", "/wards/mile-end/", marks=pytest.mark.thorough),
        pytest.param("Bow", "/wards/bow-east/", marks=pytest.mark.thorough),
        ("Globe Town", "/wards/mile-end/"),
    ],
)
def test_postcode_or_name_leads_to_the_ward(scripted: BrowserContext, site: str, typed: str, path: str) -> None:
    page, asked = opened(scripted, f"{site}/", 360)

    page.get_by_label("Your postcode, ward or meeting place").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}{path}")

    assert [address for address in asked if not address.startswith(site)] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    some(
        [
            ("E3 9ZZ", "We do not know E3 9ZZ. It may be new"),
            ("SW1A 1AA", "SW1A 1AA is not in Tower Hamlets."),
            ("nowhere", "We do not know this postcode, ward or place."),
        ]
    ),
)
def test_strange_postcode_is_said_to_be_unknown_and_the_list_stays(
    scripted: BrowserContext, site: str, typed: str, said: str
) -> None:
    page, _ = opened(scripted, f"{site}/", 360)

    page.get_by_label("Your postcode, ward or meeting place").fill(typed)
    page.keyboard.press("Enter")
    page.locator("#q-said").get_by_text(said).wait_for()

    assert page.get_by_role("link", name="Mile End", exact=True).is_visible()


@pytest.mark.thorough
def test_without_script_the_search_leads_to_the_postcodes(scriptless: BrowserContext, site: str) -> None:
    page, _ = opened(scriptless, f"{site}/", 360)

    page.get_by_role("button", name="Find my meeting").click()
    page.get_by_role("link", name="E3", exact=True).click()
    page.get_by_role("link", name="Mile End", exact=True).click()

    assert page.url == f"{site}/wards/mile-end/"


@pytest.mark.parametrize("typed", some(["mile end", "Globe Town"]))
def test_without_postcodes_the_finder_goes_by_ward_name(scripted: BrowserContext, bare_site: str, typed: str) -> None:
    page, _ = opened(scripted, f"{bare_site}/", 360)

    page.get_by_label("The name of your ward or meeting place").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{bare_site}/wards/mile-end/")


@pytest.mark.thorough
def test_without_postcodes_a_postcode_is_looked_up_nowhere(scripted: BrowserContext, bare_site: str) -> None:
    page, asked = opened(scripted, f"{bare_site}/", 360)

    page.get_by_label("The name of your ward or meeting place").fill("E3 4AA")
    page.keyboard.press("Enter")
    page.locator("#q-said").get_by_text("We do not know this ward or place.").wait_for()

    assert [address for address in asked if "/postcodes/" in address] == []


@pytest.mark.thorough
def test_without_postcodes_and_script_there_is_the_list_alone(scriptless: BrowserContext, bare_site: str) -> None:
    page, _ = opened(scriptless, f"{bare_site}/", 360)

    assert not page.get_by_role("button", name="Find my meeting").is_visible()
    page.get_by_role("link", name="Mile End", exact=True).click()
    assert page.url == f"{bare_site}/wards/mile-end/"


@pytest.mark.thorough
def test_front_page_without_postcodes_looks_right(scripted: BrowserContext, bare_site: str) -> None:
    page, _ = opened(scripted, f"{bare_site}/")

    assert looks(page, *WCAG, "best-practice") == {320: ([], True), 1280: ([], True)}


def test_list_narrows_and_widens_again(scripted: BrowserContext, site: str) -> None:
    page, _ = opened(scripted, f"{site}/find/")
    shown = page.locator("[data-meeting]:visible")

    counts = [shown.count()]
    page.get_by_label("Ward", exact=True).select_option("bow-east")
    counts.append(shown.count())
    page.get_by_label("Time of the week").select_option("weekend")
    counts.append(shown.count())
    page.get_by_label("Hearing loop").check()
    counts.append(shown.count())
    said = page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Show these meetings").click()
    expect(page.get_by_role("status")).to_be_focused()
    page.get_by_role("button", name="Show all meetings again").click()
    page.get_by_text("Meetings shown: 8").wait_for()
    counts.append(shown.count())

    assert (counts, said) == ([8, 4, 1, 0, 8], "Meetings shown: 0. No meetings like this have been set yet.")


@pytest.fixture
def in_april(browser: Browser) -> Iterator[BrowserContext]:
    """Browsing on 1 April 2027. A context's clock stays with it, so it is nobody else's."""
    context = browser.new_context()
    context.clock.install(time=datetime(2027, 4, 1, 12, tzinfo=UTC))
    yield context
    context.close()


def test_ward_page_points_out_the_next_meeting_that_is_on(in_april: BrowserContext, site: str) -> None:
    page, _ = opened(in_april, f"{site}/wards/mile-end/")
    first = page.locator("[data-next-link]").inner_text()
    page.clock.set_system_time(datetime(2027, 7, 1, 12, tzinfo=UTC))
    page.reload()
    later = page.locator("[data-next-link]").is_visible()

    assert (first, later) == ("Wednesday 16 June 2027\n6:30pm to 8pm", False)  # November's meeting is cancelled
    assert page.get_by_text("There are no more meetings up to the end of December 2027.").is_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["/wards/mile-end/", "/wards/bow-east/"])
def test_page_has_no_axe_violation_when_some_meetings_are_over(in_april: BrowserContext, site: str, path: str) -> None:
    page, _ = opened(in_april, site + path)

    assert page.locator("[data-over] [data-meeting]").count() > 0
    assert looks(page, *WCAG, "best-practice") == {320: ([], True), 1280: ([], True)}


def test_old_address_of_a_ward_leads_to_the_new_one(scripted: BrowserContext, site: str) -> None:
    page, _ = opened(scripted, f"{site}/wards/globe-town/")
    page.wait_for_url(f"{site}/wards/mile-end/")


@pytest.mark.parametrize("meeting_id", some(["2027-E05009328-3", "2027-E05009317-1"]))  # the first is cancelled
def test_short_address_leads_to_the_meeting(scripted: BrowserContext, site: str, meeting_id: str) -> None:
    page, _ = opened(scripted, f"{site}/{addresses.shown(addresses.short_page(meeting_id))}")
    page.wait_for_url(f"{site}/meetings/{meeting_id}/")


def test_every_file_that_is_judged_is_valid_html_css_and_svg(site: str, folder: Path) -> None:
    """Those are all, or on a change one page of a kind with all style sheets and pictures."""
    root = folder / SITE
    pages = [root / PAGES[kind].strip("/") / "index.html" for kind in KINDS if kind != "not found"]
    others = [path for path in root.rglob("*") if path.suffix in (".css", ".svg")]
    told = remarks(root) if IS_THOROUGH else remarks(*pages, root / "404.html", *others)
    found = [(one["url"], one["message"], one.get("extract", "")) for one in told]
    ours = [fault for fault in found if IE_RULE not in fault[2]]
    assert ours == []
    assert len(found) == 2  # so that the exception goes when the rule does


def test_qr_code_on_the_ward_page_is_read_as_the_address_of_that_page(scripted: BrowserContext, site: str) -> None:
    page, _ = opened(scripted, f"{site}/wards/mile-end/")
    picture = Image.open(BytesIO(page.get_by_alt_text("QR code that opens this page").screenshot()))

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [f"{site}/wards/mile-end/"]
