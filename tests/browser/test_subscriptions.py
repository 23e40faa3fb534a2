"""The subscription pages and the mails in a real browser, on a phone and on a wide screen, without JavaScript too."""

from __future__ import annotations

import json
import subprocess
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
from tests.browser.test_site import AXE, VNU, WCAG, WIDTHS, faults, opened
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.publishers.examples import a_release
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


def links(site: Site, origin: str, address: str) -> tuple[str, str]:
    """Where somebody confirms and stops, on this machine."""
    site.subscribe(address)
    known = site.store.subscribers.at_address(TOWER_HAMLETS, address)
    made = site.office.counter.register.links
    confirm, stop = made.confirm(known.id, known.asked_at), made.stop(known.id)
    return tuple(link.replace(f"https://example.org{PATH}", origin) for link in (confirm, stop))


@pytest.mark.parametrize("tag", ["en", "bn", "ar"])
def test_page_has_no_axe_violation_and_does_not_scroll_sideways(
    browser: Browser, running: tuple[Site, str], tag: str
) -> None:
    site, origin = running
    confirm, stop = links(site, origin, f"{tag}@example.org")
    context = browser.new_context(bypass_csp=True)  # for axe alone: the pages allow no script
    seen = {}
    for path in (f"{origin}/", f"{origin}/asked", confirm, stop, f"{origin}/stop/a-1"):
        page, _ = opened(context, f"{path}?lang={tag}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            fits = page.evaluate("document.documentElement.scrollWidth") <= width
            seen[path, width] = (faults(page, *WCAG, "best-practice"), fits)
        page.close()
    context.close()

    assert {place: found for place, found in seen.items() if found != ([], True)} == {}


def test_form_with_a_mistake_has_no_axe_violation_and_leads_to_the_field(
    browser: Browser, running: tuple[Site, str]
) -> None:
    _, origin = running
    context = browser.new_context(bypass_csp=True)
    page, _ = opened(context, f"{origin}/", 360)
    page.get_by_label("Your email address").fill("nonsense")
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_role("link", name="Type an email address").click()
    focused = page.evaluate("document.activeElement.id")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = faults(page, *WCAG, "best-practice")
    title = page.title()
    context.close()

    assert (found, focused, title) == (
        [],
        "address",
        "Error: Get emails about ward panel meetings – Tower Hamlets ward panels",
    )


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
    page.close()

    assert site.store.subscribers.at_address(TOWER_HAMLETS, "phone@example.org").state is SubscriberState.CONFIRMED
    assert [address for address in asked if not address.startswith(origin)] == []


def test_every_page_is_valid_html_in_every_language(running: tuple[Site, str], tmp_path: Path) -> None:
    house = running[0].office.counter.house
    for lang in house.spoken:
        chosen = Chosen(("Bow & East",), lang, only_changes=True)
        views = (
            subscribing.ask(lang, Typed("<&", ("bow-east",)), subscribing.wrong_address(lang)),
            subscribing.asked(lang),
            subscribing.confirm(lang, chosen, "confirm/a1"),
            subscribing.confirmed(lang, chosen, "confirm/a1"),
            subscribing.stop(lang, "stop/a1"),
            subscribing.too_many(lang),
        )
        for number, view in enumerate(views):
            page = subscribing.draw(house, lang, view)
            (tmp_path / f"{lang.tag}-{number}.html").write_text(page, encoding="utf-8")

    report = subprocess.run([*VNU, str(tmp_path)], capture_output=True, text=True, check=False)

    assert json.loads(report.stdout)["messages"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 600])
@pytest.mark.parametrize("path", MAILS.values(), ids=MAILS.keys())
def test_mail_fits_loads_nothing_and_has_no_axe_violation(browser: Browser, path: str, width: int, scheme: str) -> None:
    release = replace(a_release(), languages=("en", "bn", "ar"))
    html = next(copy.text for copy in email.copies(release) if copy.path == path)

    assert _seen(browser, html, width, scheme) == (True, [], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mail_that_asks_back_fits_and_has_no_axe_violation(browser: Browser, scheme: str) -> None:
    parts = confirming.mail(HOUSE, language("en"), "https://example.org/confirm/a1")
    html = next(part.content.decode() for part in parts if part.path.endswith(".html"))

    assert _seen(browser, html, 360, scheme) == (True, [], [])


def _seen(browser: Browser, html: str, width: int, scheme: str) -> tuple[bool, list, list[str]]:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # Without axe's best practice, which asks of a page for landmarks that mail readers put around a mail themselves.
    found = (page.evaluate("document.documentElement.scrollWidth") <= width, faults(page, *WCAG), asked)
    context.close()
    return found
