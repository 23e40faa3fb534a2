"""The applications behind one name: which path goes to which."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from scheduler.errors import PanelError
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.console.app import application as console
from wardpanels.console.house import House
from wardpanels.console.screens import BASE
from wardpanels.console.settled import Settling
from wardpanels.edge.describing import DESCRIPTION, HEALTH, READY, description, tells
from wardpanels.edge.files import MOST_HELD, SiteFiles
from wardpanels.edge.metrics import METRICS, metrics
from wardpanels.edge.receiving import Application, Files, Mount, Tenant, Turns
from wardpanels.edge.reply import ONLY_READ, READING, EdgeReply, refusal
from wardpanels.edge.serving import EdgeSettings
from wardpanels.jobs.starting import settle
from wardpanels.people.console_settings import CLIENT_SECRET
from wardpanels.people.passphrases import Hashing
from wardpanels.publicity.signed_links import links_of
from wardpanels.subscriptions.opening import asking_back, open_office
from wardpanels.subscriptions.web import application as sign_up
from wardpanels.year.reading import profile_of

A_WORD = (("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"))
"""The headers of an answer to whoever watches."""

WELL = EdgeReply(HTTPStatus.OK, [*A_WORD], b"ok\n")

NO_SIGN_UP = "%s: no sign-up pages: %s"
log = logging.getLogger("wardpanels.edge")


@dataclass(frozen=True, slots=True)
class Means:
    """What a borough's applications work with.

    Edges: `environ` is its own, and so are `turns`; the store may be shared, and `settling` is the process's, which
           whoever makes it stops
    Units: `most_held` is bytes of its files that are kept in memory
    """

    store: Store
    environ: Mapping[str, str]
    turns: Turns
    settling: Settling
    hashing: Hashing = field(default_factory=Hashing)
    most_held: int = MOST_HELD


def files_of(settings: EdgeSettings, most_held: int = MOST_HELD) -> Files:
    """The site, where there is one."""
    return SiteFiles(settings.site, most_held) if settings.site else NoFiles()


def tenant_of(settings: EdgeSettings, data: Path, means: Means, until_the_end: ExitStack) -> Tenant:
    """Put a borough's applications together: the site everywhere, but for what belongs to the console and to sign-up.

    Edges: sign-up pages need a secret and a channel that mails; without either there are none, which the log says
    """
    mounts = mounts_of(settings, data, means, until_the_end)
    return Tenant(Watched(files_of(settings, means.most_held)), mounts, means.turns)


def mounts_of(settings: EdgeSettings, data: Path, means: Means, until_the_end: ExitStack) -> dict[str, Mount]:
    """What answers other than by a file of the site, by the path that it answers below."""
    store, form = means.store, settings.bounds.form_bytes
    mounts: dict[str, Mount] = {}
    if settings.site is not None:
        told = (data, settings.db, store, wiring.now, settings.site, settings.newsletter, means.hashing)
        openid_secret = means.environ.get(CLIENT_SECRET, "")
        house = House(*told, openid_secret=openid_secret, environ=means.environ, made=means.settling.made)
        mounts[BASE] = Mount(console(house), settings.bounds.upload_bytes)
        mounts[METRICS] = Mount(metrics(settings, means.environ), 0)
        # A job whose process went with another server must not keep its turn; to listen for one takes a while.
        Thread(target=_settle_jobs, args=(data, store), name="jobs", daemon=True).start()
    mounts |= {path: Mount(app, form) for path, app in _sign_up(data, means, until_the_end).items()}
    mounts[READY] = Mount(_ready(data, store), 0)
    pages = {path: mount.app for path, mount in mounts.items() if isinstance(mount.app, Flask)}
    return mounts | {DESCRIPTION: Mount(tells(description(pages)), 0)}


class Watched:
    """The files, and before them whether the server answers: whoever watches it waits behind no page."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def reply(self, method: str, path: str, headers: Mapping[str, str]) -> EdgeReply:
        if path == HEALTH:
            return WELL if method in READING else ONLY_READ
        return self._files.reply(method, path, headers)


class NoFiles:
    """Stands where no site is served."""

    def reply(self, method: str, path: str, headers: Mapping[str, str]) -> EdgeReply:
        return refusal(HTTPStatus.NOT_FOUND, "There is no such page here.")


def _settle_jobs(data: Path, store: Store) -> None:
    try:
        settle(store, profile_of(data).code, wiring.now())
    except PanelError as error:
        log.warning("%s: jobs of before were not looked at: %s", data.name, error)


def _sign_up(data: Path, means: Means, until_the_end: ExitStack) -> dict[str, Application]:
    try:
        place = urlsplit(links_of(means.environ, profile_of(data)).pages).path
    except PanelError as error:
        log.info(NO_SIGN_UP, data.name, error)
        return {}
    pages = _SignUp(data, means, until_the_end)
    return {place: pages.opened() or pages}


class _SignUp:
    """Stands where sign-up pages are to be, as before a first borough has wards: they are there once they can be.

    Edges: it is tried again once a file of the folder has changed, when somebody asks; the log says what is in the way
    """

    def __init__(self, data: Path, means: Means, until_the_end: ExitStack) -> None:
        self._data, self._means, self._until_the_end = data, means, until_the_end
        self._lock = Lock()
        self._tried: object = None
        self._pages: Application | None = None

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answers = self.opened() or says("There is no such page here.", "404 Not Found")
        return answers(environ, start)

    def opened(self) -> Application | None:
        """The pages, None while they cannot be had."""
        with self._lock:
            seen = wiring.stamp(self._data)
            if self._pages is None and seen != self._tried:
                self._tried, self._pages = seen, self._made()
            return self._pages

    def _made(self) -> Application | None:
        means = self._means
        try:
            office = open_office(means.store, self._data, means.environ, wiring.now, wiring.fresh_id)
        except PanelError as error:
            log.info(NO_SIGN_UP, self._data.name, error)
            return None
        return sign_up(self._until_the_end.enter_context(asking_back(office, log.warning)))


def says(words: str, status: str = "200 OK") -> Application:
    """An application that says a word, for whoever watches."""

    def said(_: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start(status, [*A_WORD])
        return [f"{words}\n".encode()]

    return said


def _ready(data: Path, store: Store) -> Application:
    """Whether pages can be answered: the files can be read, and the database answers."""

    def asked(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        try:
            store.periods(profile_of(data).code)
        except PanelError as error:
            return says(type(error).__name__, "503 Service Unavailable")(environ, start)
        return says("ready")(environ, start)

    return asked
