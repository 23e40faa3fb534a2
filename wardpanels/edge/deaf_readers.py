"""Ends connections whose other side takes nothing of an answer: granian would keep each for ever."""

from __future__ import annotations

import socket
import sys

from wardpanels.edge.open_sockets import open_sockets


def end_deaf_readers(seconds: float) -> None:
    """Let the system end each connection that is opened from now on once nothing was taken for so long.

    Edges:  it is set at the sockets that this process listens at, from which each connection has it (tcp(7),
            TCP_USER_TIMEOUT); elsewhere than on Linux nothing is set
    """
    if sys.platform == "linux":
        for opened in open_sockets():
            if opened.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(seconds * 1000))
