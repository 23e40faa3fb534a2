"""The applications behind one address: which path goes to which."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from threading import Event, Thread
from typing import Any

from flask import Flask

from scheduler.errors import PanelError
from scheduler.store import Store, open_store
from wardpanels import wiring
from wardpanels.console.app import application as console
from wardpanels.console.house import House
from wardpanels.console.screens import BASE
from wardpanels.console.settled import Settling
from wardpanels.edge.describing import DESCRIPTION, HEALTH, READY, description, tells
from wardpanels.edge.files import SiteFiles
from wardpanels.edge.known_hosts import known_hosts
from wardpanels.edge.metrics import METRICS, metrics
from wardpanels.edge.receiving import Application, Files, Mount, Receiver, Tenant
from wardpanels.edge.reply import EdgeReply, refusal
from wardpanels.edge.serving import EdgeSettings, connections_at_once
from wardpanels.edge.shares import keep_shares
from wardpanels.jobs.starting import settle
from wardpanels.log_lines import write_logs
from wardpanels.people.console_settings import CLIENT_SECRET
from wardpanels.subscriptions.opening import asking_back, open_office
from wardpanels.subscriptions.web import application as sign_up
from wardpanels.year.reading import profile_of

A_WORD = (("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"))
"""The headers of an answer to whoever watches."""

WELL = EdgeReply(HTTPStatus.OK, [*A_WORD], b"ok\n")

log = logging.getLogger("wardpanels.edge")


def from_environ() -> Receiver:
    """What granian calls in the process that answers."""
    write_logs(os.environ)
    return receiver(EdgeSettings.told_by(os.environ))


def receiver(settings: EdgeSettings) -> Receiver:
    """Put the applications together: the site everywhere, but for what belongs to the console and to sign-up pages.

    Edges: sign-up pages need a secret and a channel that mails; without either there are none, which the log says
    """
    files: Files = SiteFiles(settings.site) if settings.site else _NoFiles()
    mounts: dict[str, Mount] = {}
    until_the_end = ExitStack()
    addresses: tuple[str, ...] = ()
    if settings.data is not None:
        profile = profile_of(settings.data)
        addresses = profile.site_url, profile.subscribe_url
        mounts, files = mounts_of(settings, settings.data, until_the_end), _Watched(files)
    if not settings.doorstep.proxies:
        stopped, most = Event(), connections_at_once(settings.bounds.connections) // settings.bounds.shares
        until_the_end.callback(stopped.set)
        Thread(target=keep_shares, args=(most, settings.doorstep.port, stopped), name="shares", daemon=True).start()
    hosts = known_hosts(settings.doorstep.host, addresses, settings.doorstep.known_as)
    tenants = dict.fromkeys(hosts, Tenant(files, mounts))
    return Receiver(tenants, settings.bounds, settings.doorstep.proxies, until_the_end.close)


def mounts_of(settings: EdgeSettings, data: Path, until_the_end: ExitStack) -> dict[str, Mount]:
    """What answers other than by a file of the site, by the path that it answers below."""
    store, form = open_store(settings.db), settings.bounds.form_bytes
    until_the_end.callback(store.close)
    mounts: dict[str, Mount] = {}
    if settings.site is not None:
        told = (data, settings.db, store, wiring.now, settings.site, settings.newsletter)
        settling = Settling()
        until_the_end.callback(settling.stop)
        house = House(*told, openid_secret=os.environ.get(CLIENT_SECRET, ""), made=settling.made)
        mounts[BASE] = Mount(console(house), settings.bounds.upload_bytes)
        mounts[METRICS] = Mount(metrics(settings), 0)
        # A job whose process went with another server must not keep its turn; to listen for one takes a while.
        Thread(target=_settle_jobs, args=(data, store), name="jobs", daemon=True).start()
    mounts |= {path: Mount(app, form) for path, app in _sign_up(data, store, until_the_end).items()}
    mounts[READY] = Mount(_ready(data, store), 0)
    pages = {path: mount.app for path, mount in mounts.items() if isinstance(mount.app, Flask)}
    return mounts | {DESCRIPTION: Mount(tells(description(pages)), 0)}


class _Watched:
    """The files, and before them whether the server answers: whoever watches it waits behind no page."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def reply(self, method: str, path: str, headers: Mapping[str, str]) -> EdgeReply:
        return WELL if path == HEALTH else self._files.reply(method, path, headers)


class _NoFiles:
    """Stands where no site is served."""

    def reply(self, method: str, path: str, headers: Mapping[str, str]) -> EdgeReply:
        return refusal(HTTPStatus.NOT_FOUND, "There is no such page here.")


def _settle_jobs(data: Path, store: Store) -> None:
    try:
        settle(store, profile_of(data).code, wiring.now())
    except PanelError as error:
        log.warning("jobs of before were not looked at: %s", error)


def _sign_up(data: Path, store: Store, until_the_end: ExitStack) -> dict[str, Application]:
    try:
        office = open_office(store, data, os.environ, wiring.now, wiring.fresh_id)
    except PanelError as error:
        log.info("no sign-up pages: %s", error)
        return {}
    counter = until_the_end.enter_context(asking_back(office, log.warning))
    return {office.counter.house.pages: sign_up(counter)}


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
