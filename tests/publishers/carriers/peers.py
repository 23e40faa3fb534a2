"""Real receivers on this machine, started by the tests that need them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

LOOPBACK = "127.0.0.1"
METHODS = ("GET", "POST", "PUT", "DELETE", "PROPFIND", "MKCOL", "MOVE")


@dataclass(frozen=True)
class Request:
    """What a web peer was asked. Edges: names of headers are in small letters"""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What a web peer says."""

    status: int = 200
    body: bytes | str | dict | list = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


@dataclass
class WebPeer:
    """A web server that answers as it is told, and remembers what it was asked."""

    port: int
    reply: Callable[[Request], Reply]
    asked: list[Request] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.place}"


@contextmanager
def web_peer(reply: Callable[[Request], Reply], wrap: Callable[[socket.socket], socket.socket] | None = None):
    """A web server with an answer for every request. `wrap` may put TLS round its socket."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or the end of an answer waits 40 ms for word that its beginning has come

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, body)
            peer.asked.append(request)
            told = peer.reply(request)
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.content)))
            self.end_headers()
            self.wfile.write(told.content)

        def log_message(self, *words: object) -> None:
            pass

    for method in METHODS:
        setattr(Handler, f"do_{method}", Handler.answer)
    with _QuietServer((LOOPBACK, 0), Handler) as server:
        if wrap is not None:
            server.socket = wrap(server.socket)
        peer = WebPeer(server.server_address[1], reply)
        yield from _served(server, peer)


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, *words: object) -> None:
        pass  # a client that does not trust us hangs up


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


class _ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def wsgi_peer(application: Callable) -> Iterator[int]:
    """A web application on a port of its own."""

    def whole(environ, start_response):  # wsgiref's own input has no end
        size = int(environ.get("CONTENT_LENGTH") or 0)
        return application({**environ, "wsgi.input": BytesIO(environ["wsgi.input"].read(size))}, start_response)

    with make_server(LOOPBACK, 0, whole, _ThreadingServer, _QuietHandler) as server:
        yield from _served(server, server.server_port)


def _served(server, told):
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()


def closed_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server((LOOPBACK, 0)) as unused:
        return unused.getsockname()[1]


@dataclass(frozen=True)
class SshPeer:
    """OpenSSH's own server. `home` is where its user's relative folders are."""

    port: int
    key_file: Path
    known_hosts: Path
    root: Path


@contextmanager
def ssh_peer(folder: Path) -> Iterator[SshPeer]:
    """An OpenSSH server with its own host key, which lets in one key, for file transfers alone."""
    host_key, user_key = folder / "host_key", folder / "user_key"
    for key in (host_key, user_key):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    port, sshd = closed_port(), shutil.which("sshd", path="/usr/sbin:/usr/bin")
    known_hosts = folder / "known_hosts"
    public = host_key.with_suffix(".pub").read_text(encoding="ascii")
    known_hosts.write_text(f"[{LOOPBACK}]:{port} {public}", encoding="ascii")
    settings = folder / "sshd_config"
    settings.write_text(
        f"Port {port}\nListenAddress {LOOPBACK}\nHostKey {host_key}\nAuthorizedKeysFile {user_key}.pub\n"
        f"PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\n"
        f"Subsystem sftp internal-sftp\nForceCommand internal-sftp\nLogLevel QUIET\n",
        encoding="ascii",
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where its unprivileged part is locked in
    command = [sshd, "-D", "-e", "-f", settings]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield SshPeer(port, user_key, known_hosts, folder)
        finally:
            for open_session in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
                os.kill(int(open_session), signal.SIGTERM)
            server.terminate()


def wait_for(port: int) -> None:
    """Wait until somebody listens at a port."""
    for _ in range(200):
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"nothing listens at {port}")
