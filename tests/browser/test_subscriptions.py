"""The subscription pages and the mails in a real browser, on a phone and on a wide screen, without JavaScript too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from publishers import confirming, subscribing
from publishers.channels import email
from publishers.languages import language
from publishers.subscribing import Chosen, Typed
from scheduler.store import open_store
from scheduler.subscriber import SubscriberState
from tests.browser.conftest import on_the_day
from tests.browser.looks import WCAG, WIDTHS, looks, looks_of_mail, opened, remarks
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.publishers.examples import a_release
from tests.thorough import enough, some
from tests.wardpanels.subscriptions.examples import PATH, TOWER_HAMLETS, Site, borough_folder, pages

HOUSE = confirming.Letterhead("Tower Hamlets", "panels@example.org")
MOVED = "2027-E05009328-1"
MAILS = {
    **{f"meeting {tag}": f"copy/email/{MOVED}{end}.html" for tag, end in (("en", ""), ("bn", ".bn"), ("ar", ".ar"))},
    "cancelled meeting": "copy/email/2027-E05009328-3.html",
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """The pages, and where they are."""
    folder = tmp_path_factory.mktemp("subscriptions")
    store = open_store(f"sqlite:///{folder / 'panels.db'}")
    with mail_peer(MailPeer()) as peer, pages(store, borough_folder(folder / "data", peer.port), peer) as site:
        yield site, f"http://127.0.0.1:{site.port}{PATH}"
    store.close()


@pytest.fixture(scope="module")
def unguarded(browser: Browser) -> Iterator[BrowserContext]:
    """Browsing for axe alone: the pages allow no script."""
    context = on_the_day(browser.new_context(bypass_csp=True))
    yield context
    context.close()


@pytest.fixture(scope="module")
def mails() -> dict[str, str]:
    """The mails of the example release by their paths."""
    release = replace(a_release(), languages=("en", "bn", "ar"))
    return {copy.path: copy.text for copy in email.copies(release) if copy.path in MAILS.values()}


def links(site: Site, origin: str, address: str) -> tuple[str, str]:
    """Where somebody confirms and stops, on this machine."""
    site.subscribe(address)
    known = site.store.subscribers.at_address(TOWER_HAMLETS, address)
    made = site.office.counter.register.links
    confirm, stop = made.confirm(known.id, known.asked_at), made.stop(known.id)
    return tuple(link.replace(f"https://example.org{PATH}", origin) for link in (confirm, stop))


@pytest.mark.parametrize("tag", ["ar", "bn", "en"][: enough(1, 3)])
def test_page_has_no_axe_violation_and_does_not_scroll_sideways(
    unguarded: BrowserContext, running: tuple[Site, str], tag: str
) -> None:
    site, origin = running
    confirm, stop = links(site, origin, f"{tag}@example.org")
    seen = {}
    for path in some((f"{origin}/", f"{origin}/asked", confirm, stop, f"{origin}/stop/a-1"), every=2):
        page, _ = opened(unguarded, f"{path}?lang={tag}")
        seen[path] = looks(page, *WCAG, "best-practice")

    assert seen == dict.fromkeys(seen, dict.fromkeys(WIDTHS, ([], True)))
    assert len(seen) == enough(3, 5)


def test_form_with_a_mistake_has_no_axe_violation_and_leads_to_the_field(
    unguarded: BrowserContext, running: tuple[Site, str]
) -> None:
    _, origin = running
    page, _ = opened(unguarded, f"{origin}/", 360)
    page.get_by_label("Your email address").fill("nonsense")
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_role("link", name="Type an email address").click()
    focused = page.evaluate("document.activeElement.id")
    found, _ = looks(page, *WCAG, "best-practice", widths=(360,))[360]
    title = page.title()

    assert (found, focused, title) == (
        [],
        "address",
        "Error: Get emails about ward panel meetings – Tower Hamlets ward panels",
    )


@pytest.mark.thorough
def test_resident_without_javascript_subscribes_on_a_phone(
    scriptless: BrowserContext, running: tuple[Site, str]
) -> None:
    site, origin = running
    page, asked = opened(scriptless, f"{origin}/", 360)
    page.get_by_label("Your email address").fill("phone@example.org")
    page.get_by_label("Bow East").check()
    page.get_by_label("Which language do you want to read?").select_option("it")
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_role("heading", name="Check your email").wait_for()
    known = site.store.subscribers.at_address(TOWER_HAMLETS, "phone@example.org")
    link = site.office.counter.register.links.confirm(known.id, known.asked_at)
    page.goto(link.replace(f"https://example.org{PATH}", origin))
    page.get_by_role("button", name="Sì, scrivimi").click()
    page.get_by_role("heading", name="Riceverai le nostre email").wait_for()

    assert site.store.subscribers.at_address(TOWER_HAMLETS, "phone@example.org").state is SubscriberState.CONFIRMED
    assert [address for address in asked if not address.startswith(origin)] == []


@pytest.mark.thorough
def test_every_page_is_valid_html_in_every_language(running: tuple[Site, str], tmp_path: Path) -> None:
    house, release = running[0].office.counter.house, a_release()
    coming = [(release, meeting) for meeting in release.meetings[:2]]
    for lang in house.spoken:
        chosen = Chosen(("Bow & East",), lang, only_changes=True)
        views = (
            subscribing.ask(lang, Typed("<&", ("bow-east",)), subscribing.wrong_address(lang)),
            subscribing.asked(lang),
            subscribing.confirm(lang, chosen, "confirm/a1", "0123"),
            subscribing.confirmed(lang, chosen, "confirm/a1", coming),
            subscribing.stop(lang, "stop/a1"),
            subscribing.too_many(lang),
        )
        for number, view in enumerate(views):
            page = subscribing.draw(house, lang, view)
            (tmp_path / f"{lang.tag}-{number}.html").write_text(page, encoding="utf-8")

    assert remarks(tmp_path) == []


@pytest.mark.parametrize("path", some([*MAILS.values()]), ids=some([*MAILS]))
def test_mail_fits_loads_nothing_and_has_no_axe_violation(
    scripted: BrowserContext, mails: dict[str, str], path: str
) -> None:
    narrow_and_wide = {360: ([], True), 600: ([], True)}

    seen = looks_of_mail(scripted, mails[path], (360, 600))

    assert seen == ({"light": narrow_and_wide, "dark": narrow_and_wide}, [])


def test_mail_that_asks_back_fits_and_has_no_axe_violation(scripted: BrowserContext) -> None:
    parts = confirming.mail(HOUSE, language("en"), "https://example.org/confirm/a1")
    html = next(part.content.decode() for part in parts if part.path.endswith(".html"))

    seen = looks_of_mail(scripted, html, (360,))

    assert seen == ({"light": {360: ([], True)}, "dark": {360: ([], True)}}, [])
