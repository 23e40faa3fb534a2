"""Ends what a network has open beyond its share of connections, so that no one network can take all there are.

granian tells of a connection once something was asked by it, and of half a question never. So this looks at what the
process has open.
"""

from __future__ import annotations

import logging
import socket
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from threading import Event

from wardpanels import wiring
from wardpanels.edge.open_sockets import OPEN_FILES, open_sockets
from wardpanels.people.tokens import network_of

LOOK_EVERY_SECONDS = 0.1
PART_OF_THE_TIME = 0.1
"""A look at thousands of connections takes a while: looking never takes more of the time than this."""

TELL_EVERY_SECONDS = 60.0
"""The log gets no longer than this by whoever goes on for hours."""

Peer = tuple[str, int]

log = logging.getLogger("wardpanels.edge")
network = lru_cache(maxsize=1024)(network_of)


def keep_shares(most: int, port: int, stopped: Event) -> None:
    """Look until it is stopped, and end what any network has open at a port beyond `most` connections.

    Edges: where the system does not list what is open, as elsewhere than on Linux, nothing is done
    """
    before: frozenset[Peer] = frozenset()
    pause, ended, told_at = LOOK_EVERY_SECONDS, 0, -TELL_EVERY_SECONDS
    while OPEN_FILES.is_dir() and not stopped.wait(pause):
        began = wiring.seconds()
        are_many = sum(1 for _ in OPEN_FILES.iterdir()) > most
        before, more = end_beyond(most, port, before) if are_many else (frozenset(), 0)
        ended += more
        if ended and began - told_at >= TELL_EVERY_SECONDS:
            log.warning("a network held more than its share of connections: %d were ended", ended)
            ended, told_at = 0, began
        pause = max(LOOK_EVERY_SECONDS, (wiring.seconds() - began) / PART_OF_THE_TIME)


def end_beyond(most: int, port: int, before: frozenset[Peer]) -> tuple[frozenset[Peer], int]:
    """End newcomers of each network that has so many connections, and return who stays, and how many were ended.

    Edges: who was there `before` stays, and counts for this look even where they have just left
    """
    held = Counter(network(host) for host, _ in before)
    stay: set[Peer] = set()
    ended = 0
    for opened in open_sockets():
        with suppress(OSError):  # nobody is at its other end, or not any more
            if opened.getsockname()[1:2] != (port,):  # a socket of this machine alone has a path, or ""
                continue
            peer: Peer = opened.getpeername()[:2]
            if peer in before or held[network(peer[0])] < most:
                held[network(peer[0])] += peer not in before
                stay.add(peer)
            else:
                opened.shutdown(socket.SHUT_RDWR)
                ended += 1
    return frozenset(stay), ended
