"""The applications behind one address: which path goes to which."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from scheduler.store import open_store
from wardpanels import wiring
from wardpanels.console.app import application as console
from wardpanels.console.house import House
from wardpanels.console.screens import BASE
from wardpanels.edge.files import SiteFiles
from wardpanels.edge.serving import EdgeSettings

Application = Callable[..., Iterable[bytes]]


def from_environ() -> Application:
    """What granian calls in the process that answers."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    return application(EdgeSettings.told_by(os.environ))


def application(settings: EdgeSettings) -> Application:
    """Put the applications together: the site everywhere, but for what belongs to the console."""
    made: Application = SiteFiles(settings.site)
    if settings.data is not None:
        made = _Dispatcher(made, {BASE: _console(settings)})
    return ProxyFix(made, x_for=settings.proxies, x_proto=settings.proxies) if settings.proxies else made


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


def _console(settings: EdgeSettings) -> Application:
    assert settings.data is not None
    store = open_store(settings.db)
    return console(House(settings.data, settings.db, store, wiring.now, settings.site, settings.newsletter))
