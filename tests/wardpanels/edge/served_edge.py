"""The one server as `serve` starts it, in processes of its own, and requests as they go over the wire."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from wardpanels.edge.serving import GRACE_SECONDS, SETTINGS, EdgeSettings, listening_at

START = "import os; from wardpanels.edge.serving import EdgeSettings, serve; serve(EdgeSettings.told_by(os.environ))"
ANOTHER = "127.0.0.2"
"""An address of this computer that stands for somebody else's."""


@contextmanager
def edge(settings: EdgeSettings, environ: Mapping[str, str] | None = None) -> Iterator[int]:
    """The port of a server that answers, until it is stopped as a service is."""
    settings = replace(settings, doorstep=listening_at(settings.doorstep))
    told = {**os.environ, **(environ or {}), SETTINGS: settings.told}
    running = subprocess.Popen([sys.executable, "-c", START], env=told)
    try:
        port = settings.doorstep.port
        wait_until_it_answers(port)
        yield port
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=GRACE_SECONDS - 1) == 0


def wait_until_it_answers(port: int) -> None:
    """Return once somebody listens."""
    for _ in range(1200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("nothing answers")


def ask(
    port: int, path: str, method: str = "GET", body: str = "", source: str = "", seconds: float = 10, **headers: str
) -> EdgeAnswer:
    """The answer to one request. The path is sent as it stands."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=seconds, source_address=(source, 0) if source else None
    )
    try:
        told = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body or None, told | headers)
        answer = connection.getresponse()
        answer.content = answer.read()
        return answer
    finally:
        connection.close()


class EdgeAnswer(http.client.HTTPResponse):
    """An answer with its content."""

    content: bytes


def half_sent(port: int, path: str, source: str = "127.0.0.1") -> socket.socket:
    """A connection that said it would send a form, and stopped halfway."""
    opened = socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0))
    opened.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\naddress=".encode())
    return opened


def half_asked(port: int, source: str) -> socket.socket:
    """A connection that stopped in the middle of a header."""
    opened = socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0))
    opened.sendall(b"GET / HTTP/1.1\r\nHost: local")
    return opened


def said_on(opened: socket.socket) -> bytes:
    """All that a server still says on a connection, until it ends it."""
    return b"".join(iter(lambda: opened.recv(65_536), b""))
