"""A real web server on the loopback, a real Chromium, and the published site under a path of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from publishers import every_publisher
from publishers.hosting import headers_for
from scheduler.facts import Station
from scheduler.release.edition import Edition
from scheduler.release.value import Release
from tests.publishers.examples import a_release
from tests.wardpanels.evidence.reported import report
from wardpanels.evidence.plan_showing import public_plan

SITE, BARE = "ward-panels", "bare"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder without a line on standard error for each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class HostHandler(QuietHandler):
    """Says with the files of the site what `_headers` tells a host to say."""

    def end_headers(self) -> None:
        """Send what goes with the path that was asked for, and end."""
        folder, _, path = self.path.partition("?")[0].removeprefix("/").partition("/")
        for name, value in headers_for(path).items() if folder == SITE else ():
            self.send_header(name, value)
        super().end_headers()


def launched(playwright: Playwright) -> Browser:
    """The distribution's Chromium without windows, which takes a fifth of the time: `make test` installs it."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium-headless-shell"), args=FLAGS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser that looks at all pages of a worker."""
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        yield chromium
        chromium.close()


def on_the_day(context: BrowserContext) -> BrowserContext:
    """The same, whose clock starts on the day that the examples are of, whatever day it is here."""
    context.clock.install(time=a_release().released_at)
    return context


@pytest.fixture(scope="session")
def scripted(browser: Browser) -> BrowserContext:
    """Browsing as most people do."""
    return on_the_day(browser.new_context())


@pytest.fixture(scope="session")
def scriptless(browser: Browser) -> BrowserContext:
    """Browsing with JavaScript switched off."""
    return browser.new_context(java_script_enabled=False)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the web server shows; sites are put under it."""
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="session")
def origin(folder: Path) -> Iterator[str]:
    """Where the web server answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(HostHandler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def release(origin: str) -> Release:
    """The example release, whose site is at `/ward-panels` of the web server. Its wards have borders, and a station."""
    square = ((-0.04, 51.52), (-0.03, 51.52), (-0.03, 51.535), (-0.04, 51.52))
    wards = tuple(replace(ward, boundary=(square,)) for ward in a_release().wards)
    return a_release(site_url=f"{origin}/{SITE}", wards=wards, stations=(Station("Mile End", 51.5253, -0.0334),))


@pytest.fixture(scope="session")
def site(folder: Path, release: Release) -> str:
    """The address of the published site, without a last slash."""
    return _put(folder / SITE, release, "site")


@pytest.fixture(scope="session")
def bare_site(folder: Path, origin: str) -> str:
    """The address of a site that knows no postcodes, no borders and no short names."""
    return _put(folder / BARE, a_release(site_url=f"{origin}/{BARE}", postcodes=(), acronyms=()), "site")


def _put(folder: Path, release: Release, outlet: every_publisher.Outlet) -> str:
    edition = replace(Edition.of(release), plan=public_plan(report().plan))
    for artifact in (recipe.artifact() for recipe in every_publisher.recipes(edition, outlet)):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return release.site_url
