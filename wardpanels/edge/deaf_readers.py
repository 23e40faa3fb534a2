"""Ends connections whose other side takes nothing of an answer: granian would keep each for ever."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OPEN_FILES = Path("/proc/self/fd")


def end_deaf_readers(seconds: float) -> None:
    """Let the system end each connection that is opened from now on once nothing was taken for so long.

    Edges:  it is set at the sockets that this process listens at, from which each connection has it (tcp(7),
            TCP_USER_TIMEOUT); elsewhere than on Linux nothing is set
    """
    if sys.platform == "linux":
        for listening in _listening():
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(seconds * 1000))


def _listening() -> Iterator[socket.socket]:
    for name in [path.name for path in OPEN_FILES.iterdir()]:
        with suppress(OSError), socket.fromfd(int(name), socket.AF_INET, socket.SOCK_STREAM) as found:
            if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):  # an error where it is no socket at all
                yield found
