"""The console of a folder behind a real web server, and browsers that are signed in at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import make_server

from scheduler.store import Store, open_store
from tests.console.borough import NOW, house_in, sign_in, url_of
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.console.house import House


@dataclass(frozen=True, slots=True)
class ServedConsole:
    """Where a console answers, and what it stands on."""

    address: str
    house: House

    @property
    def store(self) -> Store:
        """Its store."""
        return self.house.store

    def key_of(self, who: str) -> str:
        """A key for the cookie of somebody of WHO."""
        return sign_in(self.store, self.house.profile().code, who, self.house.clock())

    def seen_by(self, browser: Browser, who: str, **options: Any) -> BrowserContext:
        """A browser in which somebody is signed in."""
        context = browser.new_context(base_url=self.address, **options)
        context.add_cookies([{"name": guard.SESSION, "value": self.key_of(who), "url": self.address}])
        return context


@contextmanager
def served(folder: Path, clock: Callable[[], datetime] = lambda: NOW) -> Iterator[ServedConsole]:
    """The console of a folder that was made, for as long as it is looked at."""
    store = open_store(url_of(folder))
    house = house_in(folder, store, clock)
    server = make_server("127.0.0.1", 0, application(house), threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield ServedConsole(f"http://127.0.0.1:{server.server_port}", house)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        store.close()
