"""What the process that answers is made of: one borough, or many, each under its own name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from threading import Event, Thread

from scheduler.store import open_store
from wardpanels.console.settled import Settling
from wardpanels.edge.behind import Means, files_of, tenant_of
from wardpanels.edge.every_tenant import EveryTenant
from wardpanels.edge.known_hosts import known_hosts
from wardpanels.edge.receiving import THREADS, Receiver, Tenant, Turns
from wardpanels.edge.serving import EdgeSettings, connections_at_once
from wardpanels.edge.shares import keep_shares
from wardpanels.log_lines import write_logs
from wardpanels.year.reading import profile_of

LOOK_EVERY_SECONDS = 10.0
"""After so long a folder that came, or went, is noticed."""


def from_environ() -> Receiver:
    """What granian calls in the process that answers."""
    write_logs(os.environ)
    return receiver(EdgeSettings.told_by(os.environ))


def receiver(settings: EdgeSettings) -> Receiver:
    """What answers, by the name that is asked for: one borough by every name, or each of many by its own."""
    until_the_end = ExitStack()
    if not settings.doorstep.proxies:
        stopped, most = Event(), connections_at_once(settings.bounds.connections) // settings.bounds.shares
        until_the_end.callback(stopped.set)
        Thread(target=keep_shares, args=(most, settings.doorstep.port, stopped), name="shares", daemon=True).start()
    tenants = _many(settings, until_the_end) if settings.boroughs else _one(settings, until_the_end)
    return Receiver(tenants, settings.bounds, settings.doorstep.proxies, until_the_end.close)


def _one(settings: EdgeSettings, until_the_end: ExitStack) -> Mapping[str, Tenant]:
    turns = Turns(THREADS, settings.bounds.waiting)
    addresses: tuple[str, ...] = ()
    if settings.data is None:
        tenant = Tenant(files_of(settings), {}, turns)
    else:
        profile, store, settling = profile_of(settings.data), open_store(settings.db), Settling()
        until_the_end.callback(store.close)
        until_the_end.callback(settling.stop)
        addresses = profile.site_url, profile.subscribe_url
        tenant = tenant_of(settings, settings.data, Means(store, os.environ, turns, settling), until_the_end)
    return dict.fromkeys(known_hosts(settings.doorstep.host, addresses, settings.doorstep.known_as), tenant)


def _many(settings: EdgeSettings, until_the_end: ExitStack) -> Mapping[str, Tenant]:
    store = open_store(settings.db)
    until_the_end.callback(store.close)
    every = EveryTenant(settings, store, os.environ)
    until_the_end.callback(every.close)
    stopped = Event()
    looking = Thread(target=_look_on, args=(every, stopped), name="boroughs", daemon=True)
    looking.start()
    until_the_end.callback(looking.join)
    until_the_end.callback(stopped.set)
    return every.by_name


def _look_on(every: EveryTenant, stopped: Event) -> None:
    every.look()
    while not stopped.wait(LOOK_EVERY_SECONDS):
        every.look()
