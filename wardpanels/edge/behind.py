"""The applications behind one address: which path goes to which."""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from scheduler.errors import PanelError
from scheduler.store import Store, open_store
from wardpanels import wiring
from wardpanels.console.app import application as console
from wardpanels.console.house import House
from wardpanels.console.screens import BASE
from wardpanels.edge.compressing import compressing
from wardpanels.edge.files import SiteFiles
from wardpanels.edge.metrics import METRICS, metrics
from wardpanels.edge.serving import EdgeSettings
from wardpanels.jobs.starting import settle
from wardpanels.log_lines import write_logs
from wardpanels.people.console_settings import CLIENT_SECRET
from wardpanels.subscriptions.opening import asking_back, open_office
from wardpanels.subscriptions.web import application as sign_up
from wardpanels.year.reading import profile_of

HEALTH, READY = "/healthz", "/readyz"

log = logging.getLogger("wardpanels.edge")

Application = Callable[..., Iterable[bytes]]


def from_environ() -> Application:
    """What granian calls in the process that answers."""
    write_logs(os.environ)
    return application(EdgeSettings.told_by(os.environ))


def application(settings: EdgeSettings) -> Application:
    """Put the applications together: the site everywhere, but for what belongs to the console and to sign-up pages.

    Edges: sign-up pages need a secret and a channel that mails; without either there are none, which the log says
    """
    mounts: dict[str, Application] = {}
    if settings.data is not None:
        store = open_store(settings.db)
        secret = os.environ.get(CLIENT_SECRET, "")
        told = (settings.data, settings.db, store, wiring.now, settings.site, settings.newsletter)
        mounts[BASE] = console(House(*told, openid_secret=secret))
        mounts |= _sign_up(settings.data, store)
        # A job whose process went with another server must not keep its turn; to listen for one takes a while.
        Thread(target=_settle_jobs, args=(settings.data, store), name="jobs", daemon=True).start()
        mounts |= {HEALTH: says("ok"), READY: _ready(settings, store), METRICS: metrics(settings)}
    made = compressing(_Dispatcher(SiteFiles(settings.site), mounts))
    return ProxyFix(made, x_for=settings.proxies, x_proto=settings.proxies) if settings.proxies else made


def _settle_jobs(data: Path, store: Store) -> None:
    try:
        settle(store, profile_of(data).code, wiring.now())
    except PanelError as error:
        log.warning("jobs of before were not looked at: %s", error)


def _sign_up(data: Path, store: Store) -> dict[str, Application]:
    try:
        office = open_office(store, data, os.environ, wiring.now, wiring.fresh_id)
    except PanelError as error:
        log.info("no sign-up pages: %s", error)
        return {}
    with ExitStack() as stack:
        counter = stack.enter_context(asking_back(office, log.warning))
        atexit.register(stack.pop_all().close)
    return {office.counter.house.pages: sign_up(counter)}


def says(words: str, status: str = "200 OK") -> Application:
    """An application that says a word, for whoever watches."""

    def said(_: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start(status, [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")])
        return [f"{words}\n".encode()]

    return said


def _ready(settings: EdgeSettings, store: Store) -> Application:
    """Whether pages can be answered: the files can be read, and the database answers."""

    def asked(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        try:
            assert settings.data is not None
            store.periods(profile_of(settings.data).code)
        except PanelError as error:
            return says(type(error).__name__, "503 Service Unavailable")(environ, start)
        return says("ready")(environ, start)

    return asked


class _Dispatcher:
    """Gives a path to the application that it begins with. Unlike werkzeug's own it leaves the path whole."""

    def __init__(self, rest: Application, mounts: Mapping[str, Application]) -> None:
        self._rest, self._mounts = rest, mounts

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        for prefix, mounted in self._mounts.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                return mounted(environ, start)
        return self._rest(environ, start)
