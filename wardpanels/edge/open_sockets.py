"""The connections that this process has open, as the system lists them: granian shows none of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OPEN_FILES = Path("/proc/self/fd")
SOCKET = "socket:"
"""Source: proc(5), /proc/pid/fd"""


def open_sockets() -> Iterator[socket.socket]:
    """Each socket that is open, one after the other, by a number of its own: what is done to it is done to the
    connection, whoever has it, and to no other that comes in its place meanwhile."""
    for path in [*OPEN_FILES.iterdir()]:
        with suppress(OSError):  # it is closed meanwhile
            if str(path.readlink()).startswith(SOCKET):
                with socket.fromfd(int(path.name), socket.AF_INET, socket.SOCK_STREAM) as found:
                    yield found
